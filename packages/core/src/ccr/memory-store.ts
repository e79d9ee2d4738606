import { HeadroomError } from '../model/errors.js';
import type { SharedStore } from '../model/shared-store.js';
import type { SetOptions } from '../model/store.js';
import { MemoryGroup } from './memory-group.js';

/** Bounds of an in-memory store. */
export interface MemoryOptions {
  /** Most entries kept; the oldest goes first. Default 10,000. */
  readonly maxEntries?: number;
  /** Most characters kept over all entries. Default 256 million. */
  readonly maxCharacters?: number;
  /** Default lifetime in seconds. Default 24 hours, longer than a working day. */
  readonly ttl?: number;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** A store that also knows which keys it once held. */
export interface MemoryStore extends SharedStore {
  get(key: string): string | undefined;
  set(key: string, value: string, options?: SetOptions): void;
  delete(key: string): void;
  /** True when the key was held and has expired or been evicted, as far as is remembered. */
  expired(key: string): boolean;
  group(name: string): MemoryGroup;
  readonly size: number;
}

interface Entry {
  readonly value: string;
  readonly until: number;
}

const REMEMBERED_KEYS = 20_000;

class BoundedMemory implements MemoryStore {
  readonly #entries = new Map<string, Entry>();
  readonly #gone = new Set<string>();
  readonly #groups = new Map<string, MemoryGroup>();
  #characters = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxCharacters: number,
    private readonly ttl: number,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): string | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > this.now()) return entry.value;
    this.#drop(key);
    return undefined;
  }

  set(key: string, value: string, options: SetOptions = {}): void {
    if (value.length > this.maxCharacters)
      throw new Error(`The value of ${value.length} characters is larger than the whole store`);
    this.delete(key);
    this.#gone.delete(key);
    this.#entries.set(key, { value, until: this.now() + (options.ttl ?? this.ttl) * 1000 });
    this.#characters += value.length;
    while (this.#entries.size > this.maxEntries || this.#characters > this.maxCharacters) {
      const oldest = this.#entries.keys().next().value;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#characters -= entry.value.length;
  }

  expired(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry ? entry.until <= this.now() : this.#gone.has(key);
  }

  group(name: string): MemoryGroup {
    const group = this.#groups.get(name) ?? new MemoryGroup(this.ttl, this.now);
    this.#groups.set(name, group);
    return group;
  }

  #drop(key: string): void {
    this.delete(key);
    this.#gone.add(key);
    if (this.#gone.size <= REMEMBERED_KEYS) return;
    const oldest = this.#gone.values().next().value;
    if (oldest !== undefined) this.#gone.delete(oldest);
  }
}

/**
 * The default store: in this process's memory, bounded by entries and characters, oldest out first.
 *
 * @throws HeadroomError `invalid_option` when a bound is not a positive number.
 */
export function memory(options: MemoryOptions = {}): MemoryStore {
  const { maxEntries = 10_000, maxCharacters = 256_000_000, ttl = 86_400, now = Date.now } = options;
  for (const [name, value] of Object.entries({ maxEntries, maxCharacters, ttl })) {
    if (!(value > 0)) throw new HeadroomError('invalid_option', `memory({ ${name} }) must be a positive number`, name);
  }
  return new BoundedMemory(maxEntries, maxCharacters, ttl, now);
}
