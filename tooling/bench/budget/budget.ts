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
const MOST = 1.2;
const ROUNDS = 7;
/** What is short is measured more often. */
const LEAST_MS = 600;
const MOST_ROUNDS = 60;
const TRIES = 4;

/**
 * The ratio of the best of several rounds to the best of what it is measured against, in turns: whatever else a machine does only
 * ever adds time, so that the best of each comes near what it is without.
 */
export async function ratioOf(one: Budgeted, firstSeed = 0): Promise<number> {
  let [ours, against, all] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let round = 0; round < ROUNDS || (all < LEAST_MS && round < MOST_ROUNDS); round++) {
    const took = await one.measure(firstSeed + round);
    ours = Math.min(ours, took.ours);
    against = Math.min(against, took.against);
    all += took.ours + took.against;
  }
  return ours / against;
}

/** Compiles what is measured, for about twice as long as it is measured. */
export async function warm(one: Budgeted): Promise<void> {
  if (one.isCold) return;
  for (const firstSeed of [8000, 9000]) await ratioOf(one, firstSeed);
}

/** Measures again while it is over: what has become slower is so every time, what was disturbed is not. */
export async function judge(one: Budgeted, noted: number | undefined): Promise<Judged> {
  const most = (noted ?? 0) * MOST;
  let ratio = Number.POSITIVE_INFINITY;
  for (let round = 0; round < TRIES && ratio > most; round++)
    ratio = Math.min(ratio, await ratioOf(one, 100 * (round + 1)));
  return { name: one.name, ratio, most, isOver: ratio > most };
}

export const cpuOf = ({ cpu }: Spent): number => cpu;
