import type { Arm } from '../arms/arm.js';
import type { Item } from '../items/item.js';
import { shuffled } from '../items/shuffled.js';
import { BudgetReached } from './budget.js';
import type { Row } from './row.js';
import { type PairOptions, runPair } from './run-pair.js';

export interface SuiteOptions extends PairOptions {
  readonly items: readonly Item[];
  readonly arms: readonly Arm[];
  /** Rows of an earlier run of the same plan; what they say is not asked again. */
  readonly known?: readonly Row[];
  /** How many conversations are held at a time. Default 1. */
  readonly parallel?: number;
  /** Told of each row once it is known. */
  readonly onRow?: (row: Row, progress: Progress) => void;
}

export interface Progress {
  readonly done: number;
  readonly all: number;
  /** US dollars, those of earlier runs included. */
  readonly spent: number;
}

export interface SuiteResult {
  readonly rows: readonly Row[];
  /** Why the run ended early. */
  readonly stopped?: string;
}

const keyOf = (item: string, arm: string) => `${item}\n${arm}`;
/** A provider that was away so many times in a row is not asked on. */
const MOST_AWAY = 5;

/**
 * Runs every item through every arm: item by item, so that a run that stops early has whole pairs, and the arms of each in an order of
 * the seed's, so that none always meets a warm or a busy provider.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const { items, arms, known = [], parallel = 1, onRow, ...pair } = options;
  const rows = known.filter(({ away }) => away === undefined);
  const done = new Set(rows.map(({ item, arm }) => keyOf(item, arm)));
  const queue = items.flatMap((item, nth) =>
    shuffled(arms, pair.seed + nth)
      .filter((arm) => !done.has(keyOf(item.id, arm.name)))
      .map((arm) => ({ item, arm })),
  );
  const all = items.length * arms.length;
  let stopped: string | undefined;
  let away = 0;
  const work = async () => {
    for (let next = queue.shift(); next && stopped === undefined; next = queue.shift()) {
      try {
        const row = await runPair(next.item, next.arm, pair);
        rows.push(row);
        away = row.away === undefined ? 0 : away + 1;
        if (away >= MOST_AWAY) stopped = row.away;
        onRow?.(row, { done: rows.length, all, spent: pair.budget.spent });
      } catch (error) {
        // Whatever it was, the conversations beside this one are the last.
        stopped = error instanceof Error ? error.message : String(error);
        if (!(error instanceof BudgetReached)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return { rows, ...(stopped !== undefined && { stopped }) };
}
