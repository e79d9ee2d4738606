const MAGIC = 0x31765248;
const HEADER = 4;
const FIRST = 2;

/**
 * The tokens of an encoding and their ranks, read in place from the bytes of a file in `dist/vocabularies`: nothing is parsed,
 * so that opening one costs no more than reading the file.
 */
export class Vocabulary {
  /** Open addressing; a slot is a rank or -1. */
  readonly #table: Int32Array;
  /** Where the bytes of each rank start. */
  readonly #starts: Uint32Array;
  readonly #bytes: Uint8Array;
  /** The ranks of two bytes, which are asked for most, once they were: above {@link FIRST}, so that 0 is not yet known. */
  readonly #pairs = new Int32Array(1 << 16);

  private constructor(table: Int32Array, starts: Uint32Array, bytes: Uint8Array) {
    this.#table = table;
    this.#starts = starts;
    this.#bytes = bytes;
  }

  /** @throws RangeError when the bytes are no vocabulary of this layout. */
  static read(file: Uint8Array): Vocabulary {
    const { buffer, byteOffset } = file.byteOffset % 4 === 0 ? file : file.slice();
    const [magic, tokens = 0, slots = 0, size = 0] =
      file.byteLength < HEADER * 4 ? [] : new Uint32Array(buffer, byteOffset, HEADER);
    const words = HEADER + slots + tokens + 1;
    if (magic !== MAGIC || (slots & (slots - 1)) !== 0 || file.byteLength !== words * 4 + size)
      throw new RangeError('The file is no vocabulary of this version of @headroom/core');
    return new Vocabulary(
      new Int32Array(buffer, byteOffset + HEADER * 4, slots),
      new Uint32Array(buffer, byteOffset + (HEADER + slots) * 4, tokens + 1),
      new Uint8Array(buffer, byteOffset + words * 4, size),
    );
  }

  /** The rank of the token with these bytes; -1 when there is none. A lower rank is merged first. */
  rankOf(bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== 2) return this.#find(bytes, from, to);
    const pair = ((bytes[from] as number) << 8) | (bytes[from + 1] as number);
    const known = this.#pairs[pair] as number;
    if (known !== 0) return known - FIRST;
    const rank = this.#find(bytes, from, to);
    this.#pairs[pair] = rank + FIRST;
    return rank;
  }

  #find(bytes: Uint8Array, from: number, to: number): number {
    const size = to - from;
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    const mask = this.#table.length - 1;
    const starts = this.#starts;
    const own = this.#bytes;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const rank = this.#table[slot] as number;
      if (rank < 0) return -1;
      const start = starts[rank] as number;
      if ((starts[rank + 1] as number) - start !== size) continue;
      let same = 0;
      while (same < size && own[start + same] === bytes[from + same]) same++;
      if (same === size) return rank;
    }
  }
}
