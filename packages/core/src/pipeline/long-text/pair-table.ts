/** Numbers under keys of 64 bits, in two halves: what a map of strings would hold, without a string for each word of megabytes. */
export class PairTable {
  #slots = new Int32Array(1 << 14);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number under a key; 0 where there is none. */
  get(a: number, b: number): number {
    const at = this.#find(a, b);
    return this.#slots[at + 2] as number;
  }

  /** Puts a number above 0 under a key. */
  set(a: number, b: number, value: number): void {
    const at = this.#find(a, b);
    if (this.#slots[at + 2] === 0) {
      this.#slots[at] = a;
      this.#slots[at + 1] = b;
      this.#size += 1;
    }
    this.#slots[at + 2] = value;
    if (this.#size * 8 > this.#slots.length) this.#grow();
  }

  /** The slot of a key, or the free one where it belongs. Four numbers a slot; a free one has no value. */
  #find(a: number, b: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = ((a ^ (b >>> 7)) << 2) & mask;
    while (slots[at + 2] !== 0 && (slots[at] !== (a | 0) || slots[at + 1] !== (b | 0))) at = (at + 4) & mask;
    return at;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#size = 0;
    for (let at = 0; at < old.length; at += 4)
      if (old[at + 2] !== 0) this.set(old[at] as number, old[at + 1] as number, old[at + 2] as number);
  }
}
