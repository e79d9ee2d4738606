/** When the prices below were looked up. Every sum of money that is shown names it. */
export const PRICES_DATE = '2025-11-30';

/** US dollars for a million input tokens at list price, uncached, by the start of the model's name. */
export type PriceTable = Readonly<Record<string, number>>;

/** List prices of common models. Bring your own where they matter: `createLedger({ prices })`. */
export const PRICES: PriceTable = {
  'gpt-5': 1.25,
  'gpt-5-mini': 0.25,
  'gpt-5-nano': 0.05,
  'gpt-4.1': 2,
  'gpt-4.1-mini': 0.4,
  'gpt-4o': 2.5,
  'gpt-4o-mini': 0.15,
  o3: 2,
  'o4-mini': 1.1,
  'claude-opus-4': 15,
  'claude-opus-4-5': 5,
  'claude-sonnet-4': 3,
  'claude-haiku-4-5': 1,
  'claude-3-5-haiku': 0.8,
  'gemini-2.5-pro': 1.25,
  'gemini-2.5-flash': 0.3,
};

/** The price of a model: that of the longest name it starts with; undefined when none fits. */
export function priceOf(model: string, prices: PriceTable): number | undefined {
  const bare = model.slice(model.lastIndexOf('/') + 1);
  const fits = Object.keys(prices).filter((name) => bare === name || bare.startsWith(`${name}-`));
  const longest = fits.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : prices[longest];
}
