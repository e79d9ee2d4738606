import type { MaybePromise } from './path.js';
import type { Store } from './store.js';

/** What is listed of an entry in a group. */
export interface GroupEntry {
  readonly key: string;
  /** A short text that comes with listings, so that sums need no values. */
  readonly note: string;
  /** Grows with every put of the group; never used twice. */
  readonly version: number;
}

/** An entry of a group with its value. */
export interface GroupValue extends GroupEntry {
  readonly value: string;
}

/** What is put into a group, and under which conditions. */
export interface GroupPut {
  readonly value: string;
  readonly note?: string;
  /** Lifetime in seconds; without it the store's own default applies. */
  readonly ttl?: number;
  /** The oldest entries beyond this number leave in the same atomic step. */
  readonly maxEntries?: number;
  /** Put only when the live entry has this version; 0 when there must be none. */
  readonly ifVersion?: number;
}

/** A change in a group, as told to those who watch it. */
export interface GroupChange {
  readonly key: string;
  /** Undefined when the entry was deleted. */
  readonly version: number | undefined;
}

/** A named list of entries that several processes read and write, apart from plain keys and from every other group. */
export interface StoreGroup {
  get(key: string): MaybePromise<GroupValue | undefined>;
  /** The new version, or undefined when `ifVersion` did not hold and nothing was changed. Expiry and eviction are atomic with it. */
  put(key: string, entry: GroupPut): MaybePromise<number | undefined>;
  delete(key: string): MaybePromise<void>;
  /** Live entries, the longest unchanged first. */
  list(): MaybePromise<readonly GroupEntry[]>;
  clear(): MaybePromise<void>;
  /** Optional: told of every change by any process until the returned function is called. */
  watch?(listener: (change: GroupChange) => void): MaybePromise<() => MaybePromise<void>>;
}

/** A store that also keeps groups: what SharedContext and the ledger need to live in several processes. */
export interface SharedStore extends Store {
  group(name: string): StoreGroup;
}
