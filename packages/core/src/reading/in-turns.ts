import type { InTurns } from '../model/in-turns.js';

/**
 * Does all of a piece of work now.
 *
 * @throws TypeError for work that waits for something.
 */
export function atOnce<T>(work: InTurns<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (step.value) throw new TypeError('This work waits for something and cannot be done at once');
  }
}

/** Does a piece of work, waiting for what it waits for. */
export async function eventually<T>(work: InTurns<T>): Promise<T> {
  let known: unknown;
  for (;;) {
    const step = work.next(known);
    if (step.done) return step.value;
    known = step.value ? await step.value : undefined;
  }
}

/** Waits, in the middle of work in turns. */
export function* settled<T>(promise: Promise<T>): InTurns<T> {
  return (yield promise) as T;
}

const CHARACTERS_A_TURN = 16_384;

/** The entries of a list of lines, with a turn for others after so many characters of them and behind the last. */
export function* linesInTurns(lines: readonly string[], each: (line: string, row: number) => void): InTurns<void> {
  let left = CHARACTERS_A_TURN;
  for (let row = 0; row < lines.length; row++) {
    const line = lines[row]!;
    each(line, row);
    left -= line.length + 64;
    if (left > 0) continue;
    left = CHARACTERS_A_TURN;
    yield;
  }
  yield;
}

const ITEMS_A_TURN = 256;

/** The items of a list, with a turn for others after every few hundred of them and behind the last: many short lists are a long one. */
export function* itemsInTurns<T>(items: Iterable<T>, each: (item: T, at: number) => void): InTurns<void> {
  let at = 0;
  for (const item of items) {
    each(item, at++);
    if (at % ITEMS_A_TURN === 0) yield;
  }
  yield;
}

/** What work gives that may or may not be done in turns. */
export function* finished<T extends object | string | undefined>(work: T | InTurns<T>): InTurns<T> {
  return typeof work === 'object' && 'next' in work ? yield* work : (work as T);
}
