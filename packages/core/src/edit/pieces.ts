/** What Node, Bun and Deno have for bytes. */
interface BufferClass {
  compare(one: Uint8Array, other: Uint8Array): number;
  concat(parts: readonly Uint8Array[]): Uint8Array;
}

function buffers(): BufferClass | undefined {
  const { Buffer } = globalThis as { readonly Buffer?: BufferClass };
  return typeof Buffer?.compare === 'function' ? Buffer : undefined;
}

/** True where bytes can be compared in place. */
export function hasPieces(): boolean {
  return buffers() !== undefined;
}

/**
 * Bytes in pieces, never written to again. What begins alike can have the same memory at its beginning: it is neither copied nor
 * compared then.
 */
export class Pieces {
  readonly length: number;
  readonly parts: readonly Uint8Array[];

  constructor(parts: readonly Uint8Array[]) {
    this.parts = parts.every(({ length }) => length > 0) ? parts : parts.filter(({ length }) => length > 0);
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
  }

  /** All bytes in one piece. */
  whole(): Uint8Array {
    const [only] = this.parts;
    return this.parts.length === 1 && only ? only : joined(this.parts);
  }

  /** A stretch of the same memory. */
  slice(from: number, to = this.length): Pieces {
    if (from === 0 && to >= this.length) return this;
    const parts: Uint8Array[] = [];
    let at = 0;
    for (const part of this.parts) {
      const [start, end] = [Math.max(0, from - at), Math.min(part.length, to - at)];
      if (start < end) parts.push(end - start === part.length ? part : part.subarray(start, end));
      at += part.length;
      if (at >= to) break;
    }
    return new Pieces(parts);
  }

  /**
   * With more bytes behind, which are copied. Small pieces become one, so that a body that grows a thousand times is in a few
   * pieces, and each byte was copied a few times.
   */
  with(more: Pieces): Pieces {
    if (more.length === 0) return this;
    const parts = [...this.parts];
    const added = [...more.parts];
    let size = more.length;
    while (parts.length > 1 && (parts.at(-1) as Uint8Array).length <= size) {
      const last = parts.pop() as Uint8Array;
      added.unshift(last);
      size += last.length;
    }
    return new Pieces([...parts, joined(added)]);
  }

  /** How many bytes both begin with. */
  common(other: Pieces): number {
    let [i, j, a, b, at] = [0, 0, 0, 0, 0];
    for (;;) {
      const [one, two] = [this.parts[i], other.parts[j]];
      if (!one || !two) return at;
      const size = Math.min(one.length - a, two.length - b);
      if (one.buffer !== two.buffer || one.byteOffset + a !== two.byteOffset + b) {
        const same = sameBytes(one.subarray(a, a + size), two.subarray(b, b + size));
        if (same < size) return at + same;
      }
      at += size;
      a += size;
      b += size;
      if (a === one.length) [i, a] = [i + 1, 0];
      if (b === two.length) [j, b] = [j + 1, 0];
    }
  }

  byte(at: number): number {
    let from = 0;
    for (const part of this.parts) {
      if (at < from + part.length) return part[at - from] as number;
      from += part.length;
    }
    return -1;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const Class = buffers();
  if (Class) return Class.concat(parts);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** How much two stretches of the same length begin with. */
function sameBytes(one: Uint8Array, other: Uint8Array): number {
  const Class = buffers() as BufferClass;
  if (Class.compare(one, other) === 0) return one.length;
  let low = 0;
  let high = one.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (Class.compare(one.subarray(low, middle), other.subarray(low, middle)) === 0) low = middle;
    else high = middle;
  }
  return low;
}
