import type { MaybePromise } from './path.js';

/** How an entry is kept. */
export interface SetOptions {
  /** Lifetime in seconds; without it the store's own default applies. */
  readonly ttl?: number;
}

/** Keeps originals. Three methods make a backend; everything else is built on them. */
export interface Store {
  get(key: string): MaybePromise<string | undefined>;
  set(key: string, value: string, options?: SetOptions): MaybePromise<void>;
  delete(key: string): MaybePromise<void>;
  /** Optional: true when the key was held once and is gone, so that a miss can be explained. */
  expired?(key: string): MaybePromise<boolean>;
}
