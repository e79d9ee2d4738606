import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { counterFor, createHeadroom } from '@headroom/core';
import { longestStretch } from '../stretch.js';
import type { Shape } from './shapes.js';

/** What compressing a text of a size cost, in milliseconds of processor time. */
export interface Cost {
  readonly size: number;
  readonly ms: number;
  /** The longest time during which nothing else of the process had its turn. */
  readonly stretchMs: number;
  readonly warnings: readonly string[];
}

const QUERY = 'Which worker failed in item 7, and why?';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function timed(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

let made = 0;

/** Told apart from all texts before by blanks at its end, so that no remembered count helps: near sizes give the same lines. */
function anew(text: string): string {
  made++;
  return text + ' '.repeat(made);
}

/** Compresses a shape as a tool result, with a new engine, and counts all its tokens. What was left by others is collected before. */
export async function costOf(shape: Shape, size: number): Promise<Cost> {
  const text = anew(shape.make(size));
  const engine = createHeadroom();
  collect();
  const start = process.cpuUsage();
  let warnings: Awaited<ReturnType<typeof engine.compressText>>['warnings'] = [];
  const stretchMs = await longestStretch(async () => {
    ({ warnings } = await engine.compressText(text, { query: QUERY, timeBudgetMs: 600_000 }));
  });
  return {
    size: text.length,
    ms: timed(start),
    stretchMs,
    warnings: warnings.map(({ code, message }) => `${code}: ${message}`),
  };
}

/** What splitting a text of a size into lines and counting its tokens costs: nothing that reads a text costs less. */
export function leastOf(shape: Shape, size: number): number {
  const text = anew(shape.make(size));
  collect();
  const start = process.cpuUsage();
  const lines = text.split('\n');
  counterFor('gpt-4o').count(text);
  return lines.length > 0 ? timed(start) : 0;
}

/** How time grows with size: 1 is linear, 2 quadratic. Under some milliseconds nothing can be said. */
export function exponentOf(short: Cost, long: Cost, floor = 20): number {
  return Math.log(Math.max(long.ms, floor) / Math.max(short.ms, floor)) / Math.log(long.size / short.size);
}

/** How the time of a shape grows, and from what it was told. */
export interface Growth {
  readonly exponent: number;
  readonly short: number;
  readonly long: number;
  readonly warnings: readonly string[];
}

/**
 * Measures two sizes in turns and compares their medians, until `most` holds or it did not in all rounds. What is linear holds in the first
 * or second round even on a busy machine; what is not never does, since the ratio of two sizes measured side by side does not fall.
 */
export async function growthOf(
  shape: Shape,
  [short, long]: readonly [number, number],
  most: number,
  rounds = 7,
): Promise<Growth> {
  await costOf(shape, short - 1);
  await costOf(shape, short - 2);
  const costs: { short: Cost[]; long: Cost[] } = { short: [], long: [] };
  for (let round = 1; ; round++) {
    // A size that was not measured before: nothing that is remembered helps.
    costs.short.push(await costOf(shape, short + round));
    costs.long.push(await costOf(shape, long + round));
    const [one, other] = [middleOf(costs.short), middleOf(costs.long)];
    const exponent = exponentOf(one, other);
    const warnings = [...costs.short, ...costs.long].flatMap((cost) => cost.warnings);
    if (exponent <= most || round === rounds) return { exponent, short: one.ms, long: other.ms, warnings };
  }
}

function middleOf(costs: readonly Cost[]): Cost {
  return [...costs].sort((a, b) => a.ms - b.ms)[(costs.length - 1) >> 1]!;
}
