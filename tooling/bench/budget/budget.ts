import type { Spent } from '../spent.js';

/** Something of ours that is measured against something else of the same run. */
export interface Budgeted {
  readonly name: string;
  /** Each measurement has a process of its own: there is nothing to warm. */
  readonly isCold?: boolean;
  /** Both on the same new text of a seed; what they take is compared. */
  measure(seed: number): Promise<{ readonly ours: number; readonly against: number }>;
}

/** What one of them came to. */
export interface Judged {
  readonly name: string;
  readonly ratio: number;
  readonly most: number;
  readonly isOver: boolean;
}

/** Above its noted ratio times this, something has become slower. */
export const MOST = 1.2;
const ROUNDS = 9;
/** What is short is measured more often. */
const LEAST_MS = 800;
const MOST_ROUNDS = 40;
const TRIES = 4;

/** The mean of the better half: what else a machine does only adds time, and the very best are those that met no garbage collector. */
function betterHalf(times: readonly number[]): number {
  const best = [...times].sort((a, b) => a - b).slice(0, Math.ceil(times.length / 2));
  return best.reduce((sum, time) => sum + time, 0) / best.length;
}

/** The ratio of the better half of several rounds to the better half of what it is measured against, in turns. */
export async function ratioOf(one: Budgeted, firstSeed = 0): Promise<number> {
  const ours: number[] = [];
  const against: number[] = [];
  for (let round = 0, all = 0; round < ROUNDS || (all < LEAST_MS && round < MOST_ROUNDS); round++) {
    const took = await one.measure(firstSeed + round);
    ours.push(took.ours);
    against.push(took.against);
    all += took.ours + took.against;
  }
  return betterHalf(ours) / betterHalf(against);
}

/** Compiles what is measured, for about twice as long as it is measured. */
export async function warm(one: Budgeted): Promise<void> {
  if (one.isCold) return;
  for (const firstSeed of [8000, 9000]) await ratioOf(one, firstSeed);
}

/** Measures again while it is over: what has become slower is so every time, what was disturbed is not. */
export async function judge(one: Budgeted, noted: number | undefined, times = MOST): Promise<Judged> {
  const most = (noted ?? 0) * times;
  let ratio = Number.POSITIVE_INFINITY;
  for (let round = 0; round < TRIES && ratio > most; round++)
    ratio = Math.min(ratio, await ratioOf(one, 100 * (round + 1)));
  return { name: one.name, ratio, most, isOver: ratio > most };
}

export const cpuOf = ({ cpu }: Spent): number => cpu;
