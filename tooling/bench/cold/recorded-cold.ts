import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.js';

/** All recorded scenarios one after the other in one process that did nothing before. */
export interface RecordedCold {
  readonly scenarios: number;
  readonly oursMs: number;
  readonly limitMs: number;
}

interface Told {
  readonly scenarios: number;
  readonly ran: number;
}

const CHILD = fileURLToPath(new URL('recorded-child.mjs', import.meta.url));
const once = (what: 'ours' | 'limit') =>
  JSON.parse(execFileSync(process.execPath, [CHILD, what], { encoding: 'utf8' })) as Told;

/** Ours and the published limit in turns, each in a fresh process: medians. */
export function recordedCold(rounds: number): RecordedCold {
  const ours: Told[] = [];
  const limits: Told[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(once('ours'));
    limits.push(once('limit'));
  }
  const middle = (all: readonly Told[]) => median(all.map(({ ran }) => ran));
  return { scenarios: ours[0]?.scenarios ?? 0, oursMs: middle(ours), limitMs: middle(limits) };
}
