import { type ContextEntry, SharedContext, type SharedContextOptions, type SharedContextStats } from '@headroom/core';
import type { BaseStore } from '@langchain/langgraph';
import type { ShareOptions } from './shared-channel.js';

/** How a {@link StoreContext} is made. */
export interface StoreContextOptions extends SharedContextOptions {
  /** Default `['headroom', 'shared']`; add a thread or user id to keep their contexts apart. */
  readonly namespace?: readonly string[];
}

const PAGE = 100;

/** {@link SharedContext} over LangGraph's `BaseStore`: shared between graphs, threads and processes, with the same bounds. */
export class StoreContext {
  readonly #store: BaseStore;
  readonly #namespace: string[];
  readonly #making: SharedContext;
  readonly #ttl: number;
  readonly #maxEntries: number;
  readonly #now: () => number;

  /** @throws HeadroomError `invalid_option` when a bound is not a positive number. */
  constructor(store: BaseStore, { namespace = ['headroom', 'shared'], ...options }: StoreContextOptions = {}) {
    this.#store = store;
    this.#namespace = [...namespace];
    // Makes entries and checks the bounds; nothing is kept in it.
    this.#making = new SharedContext(options);
    this.#ttl = options.ttl ?? 3600;
    this.#maxEntries = options.maxEntries ?? 100;
    this.#now = options.now ?? Date.now;
  }

  /** Stores content under a key and compresses it. */
  async put(key: string, content: unknown, about: Pick<ShareOptions, 'agent' | 'query'> = {}): Promise<ContextEntry> {
    const entry = await this.#making.put(key, content, about);
    this.#making.clear();
    await this.#store.put(this.#namespace, key, { ...entry }, false);
    const entries = await this.#all();
    const surplus = entries.slice(0, Math.max(0, entries.length - this.#maxEntries));
    await Promise.all(surplus.map((old) => this.#store.delete(this.#namespace, old.key)));
    return entry;
  }

  /** The compressed text, or the original with `full`; null when there is no live entry. */
  async get(key: string, options: { readonly full?: boolean } = {}): Promise<string | null> {
    const entry = await this.getEntry(key);
    if (!entry) return null;
    return options.full ? entry.original : entry.compressed;
  }

  /** The whole entry, or null when there is no live one. */
  async getEntry(key: string): Promise<ContextEntry | null> {
    const found = await this.#store.get(this.#namespace, key);
    const entry = found?.value as ContextEntry | undefined;
    return entry && this.#isLive(entry) ? entry : null;
  }

  /** Keys of all live entries, oldest first. */
  async keys(): Promise<string[]> {
    return (await this.#all()).map(({ key }) => key);
  }

  async stats(): Promise<SharedContextStats> {
    const entries = await this.#all();
    const before = entries.reduce((sum, { originalTokens }) => sum + originalTokens, 0);
    const after = entries.reduce((sum, { compressedTokens }) => sum + compressedTokens, 0);
    return {
      entries: entries.length,
      totalOriginalTokens: before,
      totalCompressedTokens: after,
      totalTokensSaved: before - after,
      savingsPercent: before === 0 ? 0 : Math.round((1 - after / before) * 1000) / 10,
    };
  }

  async clear(): Promise<void> {
    const items = await this.#items();
    await Promise.all(items.map(({ key }) => this.#store.delete(this.#namespace, key)));
  }

  #isLive({ timestamp }: ContextEntry): boolean {
    return this.#now() - timestamp < this.#ttl * 1000;
  }

  /** Live entries, oldest first; expired ones are deleted on the way. */
  async #all(): Promise<ContextEntry[]> {
    const entries = await this.#items();
    const dead = entries.filter((entry) => !this.#isLive(entry));
    await Promise.all(dead.map(({ key }) => this.#store.delete(this.#namespace, key)));
    return entries.filter((entry) => this.#isLive(entry)).sort((a, b) => a.timestamp - b.timestamp);
  }

  async #items(): Promise<ContextEntry[]> {
    const entries: ContextEntry[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.#store.search(this.#namespace, { limit: PAGE, offset });
      // A search finds longer namespaces too; those belong to others.
      const own = page.filter(({ namespace }) => namespace.length === this.#namespace.length);
      entries.push(...own.map(({ value }) => value as ContextEntry));
      if (page.length < PAGE) return entries;
    }
  }
}
