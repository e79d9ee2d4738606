import type { Store } from '../model/store.js';
import { bounded } from './bounded.js';
import type { HiddenTurn, PastTurn, TurnSign } from './loop-dialect.js';
import type { Said } from './said.js';
import { canonicalCall } from './turn-sign.js';

const KNOWN_KEYS = 20_000;
const KNOWN_TURNS = 200;
/** Of a history in which no turn has a hidden part. */
const PLAIN = 'plain';

/** Hidden turns of a history. */
export interface FoundTurns {
  readonly turns: ReadonlyMap<number, HiddenTurn>;
  readonly isMissing: boolean;
}

/**
 * Remembers what clients were not shown, so that their next request can be completed. A turn is kept under its owner and all that
 * was said before it, so another conversation cannot find it. Where two conversations are equal to the letter and were answered
 * differently, nobody can tell them apart, and the turn is given to neither.
 */
export class HiddenTurns {
  readonly #absent = new Set<string>();
  readonly #present = new Map<string, string>();
  /** How many turns were kept here: one of them may belong to a history that had none. */
  #kept = 0;

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
    this.#kept++;
    const key = turnKey(said, sign);
    const witness = witnessKey(said, sign);
    if (witness !== undefined) await this.store.set(witness, 'kept');
    const claim = crypto.getRandomValues(new Uint32Array(4)).join('-');
    if (witness !== undefined) this.#absent.delete(witness);
    await this.store.set(`${key}-claim`, claim);
    const known = await this.store.get(key);
    if (known === text) return this.#know(key, text);
    if (known !== undefined) return this.store.set(`${key}-doubt`, 'doubt');
    await this.store.set(key, text);
    this.#know(key, text);
    if ((await this.store.get(`${key}-claim`)) !== claim) await this.store.set(`${key}-doubt`, 'doubt');
  }

  /** Hidden turns of a history, by their place in it, and whether one is known to be missing: what came before it was changed. */
  async find(said: Said, pastFrom: (from: number) => readonly PastTurn[]): Promise<FoundTurns> {
    const known = said.known<number>(PLAIN, this);
    const past = pastFrom(known?.state === this.#kept ? known.length : 0);
    const kept = this.#kept;
    const found = await this.#found(said, past);
    if (found.turns.size === 0 && !found.isMissing) said.keep(PLAIN, this, kept);
    return found;
  }

  async #found(said: Said, past: readonly PastTurn[]): Promise<FoundTurns> {
    const open = past.filter(({ at, sign }) => !this.#hasNone(said, sign, at));
    if (open.length === 0) return { turns: new Map(), isMissing: false };
    const found = await Promise.all(
      open.map(async ({ at, sign }) => [at, await this.#find(turnKey(said, sign, at)), sign] as const),
    );
    const missed = await Promise.all(
      found.map(([at, turn, sign]) => turn === undefined && this.#isKept(said, sign, at)),
    );
    const turns = found.flatMap(([at, turn]) => (turn ? [[at, turn] as const] : []));
    return { turns: new Map(turns), isMissing: missed.includes(true) };
  }

  /** True where a turn is known to have no hidden part. */
  #hasNone(said: Said, sign: TurnSign, at: number): boolean {
    if (!this.#absent.has(turnKey(said, sign, at))) return false;
    const witness = witnessKey(said, sign, at);
    return witness === undefined || this.#absent.has(witness);
  }

  async #isKept(said: Said, sign: TurnSign, at: number): Promise<boolean> {
    const key = witnessKey(said, sign, at);
    if (key === undefined || this.#absent.has(key)) return false;
    if ((await this.store.get(key)) !== undefined) return true;
    bounded(this.#absent, KNOWN_KEYS).add(key);
    return false;
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

/** Without a place, behind the whole history. */
function turnKey(said: Said, sign: TurnSign, at?: number): string {
  const make = () => said.key('turn', said.before(at), typeof sign === 'string' ? sign : canonicalCall(sign));
  return at === undefined ? make() : said.kept('turn', at, sign, make);
}

/** Ids that no other call of the owner has, as far as ids tell; those that servers count are no witness. */
function witnessKey(said: Said, sign: TurnSign, at?: number): string | undefined {
  if (typeof sign === 'string' || sign.id === undefined) return undefined;
  const [end = ''] = /[A-Za-z0-9]{9,}$/.exec(sign.id.slice(-200)) ?? [];
  if (!/\d/.test(end)) return undefined;
  const make = () => said.key('witness', canonicalCall(sign));
  return at === undefined ? make() : said.kept('witness', at, sign, make);
}

/** What JSON would quietly turn into something else. */
function refuseBytes(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) throw new TypeError('Bytes cannot be kept as JSON');
  return value;
}
