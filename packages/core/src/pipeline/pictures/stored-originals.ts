import { guardOf } from '../../ccr/store-guard.js';
import type { Store } from '../../model/store.js';
import { isPromise, type Steps, wait } from '../drive.js';

/** After so long an original is stored again, so that its lifetime in the store ends long after its last turn. */
const AGAIN_MS = 600_000;
/** Of so many originals it is known that they were stored. */
const MOST = 10_000;

/** Which originals of pictures this process has stored, and when: a picture of a megabyte is not written at every turn. */
export class StoredOriginals {
  readonly #at = new WeakMap<Store, Map<string, number>>();

  /** Those that a store does not surely hold: never stored by us, long ago, or gone from it by now. */
  *due(originals: ReadonlyMap<string, string>, store: Store, ms: number): Steps<ReadonlyMap<string, string>> {
    const now = performance.now();
    const known = this.#at.get(store);
    const held = [...originals.keys()].filter(
      (hash) => now - (known?.get(hash) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS,
    );
    if (held.length === 0) return originals;
    const gone = held.map((hash) => isGone(store, hash, ms));
    const answers = gone.some(isPromise) ? yield* wait(Promise.all(gone)) : gone;
    const stays = new Set(held.filter((_, at) => answers[at] === false));
    return new Map([...originals].filter(([hash]) => !stays.has(hash)));
  }

  /** Takes down what was stored. */
  add(hashes: Iterable<string>, store: Store): void {
    const known = this.#at.get(store) ?? new Map<string, number>();
    this.#at.set(store, known);
    for (const hash of hashes) {
      known.delete(hash);
      known.set(hash, performance.now());
    }
    for (const hash of known.keys()) {
      if (known.size <= MOST) return;
      known.delete(hash);
    }
  }
}

/** A store that does not answer is not written to for that: what was stored there is taken to be there. */
function isGone(store: Store, hash: string, ms: number): boolean | Promise<boolean> {
  try {
    const gone = guardOf(store).expired(hash, ms);
    return isPromise(gone) ? gone.catch(() => false) : gone;
  } catch {
    return false;
  }
}
