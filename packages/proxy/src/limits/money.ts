import { PRICES, type Price, type PriceTable, priceOf } from '@headroom/core';
import { Pieces, takesConversation } from '@headroom/core/http';
import type { Send } from '../backends/backend.js';
import { meterOf, watched } from '../usage/answer-meter.js';
import type { Metered, Usage } from '../usage/usage-reader.js';
import type { Outbound } from '../wire/send-upstream.js';

/** So many characters of a request are taken for a token where its provider does not say. */
const CHARACTERS_A_TOKEN = 4;

/** Dollars for what models did. */
export class Money {
  readonly #dearest: Price;

  constructor(private readonly prices: PriceTable = PRICES) {
    const all = Object.keys(prices).map((name) => priceOf(name, prices) as Price);
    this.#dearest = all.sort((a, b) => outputOf(b) - outputOf(a))[0] ?? { input: 15, cached: 1.5 };
  }

  /** What an answer costs at list price. A model whose price is not known costs as much as the dearest that is: no name is a way around a limit. */
  of({ input, cacheRead, cacheWrite, output }: Usage, model: string | undefined): number {
    const price = (model !== undefined && priceOf(bare(model), this.prices)) || this.#dearest;
    const dear = input * price.input + cacheRead * price.cached + cacheWrite * (price.written ?? price.input);
    return (dear + output * outputOf(price)) / 1e6;
  }

  /** Sends, and tells what the answer cost when it is over or given up. Of an answer that says nothing, it is estimated. */
  watching(send: Send, paid: (dollars: number) => void): Send {
    return async (pool, outbound) => {
      const answer = await send(pool, outbound);
      if (!answer.body || answer.status >= 300 || outbound.method !== 'POST') return answer;
      const cost = (metered: Metered) => {
        const usage = metered.usage ?? estimated(metered, outbound);
        if (usage) paid(this.of(usage, metered.model));
      };
      return { ...answer, body: watched(answer.body, meterOf(answer, cost)) };
    };
  }
}

function outputOf({ input, output = 5 * input }: Price): number {
  return output;
}

/** A model's name without what backends put around it. */
function bare(model: string): string {
  return model
    .replace(/^(?:[a-z-]+\.)?anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace('@', '-');
}

function estimated({ events }: Metered, { path, body }: Outbound): Usage | undefined {
  if (!takesConversation(path) || /count_?-?tokens|input_tokens/i.test(path)) return undefined;
  const size = body instanceof Uint8Array || body instanceof Pieces ? body.length : 0;
  return { input: Math.ceil(size / CHARACTERS_A_TOKEN), cacheRead: 0, cacheWrite: 0, output: events };
}
