import type { SharedStore, StoreGroup } from '../model/shared-store.js';
import type { CompressResult } from '../pipeline/result.js';
import { Book, dayOf, type LedgerContext, type RetrievalContext } from './book.js';
import { PRICES, PRICES_DATE, type PriceTable } from './prices.js';
import { type Counts, type LedgerReport, NONE, plus, readCounts, readLine, Sums } from './sums.js';

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

/** Statistics of savings in a store that all doors share. */
export interface Ledger {
  /** Books what a compression saved; cheap, written a moment later. */
  record(result: Pick<CompressResult, 'blocks'>, context?: LedgerContext): void;
  /** Books that an original, or a part of it, was brought back. */
  recordRetrieval(tokens: number, context?: RetrievalContext): void;
  /** Writes what is booked; rejects when the store is away, and keeps it for the next time. */
  flush(): Promise<void>;
  /** Sums over all processes, of the last so many days or of all. */
  report(options?: { readonly days?: number }): Promise<LedgerReport>;
}

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
  readonly #book: Book;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly group: StoreGroup,
    private readonly options: LedgerOptions,
  ) {
    this.#book = new Book(() => this.#now());
  }

  record({ blocks }: Pick<CompressResult, 'blocks'>, context: LedgerContext = {}): void {
    this.#book.add(blocks, context);
    this.#writeSoon();
  }

  recordRetrieval(tokens: number, context: RetrievalContext = {}): void {
    this.#book.addRetrieval(tokens, context);
    this.#writeSoon();
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
      const line = readLine(key);
      if (line.day >= since) sums.add(line, readCounts(note));
    }
    return sums.report(this.options.pricesDate ?? (this.options.prices ? 'your own' : PRICES_DATE));
  }

  #writeSoon(): void {
    if (this.#book.lines.size === 0) return;
    this.#timer ??= setTimeout(() => {
      // Statistics never fail a request: what could not be written is written next time.
      this.flush().catch(() => undefined);
    }, WRITE_AFTER_MS);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #write(): Promise<void> {
    for (const [line, counts] of [...this.#book.lines]) {
      this.#book.lines.delete(line);
      try {
        await this.#add(line, counts);
      } catch (error) {
        this.#book.put(line, counts);
        throw error;
      }
    }
  }

  async #add(line: string, counts: Counts): Promise<void> {
    for (;;) {
      const now = await this.group.get(line);
      const note = JSON.stringify(plus(now ? readCounts(now.note) : NONE, counts));
      const entry = { value: '', note, ttl: KEPT_SECONDS, maxEntries: MOST_LINES, ifVersion: now?.version ?? 0 };
      if ((await this.group.put(line, entry)) !== undefined) return;
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}
