import { readQuery } from './query-terms.js';
import { areRelated, relatedTo, rootOf } from './related-words.js';
import { tokenize } from './stem.js';

/** One word of a question, and how much it counts. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  readonly weight: number;
}

/** How strongly a word of a text stands for a term of the question. */
export interface TermHit {
  readonly term: number;
  readonly strength: number;
}

/** Words of texts for ranking: letters, digits, underscores, and everything beyond ASCII that is not punctuation. */
export const TEXT_WORD = /[A-Za-z0-9_\u00aa-\u1fff\u2c00-\u2fef\u3040-\ufeff]+/g;

/** The same, of one character. */
function isWordCode(code: number): boolean {
  if (code < 128)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;
  return (code >= 0xaa && code <= 0x1fff) || (code >= 0x2c00 && code <= 0x2fef) || (code >= 0x3040 && code <= 0xfeff);
}

function placeOf(first: number, second: number): number | undefined {
  return first < 128 && second < 128 ? first * 128 + second : undefined;
}

const MAX_TERMS = 48;
const MAX_REMEMBERED = 50_000;
const DENSE_SCRIPT = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const VAGUE = new Set(
  'document page article text summarise summarize summary overview explain describe main content contents output result information tell about key point points'.split(
    ' ',
  ),
);

/** Finds the words of a question in texts, by stem, by shared beginning, by part of a compound name, by related word. */
export class TermFinder {
  readonly terms: readonly Term[];
  readonly #known = new Map<string, readonly TermHit[]>();
  /** How words begin that may stand for a term, by their first two characters. */
  readonly #beginnings = new Uint8Array(128 * 128);

  constructor(query: string, hints: string) {
    const terms = new Map<string, Term>();
    for (const [source, weight] of [
      [query, 1],
      [hints, 0.5],
    ] as const) {
      for (const word of wordsOf(source)) {
        const stem = rootOf(word);
        if (!terms.has(stem) && terms.size < MAX_TERMS) terms.set(stem, { word, stem, weight });
      }
    }
    this.terms = [...terms.values()];
    for (const { word, stem } of this.terms)
      for (const begun of [word, stem, ...relatedTo(stem)]) {
        const place = placeOf(begun.charCodeAt(0), begun.charCodeAt(1));
        if (place !== undefined) this.#beginnings[place] = 1;
      }
  }

  /** Calls back with each term that a word of a text stands for; returns how many words it has. */
  find(text: string, found: (hit: TermHit) => void): number {
    let words = 0;
    for (let at = 0; at < text.length; ) {
      if (!isWordCode(text.charCodeAt(at))) {
        at++;
        continue;
      }
      words++;
      const begin = at;
      let isPlain = true;
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (!isWordCode(code)) break;
        // What has no parts stands for a term only when it begins like one.
        if (code < 48 || code > 122 || (code > 57 && code < 97)) isPlain = false;
      }
      if (
        isPlain &&
        at - begin > 1 &&
        this.#beginnings[placeOf(text.charCodeAt(begin), text.charCodeAt(begin + 1))!] === 0
      )
        continue;
      for (const hit of this.hits(text.slice(begin, at))) found(hit);
    }
    return words;
  }

  /** The terms a word stands for; the same word is looked at once. */
  hits(word: string): readonly TermHit[] {
    const known = this.#known.get(word);
    if (known) return known;
    if (this.#known.size > MAX_REMEMBERED) this.#known.clear();
    const found = this.#find(word);
    this.#known.set(word, found);
    return found;
  }

  #find(word: string): readonly TermHit[] {
    if (word.length > 200) return [];
    const lower = word.toLowerCase();
    const stems = DENSE_SCRIPT.test(lower) ? pairsOf(lower) : tokenize(word).map(withoutE);
    const found: TermHit[] = [];
    for (const [t, term] of this.terms.entries()) {
      const strength = strengthOf(term, lower, stems);
      if (strength > 0) found.push({ term: t, strength });
    }
    return found;
  }
}

function strengthOf(term: Term, word: string, stems: readonly string[]): number {
  if (stems[0] === term.stem || word === term.word) return 1;
  if (stems.includes(term.stem)) return 0.8;
  for (const stem of stems) {
    const [short, long] = stem.length < term.stem.length ? [stem, term.stem] : [term.stem, stem];
    if (short.length >= 4 && long.startsWith(short) && long.length - short.length <= 6) return 0.7;
    if (short.length === 3 && long.length > 5 && long.startsWith(short) && /[a-z]{3}/.test(short) && stems.length === 1)
      return 0.3;
  }
  return areRelated(term.stem, stems[0] ?? word) ? 0.3 : 0;
}

function withoutE(stem: string): string {
  return stem.length > 3 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

function wordsOf(text: string): string[] {
  const asked = readQuery(text);
  const words = asked.words.filter((word) => !VAGUE.has(word));
  for (const name of [...asked.names, ...asked.values]) {
    for (const part of name.toLowerCase().match(TEXT_WORD) ?? [])
      if (part.length > 1 || /\d/.test(part)) words.push(part);
  }
  for (const word of text.slice(0, 8000).toLowerCase().match(TEXT_WORD) ?? []) {
    if (DENSE_SCRIPT.test(word)) words.push(...pairsOf(word));
    else if (/[^\0-\x7f]/.test(word) && word.length > 3) words.push(word);
  }
  return words;
}

/** Overlapping pairs of characters, the usual stand-in for words in scripts written without spaces. */
function pairsOf(word: string): string[] {
  if (word.length < 3) return [word];
  const pairs: string[] = [];
  for (let i = 0; i + 2 <= word.length; i++) pairs.push(word.slice(i, i + 2));
  return pairs;
}
