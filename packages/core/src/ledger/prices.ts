/** When the prices below were looked up. Every sum of money that is shown names it. */
export const PRICES_DATE = '2025-11-30';

/** US dollars for a million tokens at list price: sent for the first time, read from the provider's cache, put into it, answered. */
export interface Price {
  readonly input: number;
  readonly cached: number;
  /** Default: what uncached input costs. */
  readonly written?: number;
  /** Default: five times what uncached input costs. */
  readonly output?: number;
}

/** Prices by the start of the model's name. A number alone is the price of uncached input; cached is then taken as a tenth. */
export type PriceTable = Readonly<Record<string, number | Price>>;

/** Where they were looked up: what the providers publish for their standard tier, prompts of usual length. */
export const PRICES_SOURCE = 'openai.com/api/pricing, claude.com/pricing, ai.google.dev/gemini-api/docs/pricing';

/**
 * List prices ({@link PRICES_SOURCE}, {@link PRICES_DATE}) of models that cost the most to many. Bring your own where they matter:
 * `createLedger({ prices })`.
 */
export const PRICES: PriceTable = {
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
  o3: { input: 2, cached: 0.5, output: 8 },
  'o4-mini': { input: 1.1, cached: 0.275, output: 4.4 },
  'claude-opus-4': { input: 15, cached: 1.5, written: 18.75, output: 75 },
  'claude-opus-4-1': { input: 15, cached: 1.5, written: 18.75, output: 75 },
  'claude-opus-4-5': { input: 5, cached: 0.5, written: 6.25, output: 25 },
  'claude-sonnet-4': { input: 3, cached: 0.3, written: 3.75, output: 15 },
  'claude-sonnet-4-5': { input: 3, cached: 0.3, written: 3.75, output: 15 },
  'claude-haiku-4-5': { input: 1, cached: 0.1, written: 1.25, output: 5 },
  'claude-3-5-haiku': { input: 0.8, cached: 0.08, written: 1, output: 4 },
  'gemini-2.5-pro': { input: 1.25, cached: 0.125, output: 10 },
  'gemini-2.5-flash': { input: 0.3, cached: 0.03, output: 2.5 },
};

/** What makes of a name the next version's: a short number, as 8 in `claude-opus-4-8`. A date is longer. */
const NEXT_VERSION = /^-\d{1,2}(?:\D|$)/;

/**
 * The price of a model: that of the longest name it starts with. Undefined when none fits, and for another version of a model that
 * is known, whose price is its own.
 */
export function priceOf(model: string, prices: PriceTable): Price | undefined {
  const bare = model.slice(model.lastIndexOf('/') + 1);
  const fits = Object.keys(prices).filter(
    (name) => bare === name || (bare.startsWith(`${name}-`) && !NEXT_VERSION.test(bare.slice(name.length))),
  );
  const longest = fits.sort((a, b) => b.length - a.length)[0];
  const price = longest === undefined ? undefined : prices[longest];
  return typeof price === 'number' ? { input: price, cached: price / 10 } : price;
}
