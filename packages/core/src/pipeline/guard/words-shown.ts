import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { type AskedWords, askedWords, bareOf, neededWords, wordsOf } from '../../prose/needed-words.js';
import { itemsInTurns } from '../../reading/in-turns.js';

const CANDIDATES = 200;

/**
 * A text without single words of its original: a row counts as shown where those of its words that must stay stand in one line, in
 * their order.
 */
export class WordsShown {
  readonly #rows: readonly string[];
  readonly #asked: AskedWords;
  #words: string[][] | undefined;
  readonly #linesOf = new Map<string, number[]>();

  constructor(
    text: string,
    private readonly lines: readonly string[],
    task: Task,
  ) {
    this.#rows = text.split('\n');
    this.#asked = askedWords(task);
  }

  /** Where every line of the original has its line here, each must show its own; where passages are gone, only {@link shows} can tell. */
  *keepsAll(): InTurns<boolean> {
    if (this.#rows.length !== this.lines.length) return this.#rows.length < this.lines.length;
    let all = true;
    yield* itemsInTurns(this.lines, (line, row) => {
      all &&= line === this.#rows[row] || isIn(this.#needed(line), bareWords(this.#rows[row]!));
    });
    return all;
  }

  shows(line: string): boolean {
    const needed = this.#needed(line);
    this.#words ??= this.#read();
    let rarest: readonly number[] | undefined;
    for (const word of needed) {
      const rows = this.#linesOf.get(word);
      if (!rows) return false;
      if (!rarest || rows.length < rarest.length) rarest = rows;
    }
    return !rarest || rarest.some((row) => isIn(needed, this.#words![row]!));
  }

  #needed(line: string): readonly string[] {
    const words = wordsOf(line);
    const needed = neededWords(line, words, this.#asked);
    return words
      .filter((_, i) => needed[i] === 1)
      .map(({ from, to }) => bareOf(line.slice(from, to)))
      .filter((word) => word !== '');
  }

  #read(): string[][] {
    return this.#rows.map((line, row) => {
      const words = bareWords(line);
      for (const word of words) {
        const rows = this.#linesOf.get(word);
        if (!rows) this.#linesOf.set(word, [row]);
        else if (rows.length < CANDIDATES && rows.at(-1) !== row) rows.push(row);
      }
      return words;
    });
  }
}

function bareWords(line: string): string[] {
  return wordsOf(line)
    .map(({ from, to }) => bareOf(line.slice(from, to)))
    .filter((word) => word !== '');
}

/** Whether words stand among others in the same order. */
function isIn(wanted: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const word of wanted) {
    while (at < words.length && words[at] !== word) at++;
    if (at++ >= words.length) return false;
  }
  return true;
}
