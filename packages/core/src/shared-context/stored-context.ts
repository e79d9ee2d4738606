import { createHeadroom, type Headroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import type { GroupChange, GroupEntry, GroupValue, SharedStore, StoreGroup } from '../model/shared-store.js';
import { asText, percent } from './context-text.js';
import type { ContextEntry, PutOptions, SharedContextStats } from './shared-context.js';
import { watchByListing } from './watch-by-listing.js';

/** How a shared context over a store is made. */
export interface StoredContextOptions {
  /** Where entries live; every process that opens the same store sees them. */
  readonly store: SharedStore;
  /** Entries of one namespace are apart from those of every other. Default `default`. */
  readonly namespace?: string;
  /** Model id, for token counting. */
  readonly model?: string;
  /** Lifetime of an entry in seconds. Default 3600. */
  readonly ttl?: number;
  /** The longest unchanged entry is evicted when one more is put. Default 100. */
  readonly maxEntries?: number;
  /** The engine that compresses; default one that keeps originals in the same store, so that markers travel with the entries. */
  readonly headroom?: Headroom;
  /** How often changes are looked for where the store cannot tell of them. Default 500 ms. */
  readonly watchEveryMs?: number;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** One shared text and the version to compare with before changing it. */
export interface StoredEntry extends ContextEntry {
  readonly version: number;
}

/**
 * {@link SharedContext} for agents in different processes or machines: the same methods with promises, so that the compiler
 * tells the two apart.
 */
export interface StoredContext {
  /** Stores content under a key and compresses it. JSON values are stringified once; their text is then the original. */
  put(key: string, content: unknown, options?: PutOptions): Promise<StoredEntry>;
  /** {@link put}, only while the entry still has this version (0: while there is none); null when somebody was faster. */
  putIf(key: string, version: number, content: unknown, options?: PutOptions): Promise<StoredEntry | null>;
  /** Changes what is there, again and again until nobody came in between. `change` gets the original, or null. */
  update(key: string, change: (original: string | null) => unknown, options?: PutOptions): Promise<StoredEntry>;
  /** The compressed text, or the original with `full`; null when there is no live entry. */
  get(key: string, options?: { readonly full?: boolean }): Promise<string | null>;
  /** The whole entry, or null when there is no live one. */
  getEntry(key: string): Promise<StoredEntry | null>;
  delete(key: string): Promise<void>;
  /** Keys of all live entries, the longest unchanged first. */
  keys(): Promise<string[]>;
  /** Sums over all live entries of all processes. */
  stats(): Promise<SharedContextStats & { readonly agents: Readonly<Record<string, number>> }>;
  clear(): Promise<void>;
  /** Told of every change by any process until the returned function is called. */
  watch(listener: (change: GroupChange) => void): Promise<() => Promise<void>>;
}

/**
 * Makes a shared context over a store that several processes open.
 *
 * @example
 * ```ts
 * const context = createSharedContext({ store: sqlite({ path: './team.db' }), namespace: 'run-7' });
 * await context.put('research', bigOutput, { agent: 'researcher' });
 * const summary = await context.get('research');
 * ```
 * @throws HeadroomError `invalid_option` for a store without groups or a bound that is not a positive number.
 */
export function createSharedContext(options: StoredContextOptions): StoredContext {
  const { store, namespace = 'default', ttl = 3600, maxEntries = 100, watchEveryMs = 500, now = Date.now } = options;
  if (typeof store?.group !== 'function')
    throw new HeadroomError('invalid_option', 'createSharedContext({ store }) must be a store with groups', 'store');
  for (const [name, value] of Object.entries({ ttl, maxEntries, watchEveryMs })) {
    if (!(typeof value === 'number' && value > 0))
      throw new HeadroomError('invalid_option', `createSharedContext({ ${name} }) must be a positive number`, name);
  }
  const headroom = options.headroom ?? createHeadroom({ store });
  return new GroupContext(store.group(`context:${namespace}`), headroom, {
    ttl,
    maxEntries,
    watchEveryMs,
    now,
    model: options.model,
  });
}

interface Rules {
  readonly ttl: number;
  readonly maxEntries: number;
  readonly watchEveryMs: number;
  readonly now: () => number;
  readonly model: string | undefined;
}

/** What listings carry of an entry: tokens before and after, and who stored it. */
type Note = readonly [before: number, after: number, agent?: string];

class GroupContext implements StoredContext {
  constructor(
    private readonly group: StoreGroup,
    private readonly headroom: Headroom,
    private readonly rules: Rules,
  ) {}

  async put(key: string, content: unknown, options: PutOptions = {}): Promise<StoredEntry> {
    const kept = await this.#keep(key, content, options);
    if (!kept) throw new Error('The store refused an entry without a condition');
    return kept;
  }

  async putIf(key: string, version: number, content: unknown, options: PutOptions = {}): Promise<StoredEntry | null> {
    return this.#keep(key, content, options, version);
  }

  async update(
    key: string,
    change: (original: string | null) => unknown,
    options: PutOptions = {},
  ): Promise<StoredEntry> {
    for (;;) {
      const entry = await this.getEntry(key);
      const kept = await this.#keep(key, change(entry?.original ?? null), options, entry?.version ?? 0);
      if (kept) return kept;
    }
  }

  async get(key: string, options: { readonly full?: boolean } = {}): Promise<string | null> {
    const entry = await this.getEntry(key);
    if (!entry) return null;
    return options.full ? entry.original : entry.compressed;
  }

  async getEntry(key: string): Promise<StoredEntry | null> {
    const found = await this.group.get(key);
    return found ? entryOf(found) : null;
  }

  async delete(key: string): Promise<void> {
    await this.group.delete(key);
  }

  async keys(): Promise<string[]> {
    return (await this.group.list()).map(({ key }) => key);
  }

  async stats(): Promise<SharedContextStats & { readonly agents: Readonly<Record<string, number>> }> {
    const notes = (await this.group.list()).map(noteOf);
    const before = notes.reduce((sum, note) => sum + note[0], 0);
    const after = notes.reduce((sum, note) => sum + note[1], 0);
    const agents: Record<string, number> = {};
    for (const [, , agent] of notes) if (agent !== undefined) agents[agent] = (agents[agent] ?? 0) + 1;
    return {
      entries: notes.length,
      totalOriginalTokens: before,
      totalCompressedTokens: after,
      totalTokensSaved: before - after,
      savingsPercent: percent(before, after),
      agents,
    };
  }

  async clear(): Promise<void> {
    await this.group.clear();
  }

  async watch(listener: (change: GroupChange) => void): Promise<() => Promise<void>> {
    const stop = this.group.watch
      ? await this.group.watch(listener)
      : await watchByListing(this.group, listener, this.rules.watchEveryMs);
    return async () => stop();
  }

  async #keep(key: string, content: unknown, options: PutOptions, ifVersion?: number): Promise<StoredEntry | null> {
    const { ttl, maxEntries, model, now } = this.rules;
    const made = await this.headroom.compressText(asText(content), {
      ...(model === undefined ? {} : { model }),
      ...(options.query === undefined ? {} : { query: options.query }),
    });
    const entry: Omit<ContextEntry, 'key'> = {
      original: made.original,
      compressed: made.text,
      originalTokens: made.tokensBefore,
      compressedTokens: made.tokensAfter,
      savingsPercent: percent(made.tokensBefore, made.tokensAfter),
      transforms: made.transformsApplied,
      agent: options.agent,
      timestamp: now(),
    };
    const counts = [made.tokensBefore, made.tokensAfter] as const;
    const note: Note = options.agent === undefined ? counts : [...counts, options.agent];
    const version = await this.group.put(key, {
      value: JSON.stringify(entry),
      note: JSON.stringify(note),
      ttl,
      maxEntries,
      ...(ifVersion === undefined ? {} : { ifVersion }),
    });
    return version === undefined ? null : { key, ...entry, version };
  }
}

function entryOf({ key, value, version }: GroupValue): StoredEntry {
  const entry = JSON.parse(value) as Omit<ContextEntry, 'key' | 'agent'> & { readonly agent?: string };
  return { ...entry, agent: entry.agent, key, version };
}

function noteOf({ note }: GroupEntry): Note {
  return JSON.parse(note) as Note;
}
