import { counterFor, RETRIEVE_TOOL } from '@headroom/core';
import type { Fetch } from '../arms/arm.js';
import { addUsage, NO_USAGE, resultTexts, type Usage, type Wire } from '../wire/chat.js';
import { listIn } from '../wire/json.js';
import type { Budget } from './budget.js';
import { dollars, type Provider } from './provider.js';

/** The provider could not be asked, whatever the arm does: nothing is learned of the arm. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
}

/** The provider will not be asked at all: a wrong key, address or model. Ends the run. */
export class ProviderRefuses extends Error {
  override readonly name = 'ProviderRefuses';
}

/** What a conversation has cost so far, at the provider's door: hidden requests of an arm count like all others. */
export interface Metered {
  requests: number;
  retrievals: number;
  /** Requests that the provider says it has changed before it showed them to the model. */
  transformed: number;
  /** Answers that ended at the limit of their tokens. */
  cut: number;
  usage: Usage;
  dollars: number;
  /** Time within the provider, in milliseconds. */
  providerMs: number;
  /** Characters of tool results in all requests as they were sent. */
  resultCharacters: number;
}

export const newMeter = (): Metered => ({
  requests: 0,
  retrievals: 0,
  transformed: 0,
  cut: 0,
  usage: NO_USAGE,
  dollars: 0,
  providerMs: 0,
  resultCharacters: 0,
});

export interface MeterOptions {
  readonly budget: Budget;
  readonly maxTokens: number;
  /** How often a request is tried again that a busy provider refused. Default 4. */
  readonly retries?: number;
  /** The first wait, in milliseconds; each further one is twice as long. Default 1,000. */
  readonly waitMs?: number;
}

const isBusy = (status: number) => status === 408 || status === 429 || status >= 500;
/** Statuses that would come back whatever is asked: no key, no money, no right, no such model. */
const FINAL = new Set([401, 402, 403, 404]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts of other providers' tokenizers are estimates: so much more is set aside. */
const MARGIN = 1.25;

/** The most a request may cost: all of its bytes at the dearest price of input, and the longest answer. */
function mostOf(body: string, { model, price }: Provider, maxTokens: number): number {
  const tokens = counterFor(model).count(body) * MARGIN;
  const dearest = Math.max(price?.input ?? 0, price?.written ?? 0);
  return (tokens * dearest + maxTokens * (price?.output ?? 5 * (price?.input ?? 0))) / 1e6;
}

async function sendPatiently(
  send: () => Promise<Response>,
  { retries = 4, waitMs = 1000 }: MeterOptions,
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    let problem: string;
    let wait = waitMs * 2 ** attempt;
    try {
      const response = await send();
      if (!isBusy(response.status)) return response;
      problem = `status ${response.status}`;
      wait = Math.max(wait, Math.min(60, Number(response.headers.get('retry-after')) || 0) * 1000);
    } catch (error) {
      problem = error instanceof Error ? error.name : 'unknown error';
    }
    if (attempt >= retries) throw new ProviderAway(`The provider did not answer: ${problem}`);
    await pause(wait);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderAway('The provider did not answer in JSON');
  }
}

/** An answer without a message is the client's to see. */
function noteReply(meter: Metered, wire: Wire, answer: unknown): void {
  try {
    const { calls, isCut } = wire.reply(answer);
    meter.retrievals += calls.filter(({ name }) => name === RETRIEVE_TOOL).length;
    if (isCut) meter.cut++;
  } catch {
    // Nothing was called.
  }
}

/** A `fetch` that counts what the provider answers into a meter, within a budget. */
export function meteredFetch(meter: Metered, provider: Provider, options: MeterOptions): Fetch {
  const { wire, price } = provider;
  return async (input, init) => {
    const body = typeof init?.body === 'string' ? init.body : await new Response(init?.body ?? null).text();
    const settle = options.budget.reserve(mostOf(body, provider, options.maxTokens));
    const start = performance.now();
    let cost = 0;
    try {
      const response = await sendPatiently(() => provider.fetch(input, { ...init, body }), options);
      meter.requests++;
      meter.resultCharacters += resultTexts(wire, JSON.parse(body)).reduce((sum, text) => sum + text.length, 0);
      const text = await response.text();
      if (FINAL.has(response.status)) throw new ProviderRefuses(`status ${response.status}: ${text.slice(0, 200)}`);
      if (!response.ok) return new Response(text, { status: response.status });
      const answer = parsed(text);
      const usage = wire.usage(answer);
      cost = dollars(usage, price);
      meter.usage = addUsage(meter.usage, usage);
      meter.dollars += cost;
      if (listIn(answer, 'input_transformations').length > 0) meter.transformed++;
      noteReply(meter, wire, answer);
      return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
    } finally {
      meter.providerMs += performance.now() - start;
      settle(cost);
    }
  };
}
