import type { StoredRecord } from '../model/store.js';
import { asks, type Places } from './around.js';
import type { Gathering } from './gather.js';
import { termsIn } from './terms-in.js';

/** What share of a question stands in a record and around it, each term by how telling it is: 0 to 1. */
export interface Covered {
  readonly own: number;
  /** With two turns on either side, and with four. */
  readonly near: number;
  readonly passage: number;
  /** In the turn before, where that one asks: this is what it was answered. */
  readonly asked: number;
}

/** Bits of a number. */
const MOST_TERMS = 30;
const NEAR = 2;
const PASSAGE = 4;

/** Passages of turns answer what no turn has all the words of (passage retrieval: Callan, 1994). */
export class Passages {
  /** The question's terms that are looked for. */
  readonly terms: readonly string[];
  readonly #bit: ReadonlyMap<string, number>;
  readonly #telling: readonly number[];
  readonly #total: number;
  readonly #bits = new Map<StoredRecord, number>();

  constructor(
    gathering: Gathering,
    private readonly places: Places,
    terms: readonly string[],
  ) {
    const known = terms.slice(0, MOST_TERMS);
    this.terms = known;
    this.#bit = new Map(known.map((term, i) => [term, 1 << i]));
    this.#telling = known.map((term) => gathering.idf([term]));
    this.#total = this.#telling.reduce((sum, one) => sum + one, 0);
  }

  of(record: StoredRecord): Covered {
    const own = this.bitsOf(record);
    const before = this.places.beside(record, -1);
    const near = this.#within(record, own, 1, NEAR);
    return {
      own: this.#share(own),
      near: this.#share(near),
      passage: this.#share(this.#within(record, near, NEAR + 1, PASSAGE)),
      asked: before && asks(before) ? this.#share(this.bitsOf(before)) : 0,
    };
  }

  #within(record: StoredRecord, known: number, from: number, to: number): number {
    let bits = known;
    for (let away = from; away <= to; away++)
      bits |= this.bitsOf(this.places.beside(record, away)) | this.bitsOf(this.places.beside(record, -away));
    return bits;
  }

  /** Which of the terms a record has, a bit each. */
  bitsOf(record: StoredRecord | undefined): number {
    if (!record) return 0;
    const known = this.#bits.get(record);
    if (known !== undefined) return known;
    let bits = 0;
    for (const term of termsIn(record)) bits |= this.#bit.get(term) ?? 0;
    this.#bits.set(record, bits);
    return bits;
  }

  #share(bits: number): number {
    if (bits === 0 || this.#total === 0) return 0;
    return this.#telling.reduce((sum, telling, i) => (bits & (1 << i) ? sum + telling : sum), 0) / this.#total;
  }
}
