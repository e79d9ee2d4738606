import { contentHash } from '../ccr/hash.js';
import type { Block } from '../model/block.js';
import type { LoopApi } from './loop-api.js';
import type { Call, Fields, PastTurn } from './loop-dialect.js';

/** Where a turn stands in a conversation; the next one stands at its end. */
export type Place = Pick<PastTurn, 'sign' | 'ordinal'> & { readonly at?: number };

/**
 * Names the turns of one conversation, so that they are found again in the client's later requests. A call is known by its id
 * and the user's first words, because clients shorten and rewrite what is older; words, which may recur anywhere, by all that
 * was said before them.
 */
export function turnKeys(
  request: Fields,
  { dialect, format }: Pick<LoopApi, 'dialect' | 'format'>,
): (turn: Place) => string {
  const opening = firstUserText(format.blocks(request));
  let said: ReadonlyMap<number | undefined, string> | undefined;
  return ({ sign, ordinal, at }) => {
    if (typeof sign !== 'string') return turnKey([dialect.name, ...signOf(sign, ordinal, opening)]);
    said ??= digests(format.blocks(request));
    return turnKey([dialect.name, sign, said.get(at) ?? '']);
  };
}

function turnKey(parts: readonly unknown[]): string {
  return `turn-${contentHash(JSON.stringify(parts))}`;
}

/** Two conversations on a server with weak call ids (`call_0`) do not mix. */
function signOf({ id, name, input }: Call, ordinal: number, opening: string): readonly unknown[] {
  // Where the provider keeps the history, only a result's id tells the turn.
  if (ordinal < 0) return [id ?? ''];
  return [id ?? '', opening, name, canonical(input), id === undefined ? ordinal : ''];
}

function firstUserText(blocks: Iterable<Block>): string {
  for (const block of blocks) if (block.role === 'user') return block.text;
  return '';
}

/** Digests of what was said before each turn, and under undefined of everything. */
function digests(blocks: Iterable<Block>): ReadonlyMap<number | undefined, string> {
  const before = new Map<number | undefined, string>();
  let digest = '';
  for (const { turn, role, text } of blocks) {
    if (!before.has(turn)) before.set(turn, digest);
    if (role !== 'system') digest = contentHash(`${digest} ${role} ${contentHash(text)}`);
  }
  return before.set(undefined, digest);
}

/** Arguments written down in one way: clients parse and print them again. */
function canonical(input: unknown): unknown {
  if (typeof input === 'string') {
    try {
      return sorted(JSON.parse(input));
    } catch {
      return input;
    }
  }
  return sorted(input);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
