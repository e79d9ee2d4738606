import {
  counterFor,
  createHeadroom,
  createLedger,
  type Headroom,
  type HeadroomOptions,
  type Ledger,
  memory,
  type PriceTable,
  type SharedStore,
  type TokenCounter,
} from '@headroom/core';
import { layered, sqlite } from '@headroom/stores';

/** What every part of this package works with. */
export interface Engine {
  readonly headroom: Headroom;
  readonly ledger: Ledger;
  readonly store: SharedStore;
  readonly tokens: TokenCounter;
  readonly model: string | undefined;
}

/** How a server or gateway compresses and where it keeps originals. */
export interface EngineOptions {
  /** Default: the SQLite file that all programs of this machine share, with memory in front. */
  readonly store?: SharedStore;
  /** Model id, for token counting and prices. */
  readonly model?: string;
  /** Prices of its ledger's reports; default core's `PRICES`. */
  readonly prices?: PriceTable;
  /** What those are of, said beside every sum. */
  readonly pricesDate?: string;
  /** Further options of the engine. */
  readonly headroom?: Omit<HeadroomOptions, 'store' | 'model' | 'retrieval'>;
}

/** Makes an engine whose markers name the retrieve tool: every server of this package offers it. */
export function createEngine(options: EngineOptions = {}): Engine {
  const { store = layered(memory(), sqlite()), model, prices, pricesDate } = options;
  const headroom = createHeadroom({
    door: 'mcp',
    ...options.headroom,
    ...(model === undefined ? {} : { model }),
    store,
    retrieval: 'tool',
  });
  return {
    headroom,
    ledger: createLedger({ store, ...(prices && { prices }), ...(pricesDate && { pricesDate }) }),
    store,
    tokens: counterFor(model),
    model,
  };
}

/** Where the ledger books what this package saves. */
export function ledgerContext({ model }: Engine): { readonly door: string; readonly model?: string } {
  return { door: 'mcp', ...(model === undefined ? {} : { model }) };
}
