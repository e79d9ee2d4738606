import { contentHash } from '../ccr/hash.js';
import type { Block } from '../model/block.js';
import type { Format } from '../model/format.js';
import type { Store } from '../model/store.js';
import type { Call, Fields, HiddenTurn, LoopDialect } from './loop-dialect.js';

const KNOWN_KEYS = 20_000;

/**
 * Remembers what clients were not shown, so that their next request can be completed. The key is the turn's first visible
 * call in its conversation; a turn exists before any client sees the call, so a miss stays a miss and is asked only once.
 */
export class HiddenTurns {
  readonly #absent = new Set<string>();
  readonly #present = new Map<string, HiddenTurn>();

  constructor(private readonly store: Store) {}

  /** Keeps a hidden turn until the client comes back with the results of its own calls. */
  async keep(keys: readonly string[], turn: HiddenTurn): Promise<void> {
    for (const key of keys) {
      await this.store.set(key, JSON.stringify(turn));
      this.#absent.delete(key);
      bounded(this.#present, KNOWN_KEYS / 100).set(key, turn);
    }
  }

  /** The request with all its hidden turns put back; the same reference when there are none. */
  async restore(request: Fields, dialect: LoopDialect, format: Format): Promise<Fields> {
    const past = dialect.pastTurns(request);
    if (past.length === 0) return request;
    const opening = openingOf(request, format);
    const found = await Promise.all(
      past.map(
        async ({ at, call, ordinal }) => [at, await this.#find(turnKey(dialect, opening, call, ordinal))] as const,
      ),
    );
    const hidden = new Map(found.filter((entry): entry is [number, HiddenTurn] => entry[1] !== undefined));
    return hidden.size > 0 ? dialect.restore(request, hidden) : request;
  }

  async #find(key: string): Promise<HiddenTurn | undefined> {
    const known = this.#present.get(key);
    if (known || this.#absent.has(key)) return known;
    const text = await this.store.get(key);
    if (text === undefined) {
      bounded(this.#absent, KNOWN_KEYS).add(key);
      return undefined;
    }
    const turn = JSON.parse(text) as HiddenTurn;
    bounded(this.#present, KNOWN_KEYS / 100).set(key, turn);
    return turn;
  }
}

/** The user's first words: two conversations on a server with weak call ids (`call_0`) do not mix. */
export function openingOf(request: Fields, format: Format): string {
  const first = firstUserBlock(format.blocks(request));
  return first ? first.text : '';
}

function firstUserBlock(blocks: Iterable<Block>): Block | undefined {
  for (const block of blocks) if (block.role === 'user') return block;
  return undefined;
}

/** The key of a turn: its dialect, the conversation's opening and the first call that the client was shown. */
export function turnKey(dialect: LoopDialect, opening: string, call: Call, ordinal: number): string {
  const where = ordinal < 0 ? [] : [opening, call.name, canonical(call.input), call.id === undefined ? ordinal : ''];
  return `turn-${contentHash(JSON.stringify([dialect.name, call.id ?? '', ...where]))}`;
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

function bounded<C extends Set<string> | Map<string, unknown>>(collection: C, size: number): C {
  if (collection.size >= size) {
    const oldest = collection.keys().next().value;
    if (oldest !== undefined) collection.delete(oldest);
  }
  return collection;
}
