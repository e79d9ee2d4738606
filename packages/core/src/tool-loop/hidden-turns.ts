import type { Store } from '../model/store.js';
import type { HiddenTurn, PastTurn, TurnSign } from './loop-dialect.js';
import type { Said } from './said.js';
import { canonicalCall } from './turn-sign.js';

const KNOWN_KEYS = 20_000;
const KNOWN_TURNS = 200;

/**
 * Remembers what clients were not shown, so that their next request can be completed. A turn is kept under its owner and all that
 * was said before it, so another conversation cannot find it. Where two conversations are equal to the letter and were answered
 * differently, nobody can tell them apart, and the turn is given to neither.
 */
export class HiddenTurns {
  readonly #absent = new Set<string>();
  readonly #present = new Map<string, string>();

  constructor(private readonly store: Store) {}

  /**
   * Keeps a hidden turn until the client comes back with what it was shown of it.
   *
   * Of several who keep different turns under one key, in whatever process, at most one may pass (a splitter after Lamport:
   * claim, look, write, look at the claim); all others leave a doubt, before their clients see an answer.
   *
   * @throws TypeError for a turn that JSON cannot hold.
   */
  async keep(said: Said, sign: TurnSign, turn: HiddenTurn): Promise<void> {
    const text = JSON.stringify(turn, refuseBytes);
    const key = turnKey(said, said.before(), sign);
    const claim = crypto.getRandomValues(new Uint32Array(4)).join('-');
    await this.store.set(`${key}-claim`, claim);
    const known = await this.store.get(key);
    if (known === text) return this.#know(key, text);
    if (known !== undefined) return this.store.set(`${key}-doubt`, 'doubt');
    await this.store.set(key, text);
    this.#know(key, text);
    if ((await this.store.get(`${key}-claim`)) !== claim) await this.store.set(`${key}-doubt`, 'doubt');
  }

  /** Hidden turns of a history, by their place in it. */
  async find(said: Said, past: readonly PastTurn[]): Promise<ReadonlyMap<number, HiddenTurn>> {
    const found = await Promise.all(
      past.map(async ({ at, sign }) => [at, await this.#find(turnKey(said, said.before(at), sign))] as const),
    );
    return new Map(found.filter((entry): entry is [number, HiddenTurn] => entry[1] !== undefined));
  }

  async #find(key: string): Promise<HiddenTurn | undefined> {
    if (this.#absent.has(key)) return undefined;
    const text = this.#present.get(key) ?? (await this.store.get(key));
    // A turn exists before any client sees it, so a miss stays a miss and is asked only once.
    if (text === undefined) bounded(this.#absent, KNOWN_KEYS).add(key);
    if (text === undefined || (await this.store.get(`${key}-doubt`)) !== undefined) return undefined;
    bounded(this.#present, KNOWN_TURNS).set(key, text);
    return JSON.parse(text) as HiddenTurn;
  }

  #know(key: string, text: string): void {
    this.#absent.delete(key);
    bounded(this.#present, KNOWN_TURNS).set(key, text);
  }
}

function turnKey(said: Said, before: string, sign: TurnSign): string {
  return said.key('turn', before, typeof sign === 'string' ? sign : canonicalCall(sign));
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
