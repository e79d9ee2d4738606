import type { GroupChange, GroupEntry, GroupPut, GroupValue, StoreGroup } from '../model/shared-store.js';

interface Kept extends GroupValue {
  readonly until: number;
}

/** A group of entries in this process's memory. */
export class MemoryGroup implements StoreGroup {
  readonly #entries = new Map<string, Kept>();
  #versions = 0;
  readonly #listeners = new Set<(change: GroupChange) => void>();

  constructor(
    private readonly ttl: number,
    private readonly now: () => number,
  ) {}

  get(key: string): GroupValue | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.until <= this.now()) return undefined;
    const { value, note, version } = entry;
    return { key, value, note, version };
  }

  put(key: string, { value, note = '', ttl = this.ttl, maxEntries, ifVersion }: GroupPut): number | undefined {
    if (ifVersion !== undefined && (this.get(key)?.version ?? 0) !== ifVersion) return undefined;
    const version = ++this.#versions;
    this.#entries.delete(key);
    this.#entries.set(key, { key, value, note, version, until: this.now() + ttl * 1000 });
    this.list();
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= (maxEntries ?? Number.POSITIVE_INFINITY)) break;
      this.#entries.delete(oldest);
    }
    this.#tell({ key, version });
    return version;
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#tell({ key, version: undefined });
  }

  list(): readonly GroupEntry[] {
    for (const [key, { until }] of this.#entries) if (until <= this.now()) this.#entries.delete(key);
    return [...this.#entries.values()].map(({ key, note, version }) => ({ key, note, version }));
  }

  clear(): void {
    const keys = [...this.#entries.keys()];
    this.#entries.clear();
    for (const key of keys) this.#tell({ key, version: undefined });
  }

  watch(listener: (change: GroupChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(change: GroupChange): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(change));
  }
}
