import { type BlockReport, PRICES, priceOf } from '@headroom/core';

/** Tokens of input: those sent for the first time, and those that an earlier request had, which a cache holds. */
export interface Sent {
  readonly fresh: number;
  readonly again: number;
}

/** What the texts of a conversation cost as input, in dollars; undefined where the price of the model is not known. */
export interface Money {
  readonly before: number;
  readonly after: number;
}

/** How many requests each text goes out with: one, and one more for each later answer of the model. */
export function requestsOf(
  blocks: readonly BlockReport[],
  messages: readonly unknown[],
  later: number,
): readonly number[] {
  const answers = messages.map((message) =>
    ['assistant', 'model'].includes(String((message as { role?: unknown })?.role)),
  );
  return blocks.map(({ turn }) => 1 + later + answers.slice(turn + 1).filter(Boolean).length);
}

/** Texts of `tokens` tokens in so many requests each, by how a provider with a cache of prefixes takes them. */
function sentOf(tokens: readonly number[], requests: readonly number[]): Sent {
  const fresh = tokens.reduce((sum, count) => sum + count, 0);
  return { fresh, again: tokens.reduce((sum, count, nth) => sum + count * ((requests[nth] ?? 1) - 1), 0) };
}

/** New tokens at the price at which they are put into the cache, all others at that of reading from it. */
export function moneyOf(model: string, blocks: readonly BlockReport[], requests: readonly number[]): Money | undefined {
  const price = priceOf(model, PRICES);
  if (!price) return undefined;
  const { input, cached, written = input } = price;
  const dollars = ({ fresh, again }: Sent) => (fresh * written + again * cached) / 1e6;
  return {
    before: dollars(
      sentOf(
        blocks.map(({ tokensBefore }) => tokensBefore),
        requests,
      ),
    ),
    after: dollars(
      sentOf(
        blocks.map(({ tokensAfter }) => tokensAfter),
        requests,
      ),
    ),
  };
}
