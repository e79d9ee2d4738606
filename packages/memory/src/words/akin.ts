/** How many numbers a vector has, and how many neighbours a stem. */
const NUMBERS = 48;
const NEAR = 3;
const NONE = 0xffff;
/** Texts whose words are remembered. */
const MOST_TEXTS = 20_000;

/** Words that stand in like company mean like things: what is known of frequent English words, from GloVe's vectors. */
export class AkinWords {
  readonly #places: ReadonlyMap<string, number>;
  readonly #lengths: Float64Array;
  readonly #texts = new Map<string, Uint16Array>();

  constructor(
    private readonly stems: readonly string[],
    private readonly vectors: Int8Array,
    private readonly near: Uint16Array,
  ) {
    this.#places = new Map(stems.map((stem, i) => [stem, i]));
    this.#lengths = Float64Array.from(stems, (_, i) => Math.sqrt(this.#product(i, i)) || 1);
  }

  /** How many stems are known. */
  get size(): number {
    return this.stems.length;
  }

  /** The number of a stem; undefined for one that is not known. */
  placeOf(term: string): number | undefined {
    return this.#places.get(term);
  }

  /** The nearest of a stem, as terms. */
  nearTo(term: string): readonly string[] {
    const place = this.#places.get(term);
    if (place === undefined) return [];
    return Array.from(this.near.subarray(place * NEAR, (place + 1) * NEAR))
      .filter((one) => one !== NONE)
      .map((one) => this.stems[one] as string);
  }

  /** The numbers of the stems in a record's terms that are known, as often as they come; remembered, for records are read again. */
  placesIn(text: string, terms: readonly string[]): Uint16Array {
    const known = this.#texts.get(text);
    if (known) return known;
    const found: number[] = [];
    for (const term of terms) {
      const place = this.#places.get(term);
      if (place !== undefined) found.push(place);
    }
    const places = Uint16Array.from(found);
    if (this.#texts.size >= MOST_TEXTS) this.#texts.clear();
    this.#texts.set(text, places);
    return places;
  }

  /** The cosine of two stems by their numbers: -1 to 1. */
  likeness(a: number, b: number): number {
    return this.#product(a, b) / ((this.#lengths[a] as number) * (this.#lengths[b] as number));
  }

  /** The direction of some stems together, each by its weight, as signed bytes; nothing where none is known. */
  direction(places: readonly (number | undefined)[], weights: readonly number[]): Int8Array {
    const sum = new Float64Array(NUMBERS);
    for (const [i, place] of places.entries()) {
      if (place === undefined) continue;
      const each = (weights[i] as number) / (this.#lengths[place] as number);
      for (let j = 0; j < NUMBERS; j++) sum[j]! += each * (this.vectors[place * NUMBERS + j] as number);
    }
    const most = sum.reduce((found, value) => Math.max(found, Math.abs(value)), 1e-9);
    return Int8Array.from(sum, (value) => Math.round((127 * value) / most));
  }

  /** For each of some stems its cosine with a direction. */
  along(direction: Int8Array): (place: number) => number {
    const { vectors } = this;
    const length = Math.hypot(...direction) || 1;
    return (place) => {
      const from = place * NUMBERS;
      let sum = 0;
      for (let i = 0; i < NUMBERS; i++)
        sum = (sum + Math.imul(vectors[from + i] as number, direction[i] as number)) | 0;
      return sum / (length * (this.#lengths[place] as number));
    };
  }

  #product(a: number, b: number): number {
    const { vectors } = this;
    const [from, other] = [a * NUMBERS, b * NUMBERS];
    let sum = 0;
    for (let i = 0; i < NUMBERS; i++)
      sum = (sum + Math.imul(vectors[from + i] as number, vectors[other + i] as number)) | 0;
    return sum;
  }
}

let loading: Promise<AkinWords> | undefined;

/** The table, read when it is first needed. */
export function akinWords(): Promise<AkinWords> {
  loading ??= import('../generated/akin-table.js').then(({ STEMS, VECTORS, NEAR: near }) => {
    const bytes = Buffer.from(near, 'base64');
    const numbers = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
    return new AkinWords(STEMS.split(' '), new Int8Array(Buffer.from(VECTORS, 'base64')), numbers);
  });
  return loading;
}
