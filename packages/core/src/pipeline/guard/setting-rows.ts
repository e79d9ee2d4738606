import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { headOf, type Lines } from './line-groups.js';

/** One setting a line: `KEY=value`, `key = value`, with nothing else of that kind behind it. */
const SETTING = /^\s*(?:export )?["']?[\w.$@/-]+["']? ?=(.*)$/;
const ANOTHER = /\s[\w.-]+=/;
const MOSTLY = 0.8;
const FEW = 40;
const MOST_EMPTY = 12;

/** What a text of settings is: nothing of the kind, or one whose few lines all count, or one with lines that stand out. */
export interface Settings {
  /** Every line is a fact of its own, and they are few. */
  readonly isShort: boolean;
  /** Rows with a setting that has no value. */
  readonly empty: readonly number[];
}

/** Reads an environment, an `.ini`, a sheet of `key=value`: a key that is not shown reads as one that is not set. */
export function* readSettings({ lines, filled }: Lines): InTurns<Settings | undefined> {
  const empty: number[] = [];
  let settings = 0;
  yield* itemsInTurns(filled, (row) => {
    const value = SETTING.exec(headOf(lines[row]!))?.[1];
    if (value === undefined || ANOTHER.test(value)) return;
    settings += 1;
    if (value.trim() === '') empty.push(row);
  });
  if (settings < filled.length * MOSTLY) return undefined;
  return { isShort: settings <= FEW, empty: empty.length <= MOST_EMPTY ? empty : [] };
}
