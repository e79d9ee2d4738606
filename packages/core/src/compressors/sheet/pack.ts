import type { InTurns } from '../../model/in-turns.js';
import { isPackedDefaults, packDefaults, unpackDefaults } from './pack-defaults.js';
import { packSiblings, unpackSiblings } from './pack-siblings.js';

/** Says once what the objects of a sheet have in common. {@link unpack} puts it back. */
export function* pack(text: string): InTurns<string | undefined> {
  if (isPacked(text)) return undefined;
  const packed = yield* packDefaults(text);
  yield;
  return packed ?? packSiblings(text);
}

/** The original text of a packed one. */
export function unpack(packed: string): string {
  return isPackedDefaults(packed) ? unpackDefaults(packed) : unpackSiblings(packed);
}

/** Whether a text was packed here. */
export function isPacked(text: string): boolean {
  return isPackedDefaults(text) || SIBLING.test(text);
}

const SIBLING = /^\S+\.\* = \S+\.\*(?: but:)?$/m;
