import type { Store } from '../model/store.js';
import { bounded } from './bounded.js';
import type { Fields, LoopDialect } from './loop-dialect.js';
import type { Said } from './said.js';

const KNOWN_KEYS = 20_000;
/** Of a history whose texts were sent as usual, up to its last turn of the model. */
const USUAL = 'usual';

/**
 * Remembers how the texts were sent that were new in a request: shortened as usual, or only packed, because just then the model
 * could not have asked for the rest. A later request sends them the same way.
 */
export class SentTexts {
  /** Histories whose latest texts this process has sent as usual. */
  readonly #usual = new Set<string>();
  readonly #packed = new Set<string>();
  readonly #absent = new Set<string>();

  constructor(private readonly store: Store) {}

  /** Positions in the client's history whose texts must only be packed. `isOutOfReach`: the model cannot ask for new ones. */
  async packedPlaces(
    said: Said,
    request: Fields,
    dialect: LoopDialect,
    isOutOfReach: boolean,
  ): Promise<readonly number[]> {
    const known = said.known<number>(USUAL, this);
    const turns = dialect.modelTurns(request, known?.length);
    const lastBefore = known?.state ?? -1;
    const length = dialect.history(request).length;
    const keys = turns.map((at) => keyOf(said, at));
    const isOpen = keys.some((key) => !this.#absent.has(key));
    const past = isOpen ? await Promise.all(keys.map((key) => this.#wasPacked(key))) : [];
    const earlier = turns.flatMap((at, i) => (past[i] ? range((turns[i - 1] ?? lastBefore) + 1, at) : []));
    const last = turns.at(-1) ?? lastBefore;
    if (earlier.length === 0) said.keep(USUAL, this, last);
    const now = keyOf(said);
    // The same history again, with another choice of tools: its texts go out as they went.
    const isPacked = this.#packed.has(now) || (isOutOfReach && !this.#usual.has(now));
    if (isPacked) await this.#keepPacked(now);
    else bounded(this.#usual, KNOWN_KEYS).add(now);
    return isPacked ? [...earlier, ...range(last + 1, length)] : earlier;
  }

  async #keepPacked(key: string): Promise<void> {
    if (this.#packed.has(key)) return;
    bounded(this.#packed, KNOWN_KEYS).add(key);
    await this.store.set(key, 'packed');
  }

  async #wasPacked(key: string): Promise<boolean> {
    if (this.#packed.has(key)) return true;
    if (this.#absent.has(key)) return false;
    const found = (await this.store.get(key)) !== undefined;
    bounded(found ? this.#packed : this.#absent, KNOWN_KEYS).add(key);
    return found;
  }
}

function keyOf(said: Said, at?: number): string {
  const make = () => said.key('packed', said.before(at));
  return at === undefined ? make() : said.kept('packed', at, undefined, make);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
