import type { Vocabulary } from './vocabulary.js';

const NONE = 0x7fffffff;
/** Up to here looking through all pairs is faster than keeping them in order. */
const SHORT = 64;
const PLACES = 2 ** 32;

const starts = new Int32Array(SHORT + 1);
const ranks = new Int32Array(SHORT + 1);

/**
 * The number of tokens of the piece between two places: the pair of neighbours with the lowest rank becomes one, the first of
 * equals first, until no pair is in the vocabulary. Time grows as n log n with the piece.
 */
export function countMerged(vocabulary: Vocabulary, bytes: Uint8Array, from: number, to: number): number {
  const size = to - from;
  if (size <= 1 || vocabulary.rankOf(bytes, from, to) >= 0) return Math.min(size, 1);
  return size <= SHORT
    ? mergeShort(vocabulary, bytes, from, size)
    : mergeLong(vocabulary, bytes.subarray(from, to), size);
}

function mergeShort(vocabulary: Vocabulary, bytes: Uint8Array, from: number, size: number): number {
  let parts = size;
  const rankAt = (part: number): number => {
    if (part + 2 > parts) return NONE;
    const rank = vocabulary.rankOf(bytes, starts[part] as number, starts[part + 2] as number);
    return rank < 0 ? NONE : rank;
  };
  for (let part = 0; part <= size; part++) starts[part] = from + part;
  for (let part = 0; part < size; part++) ranks[part] = rankAt(part);
  for (;;) {
    let lowest = NONE;
    let found = -1;
    for (let part = 0; part < parts - 1; part++) {
      if ((ranks[part] as number) >= lowest) continue;
      lowest = ranks[part] as number;
      found = part;
    }
    if (found < 0) return parts;
    starts.copyWithin(found + 1, found + 2, parts + 1);
    ranks.copyWithin(found + 1, found + 2, parts);
    parts--;
    ranks[found] = rankAt(found);
    if (found > 0) ranks[found - 1] = rankAt(found - 1);
  }
}

/** The same with neighbours as a linked list and the pairs in a heap; a pair that is gone is skipped when it comes up. */
function mergeLong(vocabulary: Vocabulary, bytes: Uint8Array, size: number): number {
  const after = new Int32Array(size + 1);
  const before = new Int32Array(size + 1);
  for (let at = 0; at <= size; at++) {
    after[at] = at + 1;
    before[at] = at - 1;
  }
  const rankAt = new Int32Array(size).fill(-1);
  const heap = new LowestFirst(size * 2);
  let parts = size;
  const offer = (at: number): void => {
    const next = after[at] as number;
    const rank = next >= size ? -1 : vocabulary.rankOf(bytes, at, after[next] as number);
    rankAt[at] = rank;
    if (rank >= 0) heap.push(rank * PLACES + at);
  };
  for (let at = 0; at < size - 1; at++) offer(at);
  for (let key = heap.pop(); key >= 0; key = heap.pop()) {
    const rank = Math.floor(key / PLACES);
    const at = key - rank * PLACES;
    if (rankAt[at] !== rank) continue;
    const gone = after[at] as number;
    const next = after[gone] as number;
    after[at] = next;
    before[next] = at;
    rankAt[gone] = -1;
    parts--;
    offer(at);
    if (at > 0) offer(before[at] as number);
  }
  return parts;
}

/** A binary heap of numbers. */
class LowestFirst {
  readonly #keys: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
  }

  push(key: number): void {
    const keys = this.#keys;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((keys[parent] as number) <= key) break;
      keys[at] = keys[parent] as number;
      at = parent;
    }
    keys[at] = key;
  }

  /** The lowest key; -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const keys = this.#keys;
    const lowest = keys[0] as number;
    const last = keys[--this.#size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if ((keys[child] as number) >= last) break;
      keys[at] = keys[child] as number;
      at = child;
    }
    keys[at] = last;
    return lowest;
  }
}
