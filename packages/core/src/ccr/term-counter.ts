import { stem, tokenize } from '../question/stem.js';
import { codesOf } from '../reading/character-codes.js';

const isWord = codesOf(/\w/);
const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Counts the terms of a question in texts as {@link tokenize} sees them, and cuts out only words that may be terms. */
export class TermCounter {
  readonly #index: ReadonlyMap<string, number>;
  /** 1 for the first two letters of every term, which a stem has in common with its word. */
  readonly #heads = new Uint8Array(128 * 128);

  constructor(terms: readonly string[]) {
    this.#index = new Map(terms.map((term, i) => [term, i]));
    for (const term of terms) this.#heads[this.#headOf(term, 0, term.length)] = 1;
  }

  /** Adds up the terms of a text in `counts`; how many words it has. */
  count(text: string, counts: Map<number, number>): number {
    if (/[^\x00-\x7f]/.test(text)) return this.#countAny(text, counts);
    let words = 0;
    for (let at = 0; at < text.length; at++) {
      if (!isWord(text.charCodeAt(at))) continue;
      const start = at;
      let [before, composed] = [0, false];
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (!isWord(code)) break;
        if (code === 95 || (isUpper(code) && isLower(before))) composed = true;
        before = code;
      }
      words++;
      this.#look(text, start, at, counts);
      if (composed) words += this.#countParts(text, start, at, counts);
    }
    return words;
  }

  #countAny(text: string, counts: Map<number, number>): number {
    const words = tokenize(text);
    for (const word of words) this.#add(word, counts);
    return words.length;
  }

  #countParts(text: string, start: number, end: number, counts: Map<number, number>): number {
    let parts = 0;
    let from = start;
    let before = 0;
    for (let at = start; at <= end; at++) {
      const code = at < end ? text.charCodeAt(at) : 95;
      const isBorder = code === 95 || (isUpper(code) && (isLower(before) || isDigit(before)));
      before = code;
      if (!isBorder) continue;
      if (at - from > 1) {
        parts++;
        this.#look(text, from, at, counts);
      }
      from = code === 95 ? at + 1 : at;
    }
    return parts;
  }

  #look(text: string, start: number, end: number, counts: Map<number, number>): void {
    if (this.#heads[this.#headOf(text, start, end)] === 1)
      this.#add(stem(text.slice(start, end).toLowerCase()), counts);
  }

  #add(word: string, counts: Map<number, number>): void {
    const i = this.#index.get(word);
    if (i !== undefined) counts.set(i, (counts.get(i) ?? 0) + 1);
  }

  #headOf(text: string, start: number, end: number): number {
    const first = text.charCodeAt(start);
    const second = start + 1 < end ? text.charCodeAt(start + 1) : 0;
    return ((isUpper(first) ? first + 32 : first) & 127) * 128 + ((isUpper(second) ? second + 32 : second) & 127);
  }
}
