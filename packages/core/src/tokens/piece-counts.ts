const SLOTS = 1 << 15;
const MAX_PIECES = SLOTS * 0.6;
const WIDTH = 4;

/** Longer pieces are rare and are counted anew. */
export const MAX_REMEMBERED_PIECE = 12;

/**
 * Remembers the token counts of ASCII pieces by their codes, so that a text is counted without a string being made for each
 * of its words. When full it starts over.
 */
export class PieceCounts {
  /** Open addressing; a slot is a piece of up to twelve codes in three numbers, and its count. */
  readonly #slots = new Int32Array(SLOTS * WIDTH);
  #size = 0;

  /** The count of the piece between two places; `countNew` is asked where it is not known. */
  count(codes: Uint8Array, from: number, to: number, countNew: (from: number, to: number) => number): number {
    let a = 0;
    let b = 0;
    let c = 0;
    for (let i = from; i < to; i++) {
      c = (c << 8) | (b >>> 24);
      b = (b << 8) | (a >>> 24);
      a = (a << 8) | (codes[i] as number) | 128;
    }
    const slots = this.#slots;
    const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    let at = ((hash ^ (hash >>> 15)) & (SLOTS - 1)) * WIDTH;
    while (slots[at] !== 0) {
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c) return slots[at + 3] as number;
      at = (at + WIDTH) & (SLOTS * WIDTH - 1);
    }
    const count = countNew(from, to);
    if (++this.#size > MAX_PIECES) {
      slots.fill(0);
      this.#size = 0;
    } else slots.set([a, b, c, count], at);
    return count;
  }
}
