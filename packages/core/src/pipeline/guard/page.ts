import type { InTurns } from '../../model/in-turns.js';
import { isSpaceAt } from '../../reading/character-codes.js';
import { type LineCensus, LONGEST_LINE, STAMP } from './line-groups.js';
import { isLetterAt, Numbers, type WordNumbers } from './word-numbers.js';

const CANDIDATES = 200;
/** The first lines of a shortened text may say what every line says. */
const HEADERS = 4;
const LINES_A_TURN = 512;

/** A trimmed text by its words, for the question whether it shows a line of the original. */
export class Page {
  /** The numbers of all words, line after line, and where each line begins. */
  readonly #words = new Numbers();
  readonly #starts: number[] = [0];
  /** The lines of each word, the first of them. */
  readonly #linesOf = new Map<number, number[]>();
  /** Words of notes and headers, which may stand for what every line says. */
  readonly #said = new Set<number>();
  readonly #scratch = new Numbers();

  private constructor(private readonly numbers: WordNumbers) {}

  /** Reads a text by the numbers that words of its original have. */
  static *read(text: string, numbers: WordNumbers): InTurns<Page> {
    const page = new Page(numbers);
    for (let start = 0, line = 0; start <= text.length; line++) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      page.#line(text, start, end, line);
      start = end + 1;
      if (line % LINES_A_TURN === LINES_A_TURN - 1) yield;
    }
    return page;
  }

  #line(text: string, start: number, end: number, line: number): void {
    const from = this.#words.length;
    this.numbers.read(text, start, end, this.#words);
    this.#starts.push(this.#words.length);
    let at = start;
    while (at < end && isSpaceAt(text, at)) at++;
    const isNote = line < HEADERS || text[at] === '[';
    for (let i = from; i < this.#words.length; i++) {
      const word = this.#words.values[i]!;
      if (isNote) this.#said.add(word);
      const lines = this.#linesOf.get(word);
      if (!lines) this.#linesOf.set(word, [line]);
      else if (lines.length < CANDIDATES && lines.at(-1) !== line) lines.push(line);
    }
  }

  /** True when all words of a line stand in one line of the text; a time at its beginning and what is said for all may be apart. */
  shows(line: string): boolean {
    const stamp = STAMP.exec(line)?.[0].length ?? 0;
    const wanted = this.#scratch;
    wanted.length = 0;
    this.numbers.read(line, stamp, line.length, wanted);
    let rarest: readonly number[] | undefined;
    for (let i = 0; i < wanted.length; i++) {
      const lines = this.#linesOf.get(wanted.values[i]!);
      if (!lines) return false;
      if (!rarest || lines.length < rarest.length) rarest = lines;
    }
    const needed = [...new Set(wanted.values.subarray(0, wanted.length))];
    const unsaid = needed.filter((word) => !this.#said.has(word) || /\d/.test(this.numbers.words[word]!));
    return !rarest || unsaid.length === 0 || rarest.some((at) => this.#hasAll(at, unsaid));
  }

  #hasAll(line: number, words: readonly number[]): boolean {
    const own = this.#words.values.subarray(this.#starts[line], this.#starts[line + 1]);
    return words.every((word) => own.includes(word));
  }

  /** How many rows have mostly words that are nowhere in the text: what was left out with them was no repeat of what is shown. */
  *foreign({ lines, filled }: LineCensus): InTurns<number> {
    let count = 0;
    for (const [i, row] of filled.entries()) {
      const line = lines[row]!;
      if (this.#isForeign(line, Math.min(line.length, LONGEST_LINE))) count++;
      if (i % LINES_A_TURN === LINES_A_TURN - 1) yield;
    }
    return count;
  }

  /** Words are here of letters only, two and more. */
  #isForeign(line: string, end: number): boolean {
    let [words, known] = [0, 0];
    for (let at = 0; at < end; at++) {
      if (!isLetterAt(line, at)) continue;
      const begin = at;
      while (at < end && isLetterAt(line, at)) at++;
      if (at - begin < 2) continue;
      words++;
      if (this.#linesOf.has(this.numbers.at(line, begin, at))) known++;
    }
    return known * 2 < words;
  }
}
