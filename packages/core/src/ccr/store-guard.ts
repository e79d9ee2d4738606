import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { MaybePromise } from '../model/path.js';
import type { Store } from '../model/store.js';

/** A store whose calls all failed so many times in a row is left alone for a while. */
const FAILURES = 2;
const LEFT_ALONE_MS = 5000;
const RETRY_MS = 25;

/** How a call waits for its store. */
export interface StorePatience {
  /** All that the call asks of the store together may take so many milliseconds. */
  readonly ms: number;
  /** True when the call cannot wait at all. */
  readonly sync: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What was read of a store. */
export interface StoreRead {
  readonly values: ReadonlyMap<string, string>;
  readonly error?: unknown;
}

class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
}

/** What is known of a store between calls: whether it answers. */
export class StoreGuard {
  readonly #breaker = circuitBreaker(
    handleWhen((error) => !isOfValue(error)),
    { halfOpenAfter: LEFT_ALONE_MS, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  #until = 0;

  constructor(private readonly store: Store) {
    this.#breaker.onBreak(() => {
      this.#until = performance.now() + LEFT_ALONE_MS;
    });
  }

  /** True while the store is left alone because it did not answer. */
  get away(): boolean {
    return this.#breaker.state === CircuitState.Open && performance.now() < this.#until;
  }

  /** Stores all entries at once, and says for which keys that failed, and why. Never throws. */
  keep(entries: ReadonlyMap<string, string>, patience: StorePatience): MaybePromise<ReadonlyMap<string, unknown>> {
    if (this.away) return new Map([...entries.keys()].map((key) => [key, new StoreAwayError()]));
    const batch = new Batch(this.store, entries, patience);
    if (batch.isSettled) return batch.failed;
    return this.#breaker
      .execute(() => batch.end())
      .then(
        () => batch.failed,
        (error) => batch.giveUp(error),
      );
  }

  /** Reads all entries at once; the error says that not all could be read. Never throws. */
  read(keys: readonly string[], { ms, sync, signal }: StorePatience): MaybePromise<StoreRead> {
    if (this.away) return { values: new Map(), error: new StoreAwayError() };
    const values = new Map<string, string>();
    const waiting: Promise<void>[] = [];
    let error: unknown;
    const put = (key: string, value: string | undefined) => {
      if (typeof value === 'string') values.set(key, value);
    };
    for (const key of keys) {
      try {
        const value = this.store.get(key);
        if (!isThenable(value)) put(key, value);
        else if (sync) throw asyncInSync(value);
        else waiting.push(value.then((found) => put(key, found)));
      } catch (thrown) {
        error = thrown;
        break;
      }
    }
    if (waiting.length === 0) return { values, error };
    return this.#breaker
      .execute(() => settledWithin(Promise.all(waiting), ms, signal))
      .then(
        () => ({ values: new Map(values), error }),
        (late: unknown) => ({ values: new Map(values), error: error ?? late }),
      );
  }

  /** @throws what the store throws, or that it is away or too slow. */
  get(key: string, ms: number): MaybePromise<string | undefined> {
    return this.#asked(() => this.store.get(key), ms);
  }

  /**
   * Whether a key was there once and has expired; false where a store cannot tell.
   *
   * @throws what the store throws, or that it is away or too slow.
   */
  expired(key: string, ms: number): MaybePromise<boolean> {
    return this.#asked(() => this.store.expired?.(key) ?? false, ms);
  }

  #asked<T>(ask: () => MaybePromise<T>, ms: number): MaybePromise<T> {
    if (this.away) throw new StoreAwayError();
    const value = ask();
    return isThenable(value) ? this.#breaker.execute(() => settledWithin(value, ms)) : value;
  }
}

/** The writes of one call. */
class Batch {
  readonly failed = new Map<string, unknown>();
  readonly #open = new Set<string>();
  readonly #waiting: Promise<void>[] = [];
  #busy: string[] = [];

  constructor(
    private readonly store: Store,
    private readonly entries: ReadonlyMap<string, string>,
    private readonly patience: StorePatience,
  ) {
    for (const key of entries.keys()) {
      // A file that another process writes to is not asked again for every entry: each time would block.
      if (this.#busy.length > 0) this.#postpone(key, this.failed.get(this.#busy[0] as string));
      else this.#set(key);
    }
  }

  /** True when there is nothing to wait for. */
  get isSettled(): boolean {
    return this.#waiting.length === 0 && (this.#busy.length === 0 || this.patience.sync);
  }

  /** Waits for what is under way, and tries again what met a lock; rejects when nothing could be stored. */
  async end(): Promise<void> {
    const { ms, signal } = this.patience;
    const until = performance.now() + ms;
    try {
      await settledWithin(Promise.all(this.#waiting), ms, signal);
      while (this.#busy.length > 0) {
        const left = until - performance.now();
        if (left < RETRY_MS) break;
        await settledWithin(new Promise((resolve) => setTimeout(resolve, RETRY_MS)), left, signal);
        this.#again();
      }
    } finally {
      if (signal?.aborted) this.giveUp(new StoreAwayError());
    }
    if (signal?.aborted) return;
    const isLost =
      this.failed.size === this.entries.size && [...this.failed.values()].some((error) => !isOfValue(error));
    if (isLost) throw this.failed.values().next().value;
  }

  giveUp(error: unknown): ReadonlyMap<string, unknown> {
    for (const key of this.#open) this.failed.set(key, error);
    return this.failed;
  }

  #again(): void {
    const busy = this.#busy;
    this.#busy = [];
    for (const [i, key] of busy.entries()) {
      this.failed.delete(key);
      this.#set(key);
      if (this.#busy.length === 0) continue;
      for (const later of busy.slice(i + 1)) this.#busy.push(later);
      return;
    }
  }

  #set(key: string): void {
    try {
      const stored = this.store.set(key, this.entries.get(key) as string);
      if (isThenable(stored)) this.#await(key, stored);
    } catch (error) {
      if (codeOf(error) === 'busy') this.#postpone(key, error);
      else this.failed.set(key, error);
    }
  }

  #postpone(key: string, error: unknown): void {
    this.failed.set(key, error);
    this.#busy.push(key);
  }

  #await(key: string, stored: PromiseLike<void>): void {
    if (this.patience.sync) {
      stored.then(undefined, () => undefined);
      this.failed.set(key, new TypeError('the store answers asynchronously'));
      return;
    }
    this.#open.add(key);
    const done = () => void this.#open.delete(key);
    const failed = (error: unknown) => {
      if (this.#open.delete(key)) this.failed.set(key, error);
    };
    this.#waiting.push(Promise.resolve(stored).then(done, failed));
  }
}

/** @throws StoreAwayError when the work takes longer; an abort ends the wait without blame. */
async function settledWithin<T>(work: PromiseLike<T>, ms: number, signal?: AbortSignal): Promise<T> {
  let end: (() => void) | undefined;
  const stopped = new Promise<never>((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreAwayError()), ms);
    const abort = () => resolve(undefined as never);
    signal?.addEventListener('abort', abort);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    if (signal?.aborted) abort();
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    end?.();
  }
}

function asyncInSync(value: Promise<unknown>): TypeError {
  value.catch(() => undefined);
  return new TypeError('the store answers asynchronously');
}

function isThenable<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

/** The store is well, only with this value something is wrong. */
function isOfValue(error: unknown): boolean {
  return codeOf(error) === 'too_large' || codeOf(error) === 'damaged';
}

const guards = new WeakMap<Store, StoreGuard>();

/** The guard of a store: one for all engines that share it. */
export function guardOf(store: Store): StoreGuard {
  let guard = guards.get(store);
  if (!guard) {
    guard = new StoreGuard(store);
    guards.set(store, guard);
  }
  return guard;
}
