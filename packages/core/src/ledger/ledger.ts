import type { SharedStore, StoreGroup } from '../model/shared-store.js';
import type { CompressResult } from '../pipeline/result.js';
import { PRICES, PRICES_DATE, type PriceTable, priceOf } from './prices.js';

/** How a ledger keeps books. */
export interface LedgerOptions {
  /** Where the sums live; all doors that open the same store add to the same sums. */
  readonly store: SharedStore;
  /** Dollars for a million input tokens by model; default {@link PRICES}. */
  readonly prices?: PriceTable;
  /** What the price table is of; shown with every sum. */
  readonly pricesDate?: string;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** Where a compression took place. */
export interface LedgerContext {
  /** Model id, for prices. */
  readonly model?: string;
  /** `mcp`, `proxy`, `cli` … */
  readonly door?: string;
}

/** What was saved under one heading. */
export interface LedgerSum {
  /** Texts that became shorter. */
  readonly texts: number;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  /** Originals that were asked for again, and the tokens that brought back. */
  readonly retrievals: number;
  readonly tokensRetrieved: number;
  /** Saved less retrieved, at list price; undefined where no model was named or its price is not known. */
  readonly dollars: number | undefined;
}

/** The books, summed in four ways. */
export interface LedgerReport {
  readonly total: LedgerSum;
  readonly days: Readonly<Record<string, LedgerSum>>;
  readonly tools: Readonly<Record<string, LedgerSum>>;
  readonly compressors: Readonly<Record<string, LedgerSum>>;
  readonly doors: Readonly<Record<string, LedgerSum>>;
  readonly pricesDate: string;
}

/** Statistics of savings in a store that all doors share. */
export interface Ledger {
  /** Books what a compression saved; cheap, written a moment later. */
  record(result: Pick<CompressResult, 'blocks'>, context?: LedgerContext): void;
  /** Books that an original, or a part of it, was brought back. */
  recordRetrieval(tokens: number, context?: LedgerContext): void;
  /** Writes what is booked; rejects when the store is away, and keeps it for the next time. */
  flush(): Promise<void>;
  /** Sums over all processes, of the last so many days or of all. */
  report(options?: { readonly days?: number }): Promise<LedgerReport>;
}

/** Texts, tokens before, tokens after, retrievals, tokens retrieved. */
type Counts = readonly [number, number, number, number, number];

const NONE: Counts = [0, 0, 0, 0, 0];
const KEPT_SECONDS = 400 * 86_400;
const MOST_LINES = 50_000;
const WRITE_AFTER_MS = 1000;

/**
 * Opens the books of a store.
 *
 * @example
 * ```ts
 * const ledger = createLedger({ store });
 * ledger.record(await headroom.compress(conversation), { model: 'gpt-4o', door: 'cli' });
 * ```
 */
export function createLedger(options: LedgerOptions): Ledger {
  return new StoreLedger(options.store.group('ledger'), options);
}

class StoreLedger implements Ledger {
  readonly #booked = new Map<string, Counts>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly group: StoreGroup,
    private readonly options: LedgerOptions,
  ) {}

  record({ blocks }: Pick<CompressResult, 'blocks'>, context: LedgerContext = {}): void {
    for (const { outcome, tool = '', compressor = '', tokensBefore, tokensAfter } of blocks) {
      if (outcome === 'kept') continue;
      this.#book(this.#line(tool, compressor, context), [1, tokensBefore, tokensAfter, 0, 0]);
    }
  }

  recordRetrieval(tokens: number, context: LedgerContext = {}): void {
    this.#book(this.#line('headroom_retrieve', '', context), [0, 0, 0, 1, tokens]);
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  async report({ days }: { readonly days?: number } = {}): Promise<LedgerReport> {
    await this.flush();
    const since = days === undefined ? '' : dayOf(this.#now() - (days - 1) * 86_400_000);
    const sums = new Sums(this.options.prices ?? PRICES);
    for (const { key, note } of await this.group.list()) {
      const [day = '', tool = '', compressor = '', door = '', model = ''] = JSON.parse(key) as string[];
      if (day >= since) sums.add({ day, tool, compressor, door, model }, JSON.parse(note) as Counts);
    }
    return sums.report(this.options.pricesDate ?? (this.options.prices ? 'your own' : PRICES_DATE));
  }

  #line(tool: string, compressor: string, { door = '', model = '' }: LedgerContext): string {
    return JSON.stringify([dayOf(this.#now()), tool, compressor, door, model]);
  }

  #book(line: string, counts: Counts): void {
    this.#booked.set(line, plus(this.#booked.get(line) ?? NONE, counts));
    this.#timer ??= setTimeout(() => {
      // Statistics never fail a request: what could not be written is written next time.
      this.flush().catch(() => undefined);
    }, WRITE_AFTER_MS);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #write(): Promise<void> {
    for (const [line, counts] of [...this.#booked]) {
      this.#booked.delete(line);
      try {
        await this.#add(line, counts);
      } catch (error) {
        this.#booked.set(line, plus(this.#booked.get(line) ?? NONE, counts));
        throw error;
      }
    }
  }

  async #add(line: string, counts: Counts): Promise<void> {
    for (;;) {
      const now = await this.group.get(line);
      const note = JSON.stringify(plus(now ? (JSON.parse(now.note) as Counts) : NONE, counts));
      const entry = { value: '', note, ttl: KEPT_SECONDS, maxEntries: MOST_LINES, ifVersion: now?.version ?? 0 };
      if ((await this.group.put(line, entry)) !== undefined) return;
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}

interface Line {
  readonly day: string;
  readonly tool: string;
  readonly compressor: string;
  readonly door: string;
  readonly model: string;
}

class Sums {
  readonly #by = {
    day: new Map<string, Sum>(),
    tool: new Map<string, Sum>(),
    compressor: new Map<string, Sum>(),
    door: new Map<string, Sum>(),
  };
  #total: Sum = { counts: NONE, dollars: undefined };

  constructor(private readonly prices: PriceTable) {}

  add(line: Line, counts: Counts): void {
    const [, before, after, , retrieved] = counts;
    const price = priceOf(line.model, this.prices);
    const more: Sum = {
      counts,
      dollars: price === undefined ? undefined : ((before - after - retrieved) * price) / 1_000_000,
    };
    this.#total = together(this.#total, more);
    for (const heading of ['day', 'tool', 'compressor', 'door'] as const) {
      const name = line[heading];
      if (name !== '') this.#by[heading].set(name, together(this.#by[heading].get(name), more));
    }
  }

  report(pricesDate: string): LedgerReport {
    const { day, tool, compressor, door } = this.#by;
    return {
      total: shown(this.#total),
      days: table(day),
      tools: table(tool),
      compressors: table(compressor),
      doors: table(door),
      pricesDate,
    };
  }
}

interface Sum {
  readonly counts: Counts;
  readonly dollars: number | undefined;
}

function together(a: Sum | undefined, b: Sum): Sum {
  if (!a) return b;
  const dollars = a.dollars === undefined ? b.dollars : a.dollars + (b.dollars ?? 0);
  return { counts: plus(a.counts, b.counts), dollars };
}

function shown({ counts: [texts, tokensBefore, tokensAfter, retrievals, tokensRetrieved], dollars }: Sum): LedgerSum {
  const tokensSaved = tokensBefore - tokensAfter;
  return { texts, tokensBefore, tokensAfter, tokensSaved, retrievals, tokensRetrieved, dollars };
}

function table(sums: ReadonlyMap<string, Sum>): Record<string, LedgerSum> {
  const names = [...sums.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, shown(sums.get(name) as Sum)]));
}

function plus(a: Counts, b: Counts): Counts {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]];
}

/** The day in UTC, so that machines agree. */
function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
