import { MOST_PLACES } from './scan-line.js';

const TOP = 3;
const FAR_OUT = 1.02;
const LEAST_ROWS = 8;

/** A row whose number is above all others of its place. */
export interface Extreme {
  readonly row: number;
  /** How far above the next one. */
  readonly ratio: number;
}

/** The largest numbers of each place of the lines of one shape, and where they stand. */
export class TopValues {
  readonly #values = new Float64Array(MOST_PLACES * TOP).fill(Number.NEGATIVE_INFINITY);
  readonly #rows = new Int32Array(MOST_PLACES * TOP);
  readonly #last = new Float64Array(MOST_PLACES).fill(Number.NEGATIVE_INFINITY);
  /** A number that never falls is a count, and its last is no extreme. */
  readonly #falls = new Uint8Array(MOST_PLACES);
  #count = 0;

  /** Takes in a row: the numbers of its places, not a number where a word stands. */
  add(row: number, numbers: Float64Array, places: number): void {
    this.#count += 1;
    for (let place = 0; place < places; place++) {
      const value = numbers[place] as number;
      if (Number.isNaN(value)) continue;
      if (value < (this.#last[place] as number)) this.#falls[place] = 1;
      this.#last[place] = value;
      if (value > (this.#values[place * TOP + TOP - 1] as number)) this.#insert(place, value, row);
    }
  }

  #insert(place: number, value: number, row: number): void {
    const first = place * TOP;
    let at = first + TOP - 1;
    while (at > first && value > (this.#values[at - 1] as number)) {
      this.#values[at] = this.#values[at - 1] as number;
      this.#rows[at] = this.#rows[at - 1] as number;
      at--;
    }
    this.#values[at] = value;
    this.#rows[at] = row;
  }

  /** Of every place the one or two rows far above all others. */
  extremes(): Extreme[] {
    const found: Extreme[] = [];
    if (this.#count < LEAST_ROWS) return found;
    for (let place = 0; place < MOST_PLACES; place++) {
      if (!this.#falls[place]) continue;
      for (let nth = 0; nth + 1 < TOP; nth++) {
        const at = place * TOP + nth;
        const [value, next] = [this.#values[at] as number, this.#values[at + 1] as number];
        if (!Number.isFinite(next)) break;
        const [one, other] = [Math.abs(value) + 1, Math.abs(next) + 1];
        const ratio = Math.max(one, other) / Math.min(one, other);
        if (ratio >= FAR_OUT) found.push({ row: this.#rows[at] as number, ratio });
      }
    }
    return found;
  }
}
