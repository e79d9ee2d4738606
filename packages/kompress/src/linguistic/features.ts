import { factsOf, type WordFacts } from './word-facts.js';

/** A stretch of words: which begin a paragraph, which stay in any case, and their parts of speech. */
export interface ReadStretch {
  readonly words: readonly string[];
  /** 1 where a word is the first of a paragraph. */
  readonly begins: Uint8Array;
  readonly needed: Uint8Array;
  readonly parts: Uint8Array;
}

/** Indexes into a table of weights for each word. */
export const SPARSE = 17;
export const BUCKETS = 1 << 15;
/** Integers for each word, before the three that are the sums of its weights and its neighbours'. */
export const DENSE = 29;

const NONE: WordFacts = factsOf('');
const FAR = 250;

/** What is around the words of a stretch, read once. */
export class Features {
  readonly facts: readonly WordFacts[];
  readonly #inSentence: Uint16Array;
  readonly #leftInSentence: Uint16Array;
  readonly #sentence: Uint16Array;
  readonly #inParagraph: Uint16Array;
  readonly #brackets: Uint8Array;
  readonly #since: Uint16Array;
  readonly #times: Uint8Array;

  constructor(private readonly stretch: ReadStretch) {
    const { words, begins } = stretch;
    const n = words.length;
    this.facts = words.map(factsOf);
    this.#inSentence = new Uint16Array(n);
    this.#leftInSentence = new Uint16Array(n);
    this.#sentence = new Uint16Array(n);
    this.#inParagraph = new Uint16Array(n);
    this.#brackets = new Uint8Array(n);
    this.#since = new Uint16Array(n).fill(FAR);
    this.#times = new Uint8Array(n);
    this.#places(begins);
    this.#repeats();
  }

  #places(begins: Uint8Array): void {
    let [inSentence, sentence, inParagraph, open] = [0, 0, 0, 0];
    for (let i = 0; i < this.facts.length; i++) {
      if (begins[i] === 1) inSentence = sentence = inParagraph = open = 0;
      const { trail, opens } = this.facts[i]!;
      if (opens > 0) open = Math.min(3, open + opens);
      this.#inSentence[i] = Math.min(40, inSentence++);
      this.#sentence[i] = Math.min(10, sentence);
      this.#inParagraph[i] = Math.min(200, inParagraph++);
      this.#brackets[i] = open;
      if (opens < 0) open = Math.max(0, open + opens);
      if (trail !== 3) continue;
      inSentence = 0;
      sentence++;
    }
    for (let i = this.facts.length - 1, left = 0; i >= 0; i--) {
      if (this.facts[i]!.trail === 3 || begins[i + 1] === 1) left = 0;
      this.#leftInSentence[i] = Math.min(40, left++);
    }
  }

  #repeats(): void {
    const last = new Map<number, number>();
    const all = new Map<number, number>();
    for (const [i, { key }] of this.facts.entries()) {
      const before = last.get(key);
      if (before !== undefined) this.#since[i] = Math.min(FAR - 1, i - before);
      last.set(key, i);
      all.set(key, (all.get(key) ?? 0) + 1);
    }
    for (const [i, { key }] of this.facts.entries()) this.#times[i] = Math.min(8, all.get(key)!);
  }

  /** Writes {@link SPARSE} indexes of one word. */
  sparse(i: number, into: Int32Array, at: number): void {
    const { parts, begins } = this.stretch;
    const isFirst = begins[i] === 1;
    const isLast = i + 1 >= this.facts.length || begins[i + 1] === 1;
    const own = this.facts[i]!;
    const before = isFirst ? NONE : this.facts[i - 1]!;
    const after = isLast ? NONE : this.facts[i + 1]!;
    const far = isFirst || begins[i - 1] === 1 ? 0 : this.facts[i - 2]!.key;
    const next = isLast || i + 2 >= this.facts.length || begins[i + 2] === 1 ? 0 : this.facts[i + 2]!.key;
    const [p, pb, pa] = [parts[i]!, isFirst ? 0 : parts[i - 1]!, isLast ? 0 : parts[i + 1]!];
    const [pbb, paa] = [far === 0 ? 0 : parts[i - 2]!, next === 0 ? 0 : parts[i + 2]!];
    const w = own.key;
    into[at] = bucket(1, w, 0, 0);
    into[at + 1] = bucket(2, w, p, 0);
    into[at + 2] = bucket(3, before.key, 0, 0);
    into[at + 3] = bucket(4, after.key, 0, 0);
    into[at + 4] = bucket(5, w, before.key, 0);
    into[at + 5] = bucket(6, w, after.key, 0);
    into[at + 6] = bucket(7, pb, p, pa);
    into[at + 7] = bucket(8, p, pa, paa);
    into[at + 8] = bucket(9, pbb, pb, p);
    into[at + 9] = bucket(10, w, pa, 0);
    into[at + 10] = bucket(11, w, pb, 0);
    into[at + 11] = bucket(12, own.ending, p, 0);
    into[at + 12] = bucket(13, far, before.key, w);
    into[at + 13] = bucket(14, w, after.key, next);
    into[at + 14] = bucket(15, w, own.trail, before.trail);
    into[at + 15] = bucket(16, own.shape, p, own.lead + 2 * own.trail);
    into[at + 16] = bucket(17, before.key, after.key, p);
  }

  /** Writes {@link DENSE} integers of one word. */
  dense(i: number, into: Int32Array, at: number): void {
    const { parts, begins, needed } = this.stretch;
    const isFirst = begins[i] === 1;
    const isLast = i + 1 >= this.facts.length || begins[i + 1] === 1;
    const own = this.facts[i]!;
    const before = isFirst ? NONE : this.facts[i - 1]!;
    const after = isLast ? NONE : this.facts[i + 1]!;
    const isSecond = isFirst || begins[i - 1] === 1;
    const isLastButOne = isLast || i + 2 >= this.facts.length || begins[i + 2] === 1;
    into[at] = own.level;
    into[at + 1] = isFirst ? -1 : before.level;
    into[at + 2] = isLast ? -1 : after.level;
    into[at + 3] = parts[i]!;
    into[at + 4] = isFirst ? 0 : parts[i - 1]!;
    into[at + 5] = isLast ? 0 : parts[i + 1]!;
    into[at + 6] = isSecond ? 0 : parts[i - 2]!;
    into[at + 7] = isLastButOne ? 0 : parts[i + 2]!;
    into[at + 8] = needed[i]!;
    into[at + 9] = isFirst ? 0 : needed[i - 1]!;
    into[at + 10] = isLast ? 0 : needed[i + 1]!;
    into[at + 11] = own.length;
    into[at + 12] = own.shape;
    into[at + 13] = own.trail;
    into[at + 14] = own.lead;
    into[at + 15] = this.#inSentence[i]!;
    into[at + 16] = this.#leftInSentence[i]!;
    into[at + 17] = this.#inParagraph[i]!;
    into[at + 18] = this.#sentence[i]!;
    into[at + 19] = this.#since[i]!;
    into[at + 20] = this.#times[i]!;
    into[at + 21] = isFirst ? 0 : before.trail;
    into[at + 22] = this.#brackets[i]!;
    into[at + 23] = this.#inSentence[i]! + this.#leftInSentence[i]!;
    into[at + 24] = isFirst ? 0 : this.#times[i - 1]!;
    into[at + 25] = isLast ? 0 : this.#times[i + 1]!;
    into[at + 26] = isSecond ? -1 : this.facts[i - 2]!.level;
    into[at + 27] = isLastButOne ? -1 : this.facts[i + 2]!.level;
    into[at + 28] = after.shape;
  }
}

/** One of {@link BUCKETS} places for up to three numbers under a template. */
function bucket(template: number, a: number, b: number, c: number): number {
  let hash = Math.imul(template, 0x9e3779b1);
  hash = Math.imul(hash ^ a, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ b, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ c, 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}
