import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createHeadroom } from '@headroom/core';
import { leastOf } from '../hostile/measure.js';
import { SHAPES, type Shape } from '../hostile/shapes.js';
import { longestStretch } from '../stretch.js';

/** How the cost of a kind of text grows with its length. */
export interface Growth {
  readonly name: string;
  readonly steps: readonly GrowthStep[];
  /** Peak memory of the process above what it had before the longest text, in MB per million characters. */
  readonly mbPerMillion: number;
}

interface GrowthStep {
  readonly size: number;
  readonly cpuMs: number;
  /** Splitting into lines and counting, in the same process. */
  readonly leastMs: number;
  /** The longest time during which nothing else had its turn, in milliseconds that the main thread ran. */
  readonly stretchMs: number;
}

export const GROWING = [
  'log, all alike',
  'JSON of records',
  'comma-separated',
  'functions',
  'Markdown',
  'matches in as many files',
];
const SIZES = [1000, 10_000, 100_000, 1_000_000, 10_000_000];
const QUERY = 'Which worker failed in item 7, and why?';

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function step(shape: Shape, size: number): Promise<GrowthStep> {
  const text = shape.make(size);
  const start = cpu();
  const stretchMs = await longestStretch(() =>
    createHeadroom().compressText(text, { query: QUERY, timeBudgetMs: 600_000 }),
  );
  return { size: text.length, cpuMs: cpu() - start, leastMs: leastOf(shape, size), stretchMs };
}

const peakMb = () => process.resourceUsage().maxRSS / 1024;

/** In the process of one kind of text: each size twice, the second counts, but for the longest. */
export async function growHere(name: string): Promise<Growth> {
  const shape = SHAPES.find((one) => one.name === name) as Shape;
  const steps: GrowthStep[] = [];
  let before = 0;
  for (const size of SIZES) {
    if (size < 10_000_000) await step(shape, Math.round(size * 0.97));
    else before = peakMb();
    steps.push(await step(shape, size));
  }
  const longest = steps.at(-1)?.size ?? 1;
  return { name, steps, mbPerMillion: (peakMb() - before) / (longest / 1e6) };
}

/** Each kind in a process of its own. */
export function growths(): Growth[] {
  const child = fileURLToPath(new URL('child.ts', import.meta.url));
  return GROWING.map((name) => {
    const told = execFileSync(process.execPath, ['--import', 'tsx', child, name], { encoding: 'utf8', maxBuffer: 1e8 });
    return JSON.parse(told) as Growth;
  });
}
