import type { InTurns } from '../../model/in-turns.js';
import { isSpaceAt } from '../../reading/character-codes.js';
import { isLetterAt, Numbers, WordNumbers } from './word-numbers.js';

/** Lines that differ in names and numbers only. */
export interface LineGroup {
  /** Ascending row numbers. */
  readonly rows: readonly number[];
}

/** The lines of a text, by what stands in them. */
export interface Lines {
  readonly lines: readonly string[];
  /** Rows that say something. */
  readonly filled: readonly number[];
  /** The rows of a word in lower case, ascending; of a word in more than {@link MANY} rows only that many and one. */
  readonly rowsOf: (word: string) => readonly number[];
  /** All words, in lower case. */
  readonly known: readonly string[];
}

/** What one scan of a text says about its lines. */
export interface LineCensus extends Lines {
  readonly words: WordNumbers;
  /** Lines of one shape each, in the order of their first rows. */
  groups(): InTurns<readonly LineGroup[]>;
}

/** A word in more rows than this is no longer specific. */
export const MANY = 40;
/** A time at the beginning of a line, maybe with a date. */
export const STAMP = /^[\s[(<]*(?:\d{4}-\d\d-\d\d[T ])?(?:[A-Z][a-z]{2} +\d+ )?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\S*/;
const FREQUENT = 3;
/** Of a longer line only the beginning is read. */
export const LONGEST_LINE = 600;
const MOST_TOKENS = 24;
const DEEPEST = 12;
const CHARACTERS_A_TURN = 65_536;
const NOTHING = -1;

/** Reads the lines of a text once: their words, and in which rows each stands. Linear. */
export function* readLines(text: string, lines: readonly string[]): InTurns<LineCensus> {
  const filled: number[] = [];
  const words = new WordNumbers();
  const rows = new RowsOfWords();
  const found = new Numbers();
  let [start, turn] = [0, CHARACTERS_A_TURN];
  for (let row = 0; row < lines.length; row++) {
    const end = start + lines[row]!.length;
    found.length = 0;
    words.read(text, start, Math.min(end, start + LONGEST_LINE), found);
    if (found.length > 0) filled.push(row);
    for (let i = 0; i < found.length; i++) rows.add(found.values[i]!, row);
    start = end + 1;
    if (start < turn) continue;
    turn = start + CHARACTERS_A_TURN;
    yield;
  }
  return {
    ...{ lines, filled, words },
    known: words.words,
    rowsOf: (word) => rows.of(words.of(word)),
    groups: () => groupsOf(text, { lines, filled, words }, rows),
  };
}

/** Rows by the number of a word. */
class RowsOfWords {
  #rows = new Numbers();
  /** Where the next row of the same word stands. */
  #next = new Numbers();
  #first = new Numbers();
  #last = new Numbers();
  /** How many rows a word has, up to one more than {@link MANY}. */
  #counts = new Numbers();

  /** Adds a row; rows come in order, and words in the order of their numbers when they come first. */
  add(word: number, row: number): void {
    const at = this.#rows.length;
    if (word === this.#first.length) {
      this.#first.push(at);
      this.#last.push(at);
      this.#counts.push(1);
    } else {
      const last = this.#last.values[word]!;
      if (this.#counts.values[word]! > MANY || this.#rows.values[last] === row) return;
      this.#next.values[last] = at;
      this.#last.values[word] = at;
      this.#counts.values[word]!++;
    }
    this.#rows.push(row);
    this.#next.push(NOTHING);
  }

  count(word: number): number {
    return word === NOTHING ? 0 : this.#counts.values[word]!;
  }

  of(word: number): readonly number[] {
    const rows: number[] = [];
    if (word === NOTHING) return rows;
    for (let at = this.#first.values[word]!; at !== NOTHING; at = this.#next.values[at]!)
      rows.push(this.#rows.values[at]!);
    return rows;
  }
}

export function headOf(line: string): string {
  return line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
}

/**
 * Groups rows by the words that come often and what stands beside them, with a star for whatever else stands between white space.
 * The key of a group is a hash of 52 bits.
 */
function* groupsOf(
  text: string,
  { lines, filled, words }: Pick<LineCensus, 'lines' | 'filled' | 'words'>,
  rowsOfWords: RowsOfWords,
): InTurns<readonly LineGroup[]> {
  const groups = new Map<number, number[]>();
  let [start, turn, i] = [0, CHARACTERS_A_TURN, 0];
  for (let row = 0; row < lines.length; row++) {
    const end = start + lines[row]!.length;
    if (filled[i] === row) {
      i++;
      const key = shapeOf(text, start, Math.min(end, start + LONGEST_LINE), (from, to) => {
        const word = words.at(text, from, to);
        return rowsOfWords.count(word) >= FREQUENT;
      });
      const rows = groups.get(key);
      if (rows) rows.push(row);
      else groups.set(key, [row]);
    }
    start = end + 1;
    if (start < turn) continue;
    turn = start + CHARACTERS_A_TURN;
    yield;
  }
  return [...groups.values()].map((rows) => ({ rows }));
}

function shapeOf(text: string, from: number, to: number, isFrequent: (from: number, to: number) => boolean): number {
  let at = from;
  while (at < to && isSpaceAt(text, at)) at++;
  let a = Math.min(edgeOf(text, at, to) - from, DEEPEST);
  let b = a;
  for (let tokens = 0; at < to && tokens < MOST_TOKENS; tokens++) {
    const begin = at;
    while (at < to && !isSpaceAt(text, at)) at++;
    const word = plainWord(text, begin, at);
    const isNamed = word !== undefined && isFrequent(word.from, word.to);
    for (let i = isNamed ? begin : at; i < at; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
    }
    const mark = isNamed ? 32 : 42;
    a = Math.imul(a ^ mark, 0x01000193);
    b = Math.imul(b + mark, 0x85ebca6b) ^ (b >>> 13);
    while (at < to && isSpaceAt(text, at)) at++;
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
}

/** Where a line is aligned: at its first token, or behind it where that is a number, which stands to the right. */
function edgeOf(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isFigureAt(text, at)) at++;
  return at > from && (at === to || isSpaceAt(text, at)) ? at : from;
}

/** A digit or a sign of a number. */
function isFigureAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || code === 45 || code === 46;
}

const OPENING = `("'[{`;
const CLOSING = `)"'],}.:;!?`;

/** The first word of a token of letters, `_` and `-` with signs before and behind it; undefined for any other token. */
function plainWord(text: string, from: number, to: number): { readonly from: number; readonly to: number } | undefined {
  let at = from;
  while (at < to && OPENING.includes(text[at]!)) at++;
  let end = to;
  while (end > at && CLOSING.includes(text[end - 1]!)) end--;
  if (end === at) return undefined;
  let [first, last] = [NOTHING, NOTHING];
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 45) {
      if (first !== NOTHING && last === NOTHING) last = i;
    } else if (code === 95 || isLetterAt(text, i)) {
      if (first === NOTHING) first = i;
    } else return undefined;
  }
  return first === NOTHING ? undefined : { from: first, to: last === NOTHING ? end : last };
}
