import { configOf, standingOf, takeBack } from './change-text.js';
import { digestOf } from './config-file.js';
import { isPlain, withoutSpan } from './edit.js';
import type { JournalEntry } from './journal.js';

/** A text without what an entry put in. */
export interface Undone {
  readonly text: string;
  /** The places, as `a.b.c`, whose value is not ours any more, and which were left. */
  readonly changed: readonly string[];
}

/**
 * Takes the operations of an entry back, the last one first. A text that is just as it was left goes back to the byte; in any other,
 * each value is looked for.
 */
export function undoEntry(text: string, entry: JournalEntry): Undone {
  const { file, notation, operations } = entry;
  const backwards = operations.toReversed();
  if (digestOf(text) === entry.after) return { text: backwards.reduce(withoutSpan, text), changed: [] };
  const changed: string[] = [];
  let left = text;
  for (const operation of backwards) {
    const done = takeBack({ text: left, file, notation }, operation);
    if (done === 'changed') changed.push(operation.path.join('.'));
    else if (done !== 'gone') left = done.text;
  }
  return { text: left, changed };
}

/**
 * The entry that a text bears: of one that was being replaced when everything stopped, it may be the one before. Undefined where
 * nothing was done yet, or all is as it was.
 */
export function entryThatHolds(text: string | undefined, entry: JournalEntry): JournalEntry | undefined {
  const digest = digestOf(text);
  const all: JournalEntry[] = [];
  for (let one: JournalEntry | undefined = entry; one; one = one.was) all.push(one);
  const exact = all.find(({ after }) => after === digest);
  if (exact) return exact;
  if (text === undefined || all.some(({ before }) => before === digest)) return undefined;
  return (
    all.find(({ file, notation, operations }) => {
      const config = configOf({ text, file, notation });
      return operations.some((operation) => standingOf(config, operation) === 'same');
    }) ?? entry
  );
}

/** True for a configuration that says nothing. */
export function saysNothing(text: string, entry: Pick<JournalEntry, 'file' | 'notation'>): boolean {
  if (text.replace(/^\ufeff/, '').trim() === '') return true;
  if (/\/\/|\/\*|#/.test(text)) return false;
  const config = configOf({ text, ...entry });
  return isPlain(config) && Object.keys(config).length === 0;
}
