import type { InTurns } from '../model/in-turns.js';
import { itemsInTurns } from './in-turns.js';

/**
 * Ranks texts against a question by Okapi BM25 (Robertson and Zaragoza, 2009) with document frequencies counted over the
 * given texts themselves, so that a word all of them share weighs nothing.
 */
export interface Bm25Options {
  readonly k1?: number;
  readonly b?: number;
}

/**
 * Words of any script. Bounded, for a loop over characters of one or two code units takes room on the pattern's stack with each:
 * a run of millions of letters would overflow it.
 */
export const WORD = /[\p{L}\p{N}_]{1,10000}/gu;

/** Lower-case words of a text; `snake_case` and `camelCase` names count whole and in parts. */
export function tokenize(text: string): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    const lower = word.toLowerCase();
    found.push(stem(lower));
    if (word.includes('_') || /[a-z][A-Z]/.test(word)) {
      for (const part of word.split(/_+|(?<=[a-z0-9])(?=[A-Z])/))
        if (part.length > 1 && part !== word) found.push(stem(part.toLowerCase()));
    }
  }
  return found;
}

/** A very light English stemmer: plural and verb endings, enough to let `deprecated` meet `deprecation`. */
function stem(word: string): string {
  if (word.length < 5) return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word;
  for (const ending of ['ations', 'ation', 'ings', 'ing', 'ies', 'ied', 'ers', 'ed', 'es', 'er', 'ly', 's']) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) return word.slice(0, -ending.length);
  }
  return word;
}

const WORD_SIGN = new Uint8Array(128);
for (let code = 0; code < 128; code++) if (/\w/.test(String.fromCharCode(code))) WORD_SIGN[code] = 1;
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
      if (WORD_SIGN[text.charCodeAt(at)] === 0) continue;
      const start = at;
      let [before, composed] = [0, false];
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (WORD_SIGN[code] === 0) break;
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

/** One score per text, 0 for no shared word. Linear in the total length. */
export function* bm25(query: string, texts: readonly string[], options: Bm25Options = {}): InTurns<number[]> {
  const { k1 = 1.5, b = 0.75 } = options;
  const terms = [...new Set(tokenize(query))];
  if (terms.length === 0 || texts.length === 0) return texts.map(() => 0);
  const counter = new TermCounter(terms);
  const frequency = new Float64Array(terms.length);
  const counts: Map<number, number>[] = [];
  const lengths: number[] = [];
  yield* itemsInTurns(texts, (text) => {
    const own = new Map<number, number>();
    lengths.push(counter.count(text, own));
    for (const i of own.keys()) frequency[i] = (frequency[i] ?? 0) + 1;
    counts.push(own);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length || 1;
  const weights = Array.from(frequency, (df) => Math.log(1 + (texts.length - df + 0.5) / (df + 0.5)));
  return counts.map((own, t) => {
    let score = 0;
    for (const [i, tf] of own) {
      score += (weights[i] ?? 0) * ((tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * (lengths[t] ?? 0)) / mean)));
    }
    return score;
  });
}
