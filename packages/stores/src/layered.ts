import type { MaybePromise, MemoryStore, SetOptions, SharedStore, Store, StoreGroup, Warning } from '@headroom/core';

/** How a layered store writes. */
export interface LayeredOptions {
  /**
   * `through` (default): a `set` is done when the store behind has it, and fails when that fails. `behind`: it is done when the
   * store in front has it, so that synchronous calls work over an asynchronous backend; {@link LayeredStore.flush} waits.
   */
  readonly write?: 'through' | 'behind';
  /** Told when a write behind has failed; the value is tried again with the next write or flush. */
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

const MAX_WAITING = 1000;

class Layers implements LayeredStore {
  /** What the store behind does not have yet, the latest value by key. */
  readonly #waiting = new Map<string, { readonly value: string; readonly options: SetOptions | undefined }>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly front: MemoryStore,
    private readonly back: Store,
    private readonly options: LayeredOptions,
  ) {}

  get(key: string): MaybePromise<string | undefined> {
    const near = this.front.get(key);
    if (near !== undefined) return near;
    const far = this.back.get(key);
    return far instanceof Promise
      ? far.then((value) => this.#keep(key, value))
      : this.#keep(key, far as string | undefined);
  }

  set(key: string, value: string, options?: SetOptions): MaybePromise<void> {
    if (this.options.write === 'behind') return this.#setBehind(key, value, options);
    const stored = this.back.set(key, value, options);
    if (stored instanceof Promise) return stored.then(() => this.#setFront(key, value, options));
    this.#setFront(key, value, options);
  }

  delete(key: string): MaybePromise<void> {
    this.front.delete(key);
    this.#waiting.delete(key);
    return this.back.delete(key);
  }

  expired(key: string): MaybePromise<boolean> {
    return this.back.expired?.(key) ?? this.front.expired(key);
  }

  /** Groups are for sharing: they are always those of the store behind. */
  group(name: string): StoreGroup {
    return (this.back as SharedStore).group(name);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#retry();
    await Promise.all(this.#underWay);
    if (this.#waiting.size > 0)
      throw new Error(`${this.#waiting.size} values could not be written to the store behind`);
  }

  #setBehind(key: string, value: string, options: SetOptions | undefined): void {
    this.#setFront(key, value, options);
    this.#retry();
    this.#write(key, { value, options });
  }

  #write(key: string, entry: { readonly value: string; readonly options: SetOptions | undefined }): void {
    this.#waiting.delete(key);
    this.#waiting.set(key, entry);
    const written = (async () => {
      try {
        await this.back.set(key, entry.value, entry.options);
        if (this.#waiting.get(key) === entry) this.#waiting.delete(key);
      } catch (error) {
        this.#failed(error);
      }
    })();
    this.#underWay.add(written);
    void written.finally(() => this.#underWay.delete(written));
  }

  /** Values whose write has failed; those still under way are left alone. */
  #retry(): void {
    if (this.#underWay.size > 0) return;
    for (const [key, entry] of [...this.#waiting]) this.#write(key, entry);
  }

  #failed(error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown error';
    this.options.onWarning?.({
      code: 'store_failed',
      message: `A value could not be written to the store behind (${name})`,
    });
    for (const key of this.#waiting.keys()) {
      if (this.#waiting.size <= MAX_WAITING) return;
      this.#waiting.delete(key);
    }
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

const NEAR_SECONDS = 60;
