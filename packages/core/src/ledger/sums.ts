import { counterFor } from '../tokens/counter-for.js';
import { type PriceTable, priceOf } from './prices.js';

/** What was saved under one heading. */
export interface LedgerSum {
  /** Texts that became shorter, each time one was sent. */
  readonly texts: number;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  /** Of the tokens saved, those of texts that were sent before: with a provider's cache they would have cost less. */
  readonly tokensSavedAgain: number;
  /** Originals that were asked for again, and the tokens that brought back. */
  readonly retrievals: number;
  readonly tokensRetrieved: number;
  /** Results of tools that stayed whole, each counted once, and their tokens. */
  readonly textsLeft: number;
  readonly tokensLeft: number;
  /**
   * Saved less retrieved, at list price: uncached where a text was sent for the first time, cached where it was sent again.
   * Undefined where no model was named or its price is not known.
   */
  readonly dollars: number | undefined;
}

/** What was saved with one model, and what counted its tokens: an exact vocabulary, or one named as an estimate. */
export interface ModelSum extends LedgerSum {
  readonly counter: string;
}

/** What stayed whole for one reason. */
export interface LeftSum {
  readonly texts: number;
  readonly tokens: number;
}

/** The books, summed in six ways. */
export interface LedgerReport {
  readonly total: LedgerSum;
  readonly days: Readonly<Record<string, LedgerSum>>;
  readonly tools: Readonly<Record<string, LedgerSum>>;
  readonly compressors: Readonly<Record<string, LedgerSum>>;
  readonly doors: Readonly<Record<string, LedgerSum>>;
  readonly models: Readonly<Record<string, ModelSum>>;
  /** What stayed whole, by the reason in a word: `small`, `dense`, `edited`, `error`, `excluded` … */
  readonly left: Readonly<Record<string, LeftSum>>;
  readonly pricesDate: string;
}

/**
 * Texts, tokens before, tokens after, retrievals, tokens retrieved, tokens saved again, texts left whole, their tokens. The last two
 * stand in lines of their own (see {@link Line.left}), so that an earlier version, which knows the first six, spoils no line of this.
 */
export type Counts = readonly [number, number, number, number, number, number, number, number];

export const NONE: Counts = [0, 0, 0, 0, 0, 0, 0, 0];

export function plus(a: Counts, b: Counts): Counts {
  return a.map((count, at) => count + (b[at] ?? 0)) as unknown as Counts;
}

/** The key of a line in the books. */
export interface Line {
  readonly day: string;
  readonly tool: string;
  readonly compressor: string;
  readonly door: string;
  readonly model: string;
  /** Why texts were left whole; empty in lines of texts that became shorter. */
  readonly left: string;
}

export function writeLine({ day, tool, compressor, door, model, left }: Line): string {
  return JSON.stringify([day, tool, compressor, door, model, ...(left === '' ? [] : [left])]);
}

export function readLine(text: string): Line {
  const [day = '', tool = '', compressor = '', door = '', model = '', left = ''] = JSON.parse(text) as string[];
  return { day, tool, compressor, door, model, left };
}

/** Reads counts as written by this or an earlier version. */
export function readCounts(text: string): Counts {
  const counts = JSON.parse(text) as number[];
  return NONE.map((_, at) => counts[at] ?? 0) as unknown as Counts;
}

interface Sum {
  readonly counts: Counts;
  readonly dollars: number | undefined;
}

/** Adds up lines under every heading. */
export class Sums {
  readonly #by = {
    day: new Map<string, Sum>(),
    tool: new Map<string, Sum>(),
    compressor: new Map<string, Sum>(),
    door: new Map<string, Sum>(),
    model: new Map<string, Sum>(),
    left: new Map<string, Sum>(),
  };
  #total: Sum = { counts: NONE, dollars: undefined };

  constructor(private readonly prices: PriceTable) {}

  add(line: Line, counts: Counts): void {
    const more: Sum = { counts, dollars: dollarsOf(counts, line.model, this.prices) };
    this.#total = together(this.#total, more);
    for (const heading of ['day', 'tool', 'compressor', 'door', 'model', 'left'] as const) {
      const name = line[heading];
      if (name !== '') this.#by[heading].set(name, together(this.#by[heading].get(name), more));
    }
  }

  report(pricesDate: string): LedgerReport {
    const { day, tool, compressor, door, model, left } = this.#by;
    const whole = Object.entries(table(left)).map(([why, sum]) => [
      why,
      { texts: sum.textsLeft, tokens: sum.tokensLeft },
    ]);
    const models = Object.entries(table(model)).map(([name, sum]) => [
      name,
      { ...sum, counter: counterFor(name).name },
    ]);
    return {
      total: shown(this.#total),
      days: table(day),
      tools: table(tool),
      compressors: table(compressor),
      doors: table(door),
      models: Object.fromEntries(models),
      left: Object.fromEntries(whole),
      pricesDate,
    };
  }
}

/** What counts saved at a model's prices; undefined where they are not known. */
export function dollarsOf(counts: Counts, model: string, prices: PriceTable): number | undefined {
  const [, before, after, , retrieved, again] = counts;
  const price = priceOf(model, prices);
  return price && ((before - after - again - retrieved) * price.input + again * price.cached) / 1_000_000;
}

function together(a: Sum | undefined, b: Sum): Sum {
  if (!a) return b;
  const dollars = a.dollars === undefined ? b.dollars : a.dollars + (b.dollars ?? 0);
  return { counts: plus(a.counts, b.counts), dollars };
}

function shown({ counts, dollars }: Sum): LedgerSum {
  const [texts, tokensBefore, tokensAfter, retrievals, tokensRetrieved, tokensSavedAgain, textsLeft, tokensLeft] =
    counts;
  const tokensSaved = tokensBefore - tokensAfter;
  return {
    ...{ texts, tokensBefore, tokensAfter, tokensSaved, tokensSavedAgain },
    ...{ retrievals, tokensRetrieved, textsLeft, tokensLeft, dollars },
  };
}

function table(sums: ReadonlyMap<string, Sum>): Record<string, LedgerSum> {
  const names = [...sums.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, shown(sums.get(name) as Sum)]));
}
