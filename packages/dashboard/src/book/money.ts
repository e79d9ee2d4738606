import { PRICES, type PriceTable, priceOf } from '@headroom/core';
import type { Usage } from '@headroom/proxy';
import type { Money } from './record.js';

/** Tokens that a request did not send: of texts that were new in it, and of those an earlier request had. */
export interface Spared {
  readonly fresh: number;
  readonly again: number;
}

/**
 * The input of one request in dollars, as the provider counted it, and as it would have been without compression: new texts at the price
 * at which this provider took what was new, earlier ones at the price of its cache, or at the full one where it had nothing cached.
 * Undefined without a price or a count.
 */
export function moneyOf(
  model: string,
  usage: Usage | undefined,
  { fresh, again }: Spared,
  prices: PriceTable = PRICES,
): Money | undefined {
  const price = priceOf(model, prices);
  if (!price || !usage) return undefined;
  const { input, cached, written = input } = price;
  const paid = usage.input * input + usage.cacheRead * cached + usage.cacheWrite * written;
  const asNew = usage.cacheWrite > 0 ? written : input;
  const spared = fresh * asNew + again * (usage.cacheRead > 0 ? cached : asNew);
  return { paid: paid / 1e6, without: (paid + spared) / 1e6 };
}

/** What an output costs that was asked back: without compression it would not have been sent twice. */
export function askedBackCost(model: string, tokens: number, prices: PriceTable = PRICES): number {
  return ((priceOf(model, prices)?.input ?? 0) * tokens) / 1e6;
}
