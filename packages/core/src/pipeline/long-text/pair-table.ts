/** So many slots are looked at; what is farther is looked up by its key as a text. */
const MOST_TRIED = 64;

/** Numbers under keys of 64 bits, in two halves: what a map of strings would hold, without a string for each word of megabytes. */
export class PairTable {
  #slots = new Int32Array(1 << 14);
  /** What found no slot near its own: somebody may choose words whose keys are alike. */
  readonly #crowded = new Map<string, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number under a key; 0 where there is none. */
  get(a: number, b: number): number {
    const at = this.#find(a, b);
    return at < 0 ? (this.#crowded.get(`${a | 0} ${b | 0}`) ?? 0) : (this.#slots[at + 2] as number);
  }

  /** Puts a number above 0 under a key. */
  set(a: number, b: number, value: number): void {
    const at = this.#find(a, b);
    if (at < 0) {
      const key = `${a | 0} ${b | 0}`;
      if (!this.#crowded.has(key)) this.#size += 1;
      this.#crowded.set(key, value);
      return;
    }
    if (this.#slots[at + 2] === 0) {
      this.#slots[at] = a;
      this.#slots[at + 1] = b;
      this.#size += 1;
    }
    this.#slots[at + 2] = value;
    if (this.#size * 8 > this.#slots.length) this.#grow();
  }

  /** The slot of a key, or the free one where it belongs; -1 where neither is near. Four numbers a slot; a free one has no value. */
  #find(a: number, b: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = ((a ^ (b >>> 7)) << 2) & mask;
    for (let tried = 0; tried < MOST_TRIED; tried++) {
      if (slots[at + 2] === 0 || (slots[at] === (a | 0) && slots[at + 1] === (b | 0))) return at;
      at = (at + 4) & mask;
    }
    return -1;
  }

  #grow(): void {
    const old = this.#slots;
    const crowded = [...this.#crowded];
    this.#slots = new Int32Array(old.length * 2);
    this.#crowded.clear();
    this.#size = 0;
    for (let at = 0; at < old.length; at += 4)
      if (old[at + 2] !== 0) this.set(old[at] as number, old[at + 1] as number, old[at + 2] as number);
    for (const [key, value] of crowded) {
      const [a = 0, b = 0] = key.split(' ').map(Number);
      this.set(a, b, value);
    }
  }
}
