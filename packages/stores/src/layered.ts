import type { MaybePromise, MemoryStore, SetOptions, SharedStore, Store, StoreGroup, Warning } from '@headroom/core';
import { reporter } from './reporter.js';
import { StoreError } from './store-error.js';
import { type Waiting, WriteBehind } from './write-behind.js';

/** How a layered store writes. */
export interface LayeredOptions {
  /**
   * `through` (default): a `set` is done when the store behind has it, and fails when that fails. `behind`: it is done when the
   * store in front has it, so that synchronous calls work over an asynchronous backend; {@link LayeredStore.flush} waits. While
   * the store behind is away up to 1,000 values (64 million characters) wait for it; above that a `set` fails.
   */
  readonly write?: 'through' | 'behind';
  /** Told once per outage when a write behind has failed; the values are tried again with the next write or flush. */
  readonly onWarning?: (warning: Warning) => void;
}

/** Memory in front of a durable or shared store. */
export interface LayeredStore extends Store {
  get(key: string): MaybePromise<string | undefined>;
  /** Waits until everything written behind has arrived; rejects when something could not be written. */
  flush(): Promise<void>;
}

/** A layered store over a store with groups has them too. */
export type Layered<Back extends Store> = Back extends SharedStore ? LayeredStore & SharedStore : LayeredStore;

/**
 * Puts memory in front of any store: what this process wrote or read lately is answered at once.
 *
 * @example
 * ```ts
 * const store = layered(memory(), redis({ url: 'redis://127.0.0.1:6379' }), { write: 'behind' });
 * ```
 */
export function layered<Back extends Store>(
  front: MemoryStore,
  back: Back,
  options: LayeredOptions = {},
): Layered<Back> {
  const layers = new Layers(front, back, options);
  return layers as unknown as Layered<Back>;
}

const NEAR_SECONDS = 60;

class Layers implements LayeredStore {
  readonly #behind: WriteBehind | undefined;

  constructor(
    private readonly front: MemoryStore,
    private readonly back: Store,
    { write, onWarning }: LayeredOptions,
  ) {
    if (write === 'behind') this.#behind = new WriteBehind(back, reporter(onWarning));
  }

  get(key: string): MaybePromise<string | undefined> {
    const near = this.front.get(key) ?? this.#behind?.get(key);
    if (near !== undefined) return near;
    const far = this.back.get(key);
    return far instanceof Promise
      ? far.then((value) => this.#keep(key, value))
      : this.#keep(key, far as string | undefined);
  }

  /** @throws StoreError `unreachable` when too much already waits for the store behind. */
  set(key: string, value: string, options?: SetOptions): MaybePromise<void> {
    if (this.#behind) return this.#setBehind(this.#behind, key, { value, options });
    const stored = this.back.set(key, value, options);
    if (stored instanceof Promise) return stored.then(() => this.#setFront(key, value, options));
    this.#setFront(key, value, options);
  }

  delete(key: string): MaybePromise<void> {
    this.front.delete(key);
    return this.#behind ? this.#behind.delete(key) : this.back.delete(key);
  }

  expired(key: string): MaybePromise<boolean> {
    return this.back.expired?.(key) ?? this.front.expired(key);
  }

  /** Groups are for sharing: they are always those of the store behind. */
  group(name: string): StoreGroup {
    return (this.back as SharedStore).group(name);
  }

  async flush(): Promise<void> {
    await this.#behind?.flush();
  }

  #setBehind(behind: WriteBehind, key: string, entry: Waiting): void {
    if (!behind.takes(entry))
      throw new StoreError('unreachable', 'The store behind is away and too much waits for it; the value was refused');
    this.#setFront(key, entry.value, entry.options);
    behind.add(key, entry);
  }

  #setFront(key: string, value: string, options: SetOptions | undefined): void {
    try {
      this.front.set(key, value, options);
    } catch {
      // Larger than the whole memory: the store behind has it.
      this.front.delete(key);
    }
  }

  /** What came from behind stays near for a short time: how long it lives is known only there. */
  #keep(key: string, value: string | undefined): string | undefined {
    if (value !== undefined) this.#setFront(key, value, { ttl: NEAR_SECONDS });
    return value;
  }
}
