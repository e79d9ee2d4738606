/** How many numbers a vector has. */
const NUMBERS = 48;
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
    const lengths = this.#lengths;
    const length = Math.hypot(...direction) || 1;
    return (place) => product(vectors, place * NUMBERS, direction, 0) / (length * (lengths[place] as number));
  }

  #product(a: number, b: number): number {
    return product(this.vectors, a * NUMBERS, this.vectors, b * NUMBERS);
  }
}

/** The product of two vectors that begin at two places, four numbers a step. */
function product(a: Int8Array, from: number, b: Int8Array, other: number): number {
  let sum = 0;
  for (let i = 0; i < NUMBERS; i += 4) {
    const first = Math.imul(a[from + i] as number, b[other + i] as number);
    const second = Math.imul(a[from + i + 1] as number, b[other + i + 1] as number);
    const third = Math.imul(a[from + i + 2] as number, b[other + i + 2] as number);
    const fourth = Math.imul(a[from + i + 3] as number, b[other + i + 3] as number);
    sum = (sum + first + second + third + fourth) | 0;
  }
  return sum;
}

let loading: Promise<AkinWords> | undefined;

/** The table, read when it is first needed. */
export function akinWords(): Promise<AkinWords> {
  loading ??= import('../generated/akin-table.js').then(
    ({ STEMS, VECTORS }) => new AkinWords(STEMS.split(' '), new Int8Array(Buffer.from(VECTORS, 'base64'))),
  );
  return loading;
}
