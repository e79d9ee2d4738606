import { PRICES, type Price, priceOf } from '@headroom/core';
import type { Fetch } from '../arms/arm.js';
import type { Usage, Wire } from '../wire/chat.js';

/** Where a model is asked, and what its tokens cost. */
export interface Provider {
  readonly wire: Wire;
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
  readonly model: string;
  /** Undefined: not known, so that money is neither counted nor limited. */
  readonly price: Price | undefined;
  readonly fetch: Fetch;
}

/** What tokens cost in US dollars; 0 where no price is known. A price left out is taken as core's table says. */
export function dollars({ input, cached, written, output }: Usage, price: Price | undefined): number {
  if (!price) return 0;
  const millions = input * price.input + cached * price.cached + written * (price.written ?? price.input);
  return (millions + output * (price.output ?? 5 * price.input)) / 1e6;
}

/** The list price of a model, or what the caller says: input, cached, written, output per million tokens. */
export function priceFor(model: string, given?: string): Price | undefined {
  if (given === undefined) return priceOf(model, PRICES);
  const numbers = given.split(',').map(Number);
  const [input, cached, written, output] = numbers as [number, number, number, number];
  if (numbers.length !== 4 || numbers.some((one) => !(one >= 0)))
    throw new Error('--price takes four numbers, dollars for a million tokens: input,cached,written,output');
  return { input, cached, written, output };
}
