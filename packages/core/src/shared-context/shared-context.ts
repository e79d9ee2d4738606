import { createHeadroom, type Headroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import type { TextResult } from '../pipeline/compress-text.js';
import { asText, percent } from './context-text.js';

/** How a shared context is made. */
export interface SharedContextOptions {
  /** Model id, for token counting. */
  readonly model?: string;
  /** Lifetime of an entry in seconds. Default 3600. */
  readonly ttl?: number;
  /** The oldest entry is evicted when one more is put. Default 100. */
  readonly maxEntries?: number;
  /** The engine that compresses; default one of its own. */
  readonly headroom?: Headroom;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** What is known about one put besides the content. */
export interface PutOptions {
  /** Who stored it. */
  readonly agent?: string;
  /** What the receiving agent will want to know; steers what is kept. */
  readonly query?: string;
}

/** One shared text, compressed and in full. */
export interface ContextEntry {
  readonly key: string;
  readonly original: string;
  readonly compressed: string;
  readonly originalTokens: number;
  readonly compressedTokens: number;
  readonly savingsPercent: number;
  /** `router:smart_crusher:0.20`, as in a compress result. */
  readonly transforms: readonly string[];
  readonly agent: string | undefined;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** Sums over all live entries. */
export interface SharedContextStats {
  readonly entries: number;
  readonly totalOriginalTokens: number;
  readonly totalCompressedTokens: number;
  readonly totalTokensSaved: number;
  readonly savingsPercent: number;
}

/**
 * What moves between agents, compressed: one agent puts a large output, the others get it small, and in full on demand.
 * In this process's memory; the original comes back exactly.
 *
 * @example
 * ```ts
 * const context = new SharedContext({ model: 'claude-sonnet-4-5' });
 * await context.put('research', bigOutput, { agent: 'researcher' });
 * const summary = context.get('research');
 * const full = context.get('research', { full: true });
 * ```
 */
export class SharedContext {
  readonly #entries = new Map<string, ContextEntry>();
  #headroom: Headroom;
  readonly #makeEngine: () => Headroom;
  readonly #model: string | undefined;
  readonly #ttl: number;
  readonly #maxEntries: number;
  readonly #now: () => number;

  /** @throws HeadroomError `invalid_option` when a bound is not a positive number. */
  constructor(options: SharedContextOptions = {}) {
    const { ttl = 3600, maxEntries = 100 } = options;
    for (const [name, value] of Object.entries({ ttl, maxEntries })) {
      if (!(typeof value === 'number' && value > 0))
        throw new HeadroomError('invalid_option', `SharedContext option \`${name}\` must be a positive number`, name);
    }
    this.#ttl = ttl;
    this.#maxEntries = maxEntries;
    this.#model = options.model;
    this.#now = options.now ?? Date.now;
    const given = options.headroom;
    this.#makeEngine = given ? () => given : () => createHeadroom();
    this.#headroom = this.#makeEngine();
  }

  /** Stores content under a key and compresses it. JSON values are stringified once; their text is then the original. */
  async put(key: string, content: unknown, options: PutOptions = {}): Promise<ContextEntry> {
    const text = asText(content);
    return this.#keep(key, await this.#headroom.compressText(text, this.#asked(options)), options);
  }

  /** {@link put} without a promise; compressors that work asynchronously are skipped. */
  putSync(key: string, content: unknown, options: PutOptions = {}): ContextEntry {
    const text = asText(content);
    return this.#keep(key, this.#headroom.compressTextSync(text, this.#asked(options)), options);
  }

  /** The compressed text, or the original with `full`; null when there is no live entry. */
  get(key: string, options: { readonly full?: boolean } = {}): string | null {
    const entry = this.getEntry(key);
    if (!entry) return null;
    return options.full ? entry.original : entry.compressed;
  }

  /** The whole entry, or null when there is no live one. */
  getEntry(key: string): ContextEntry | null {
    const entry = this.#entries.get(key);
    return entry && this.#live(entry) ? entry : null;
  }

  /** Keys of all live entries, oldest first. */
  keys(): string[] {
    return this.#all().map((entry) => entry.key);
  }

  stats(): SharedContextStats {
    const entries = this.#all();
    const before = entries.reduce((sum, entry) => sum + entry.originalTokens, 0);
    const after = entries.reduce((sum, entry) => sum + entry.compressedTokens, 0);
    return {
      entries: entries.length,
      totalOriginalTokens: before,
      totalCompressedTokens: after,
      totalTokensSaved: before - after,
      savingsPercent: percent(before, after),
    };
  }

  /** Forgets all entries; an engine of its own is let go with every original and result that it remembers. */
  clear(): void {
    this.#entries.clear();
    this.#headroom = this.#makeEngine();
  }

  #asked(options: PutOptions) {
    return {
      ...(this.#model === undefined ? {} : { model: this.#model }),
      ...(options.query === undefined ? {} : { query: options.query }),
    };
  }

  #keep(key: string, made: TextResult, options: PutOptions): ContextEntry {
    const entry: ContextEntry = {
      key,
      original: made.original,
      compressed: made.text,
      originalTokens: made.tokensBefore,
      compressedTokens: made.tokensAfter,
      savingsPercent: percent(made.tokensBefore, made.tokensAfter),
      transforms: made.transformsApplied,
      agent: options.agent,
      timestamp: this.#now(),
    };
    this.#entries.delete(key);
    this.#all();
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) break;
      this.#entries.delete(oldest);
    }
    return entry;
  }

  #live(entry: ContextEntry): boolean {
    return this.#now() - entry.timestamp < this.#ttl * 1000;
  }

  /** Live entries; expired ones are dropped on the way. */
  #all(): ContextEntry[] {
    for (const [key, entry] of this.#entries) if (!this.#live(entry)) this.#entries.delete(key);
    return [...this.#entries.values()];
  }
}
