import { createHeadroom } from '@headroom/core';
import type { Shape } from './shapes.js';

/** What compressing a text of a size cost, in milliseconds of processor time. */
export interface Cost {
  readonly size: number;
  readonly ms: number;
  readonly warnings: readonly string[];
}

const QUERY = 'Which worker failed in item 7, and why?';

/** Compresses a shape as a tool result, with a new engine, and counts all its tokens. */
export async function costOf(shape: Shape, size: number): Promise<Cost> {
  const text = shape.make(size);
  const engine = createHeadroom();
  const start = process.cpuUsage();
  const { warnings } = await engine.compressText(text, { query: QUERY, timeBudgetMs: 600_000 });
  const { user, system } = process.cpuUsage(start);
  return {
    size: text.length,
    ms: (user + system) / 1000,
    warnings: warnings.map(({ code, message }) => `${code}: ${message}`),
  };
}

/** How time grows with size: 1 is linear, 2 quadratic. Under some milliseconds nothing can be said. */
export function exponentOf(short: Cost, long: Cost, floor = 20): number {
  return Math.log(Math.max(long.ms, floor) / Math.max(short.ms, floor)) / Math.log(long.size / short.size);
}
