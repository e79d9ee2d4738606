import type { InTurns } from '../../model/in-turns.js';
import { readNumberedView } from '../../packs/numbered-view.js';
import { readQuery } from '../../question/query-terms.js';
import { looksLikeJson } from '../../reading/content.js';
import { askedRows } from '../guard/asked-rows.js';
import { grantedRows } from '../guard/granted-rows.js';
import { MANY } from '../guard/line-groups.js';
import { KnownLines } from './known-lines.js';

/** So many characters make a text a long one (docs/decisions/0079-long-texts.md). */
export const LONG_TEXT = 4_000_000;
/** The beginning that is shaped as any text is, in characters. */
export const BEGINNING = 500_000;
/** The beginning that is shown as it stands, where nothing may be left out of it. */
export const SHORT_BEGINNING = 64_000;
/** The end that is shown as it stands. */
const TAIL_CHARACTERS = 4000;
const TAIL_LINES = 40;
const LONGEST_MEAN = 1200;
const LINES_A_TURN = 1024;
/** What may be shown of the middle, in characters; with more of its own a text is not one of repeats. */
const ROOM = 64_000;
const MOST_FOREIGN = 0.3;
const MOST_EXTREMES = 16;
const VIEWED_LINES = 200;
const REFUSED =
  /\b(?:fail(?:ed|ure)|denied|refused|rejected|invalid|incorrect|unauthori[sz]ed|forbidden|40[137]|429)\b/i;

/** A long text of which all but the beginning repeats what stands there. */
export interface LongText {
  /** Its beginning, without the last line break. */
  readonly head: string;
  readonly lines: readonly string[];
  /** The first row behind the beginning, and the first of the end that is shown. */
  readonly from: number;
  readonly to: number;
  /** Rows between the two that are shown, ascending. */
  readonly kept: readonly number[];
}

/**
 * Where the beginning of a long text ends, at a line break near `size`, behind a blank line where there is one. Undefined for
 * JSON, for texts of few lines and for views of files, whose lines are no repeats.
 */
export function endOfBeginning(text: string, size: number): number | undefined {
  if (looksLikeJson(text)) return undefined;
  const blank = text.lastIndexOf('\n\n', size);
  const end = blank > size * 0.98 ? blank + 1 : text.lastIndexOf('\n', size);
  if (end < size / 2) return undefined;
  const lines = text.slice(0, end).split('\n');
  if (end > lines.length * LONGEST_MEAN || readNumberedView(lines.slice(0, VIEWED_LINES))) return undefined;
  return end;
}

/**
 * Looks whether nearly every line of a long text repeats, but for numbers and rare words, a line of its beginning (or one
 * that is kept). What the question asks, what was never seen before, words of trouble, codes, numbers far out of line, the
 * first success after refusals: these rows are kept. Undefined where that would be too much.
 */
export function* readLongText(text: string, end: number, question: string): InTurns<LongText | undefined> {
  const lines = text.split('\n');
  yield;
  if (text.length > lines.length * LONGEST_MEAN) return undefined;
  const from = rowBehind(lines, end);
  const to = tailOf(lines);
  if (to <= from) return undefined;
  const known = new KnownLines(text, wordsOf(question), MANY, readQuery(question).wants.has('min'));
  yield* learn(known, lines, from);
  const fresh = yield* newRows(known, lines, { from, to, at: end + 1 });
  if (!fresh) return undefined;
  const isMiddle = (row: number): boolean => row >= from && row < to;
  const asked = yield* askedRows({ lines, known: [], rowsOf: (word) => known.rowsOfWord.get(word) ?? [] }, question);
  const granted = REFUSED.test(text) ? yield* grantedRows({ lines, filled: [...lines.keys()] }) : [];
  const extremes = known
    .extremes()
    .map(({ row }) => row)
    .filter(isMiddle)
    .slice(0, MOST_EXTREMES);
  const kept = [...new Set([...fresh, ...asked, ...granted, ...extremes])].filter(isMiddle).sort((a, b) => a - b);
  if (kept.reduce((sum, row) => sum + lines[row]!.length + 8, 0) > ROOM) return undefined;
  return { head: text.slice(0, end), lines, from, to, kept };
}

/** The first row that begins behind an offset. */
function rowBehind(lines: readonly string[], end: number): number {
  let row = 0;
  for (let at = 0; row < lines.length && at <= end; row++) at += lines[row]!.length + 1;
  return row;
}

function tailOf(lines: readonly string[]): number {
  let to = lines.length;
  for (let room = TAIL_CHARACTERS; to > 0 && lines.length - to < TAIL_LINES; to--) {
    room -= lines[to - 1]!.length + 1;
    if (room < 0) break;
  }
  return to;
}

/** Words of a question, each in lower case, as a census has them. */
function wordsOf(question: string): ReadonlySet<string> {
  return new Set(
    question
      .slice(0, 8000)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [],
  );
}

function* learn(known: KnownLines, lines: readonly string[], end: number): InTurns<void> {
  for (const learnLine of [
    (_: number, from: number, to: number) => known.learnWords(from, to),
    (row: number, from: number, to: number) => known.learnShape(row, from, to),
  ])
    for (let row = 0, at = 0; row < end; row++) {
      const to = at + lines[row]!.length;
      learnLine(row, at, to);
      at = to + 1;
      if (row % LINES_A_TURN === 0) yield;
    }
}

/** The rows unlike all before them; undefined where that are too many, or where most are of words never seen. */
function* newRows(
  known: KnownLines,
  lines: readonly string[],
  { from, to, at }: { readonly from: number; readonly to: number; readonly at: number },
): InTurns<readonly number[] | undefined> {
  const found: number[] = [];
  let room = ROOM;
  let foreign = 0;
  for (let row = from, start = at; row < to; row++) {
    const end = start + lines[row]!.length;
    const seen = known.look(row, start, end);
    if (seen === 'foreign') foreign += 1;
    else if (seen === 'new') {
      // From now on it is one that repeats.
      known.learnWords(start, end, 3);
      known.learnShape(row, start, end);
      found.push(row);
      room -= end - start + 8;
      if (room < 0 || known.isFull) return undefined;
    }
    start = end + 1;
    if (row % LINES_A_TURN === 0) yield;
  }
  return foreign > (to - from) * MOST_FOREIGN ? undefined : found;
}
