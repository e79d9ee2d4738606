import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PRICES, PRICES_DATE, type Price, type PriceTable } from '@headroom/core';
import { UsageError } from './usage-error.js';

/** Prices, and what is said beside each sum of where they are from. */
export interface Prices {
  readonly prices: PriceTable;
  readonly pricesDate: string;
}

const MEMBERS: readonly string[] = ['input', 'cached', 'written', 'output'] satisfies (keyof Price)[];
let known: Prices | undefined;

/**
 * The list prices that core knows, with those in the file that `HEADROOM_PRICES` names over them: dollars for a million tokens by the
 * start of a model's name, a number for uncached input or `{"input", "cached", "written", "output"}`.
 *
 * @throws UsageError for a file that cannot be read or holds something else.
 */
export function ownPrices(): Prices {
  known ??= readPrices(process.env.HEADROOM_PRICES);
  return known;
}

/** {@link ownPrices} of a file. */
export function readPrices(path: string | undefined): Prices {
  if (path === undefined || path === '') return { prices: PRICES, pricesDate: PRICES_DATE };
  const own = parsed(path);
  for (const [name, price] of Object.entries(own))
    if (!isPrice(price))
      throw new UsageError(`HEADROOM_PRICES: ${name} has no price such as 3 or {"input": 3, "cached": 0.3}`);
  return { prices: { ...PRICES, ...(own as PriceTable) }, pricesDate: `${PRICES_DATE}, and ${basename(path)}` };
}

function parsed(path: string): object {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  } catch {
    // Said below.
  }
  throw new UsageError(`HEADROOM_PRICES: ${path} is no file with a JSON object of prices by model`);
}

function isPrice(value: unknown): boolean {
  const isAmount = (amount: unknown): boolean => Number.isFinite(amount) && (amount as number) >= 0;
  if (typeof value !== 'object' || value === null) return isAmount(value);
  const isWhole = 'input' in value && 'cached' in value;
  return isWhole && Object.entries(value).every(([name, amount]) => MEMBERS.includes(name) && isAmount(amount));
}
