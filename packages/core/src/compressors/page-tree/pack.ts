import type { InTurns } from '../../model/in-turns.js';
import { packItems, unpackItems } from './pack-items.js';
import { packNames, unpackNames } from './pack-names.js';
import { packTails, unpackTails } from './pack-tails.js';

const LEGEND =
  '[Page tree in short. ~ more items like the one above, their parts in its order, = for the same; "^" the name of its parent; "…" the names of its children.]';

/** Whether a page tree was packed here. */
export function isPacked(text: string): boolean {
  return text.startsWith(LEGEND);
}

/** Says once what a page tree says again and again; every reference stays. {@link unpack} puts it back. */
export function* pack(text: string): InTurns<string | undefined> {
  if (isPacked(text)) return undefined;
  const names = yield* packNames(text.split('\n'));
  yield;
  const tails = yield* packTails(names);
  yield;
  return [LEGEND, ...(yield* packItems(tails))].join('\n');
}

/** The original text of a packed one. */
export function* unpack(packed: string): InTurns<string> {
  const items = yield* unpackItems(packed.split('\n').slice(1));
  yield;
  const tails = unpackTails(items);
  yield;
  return (yield* unpackNames(tails)).join('\n');
}
