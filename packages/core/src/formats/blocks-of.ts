import type { Block } from '../model/block.js';
import type { BlockReader } from '../model/format.js';

/** All texts of a request. */
export function* blocksOf({ around, next }: BlockReader, entries: readonly unknown[]): Iterable<Block> {
  yield* around;
  for (let turn = 0; turn < entries.length; turn++) yield* next(entries[turn], turn);
}
