import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { isRecord } from '../formats/record.js';
import type { Call, Fields } from './loop-dialect.js';

/** True for a call of the retrieve tool that a door has offered. */
export function isOwn(call: Pick<Call, 'name'> | undefined): boolean {
  return call?.name === RETRIEVE_TOOL;
}

/** A list inside a record, or an empty one. */
export function listAt(owner: unknown, key: string): readonly unknown[] {
  const value = isRecord(owner) ? owner[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** A copy of a record without some of its keys. */
export function without(owner: Fields, ...keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(owner).filter(([key]) => !keys.includes(key)));
}

/**
 * Puts our calls back among the parts that the client sent, its own objects; undefined where its list is not the one it was
 * shown.
 */
export function weave(
  seen: readonly unknown[],
  turn: readonly unknown[],
  shownBefore: number,
  isOurs: (part: unknown) => boolean,
): readonly unknown[] | undefined {
  const visible = turn.filter((part) => !isOurs(part)).length;
  if (seen.length !== shownBefore + visible) return undefined;
  let next = shownBefore;
  return turn.map((part) => (isOurs(part) ? part : seen[next++]));
}
