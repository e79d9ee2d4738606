import type { Store } from '../model/store.js';
import type { LoopApi } from './loop-api.js';
import type { Fields, HiddenTurn } from './loop-dialect.js';
import { turnKeys } from './turn-keys.js';

const KNOWN_KEYS = 20_000;

/**
 * Remembers what clients were not shown, so that their next request can be completed. A turn exists before any client sees it,
 * so a miss stays a miss and is asked only once.
 */
export class HiddenTurns {
  readonly #absent = new Set<string>();
  readonly #present = new Map<string, HiddenTurn>();

  constructor(private readonly store: Store) {}

  /**
   * Keeps a hidden turn until the client comes back with what it was shown of it.
   *
   * @throws TypeError for a turn that JSON cannot hold.
   */
  async keep(keys: readonly string[], turn: HiddenTurn): Promise<void> {
    const text = JSON.stringify(turn, refuseBytes);
    for (const key of keys) {
      await this.store.set(key, text);
      this.#absent.delete(key);
      bounded(this.#present, KNOWN_KEYS / 100).set(key, turn);
    }
  }

  /** The request with all its hidden turns put back; the same reference when there are none. */
  async restore(request: Fields, api: Pick<LoopApi, 'dialect' | 'format'>): Promise<Fields> {
    const past = api.dialect.pastTurns(request);
    if (past.length === 0) return request;
    const keyOf = turnKeys(request, api);
    const found = await Promise.all(past.map(async (turn) => [turn.at, await this.#find(keyOf(turn))] as const));
    const hidden = new Map(found.filter((entry): entry is [number, HiddenTurn] => entry[1] !== undefined));
    return hidden.size > 0 ? api.dialect.restore(request, hidden) : request;
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

/** What JSON would quietly turn into something else. */
function refuseBytes(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) throw new TypeError('Bytes cannot be kept as JSON');
  return value;
}

function bounded<C extends Set<string> | Map<string, unknown>>(collection: C, size: number): C {
  if (collection.size >= size) {
    const oldest = collection.keys().next().value;
    if (oldest !== undefined) collection.delete(oldest);
  }
  return collection;
}
