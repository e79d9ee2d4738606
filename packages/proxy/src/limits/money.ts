import { PRICES, type Price, type PriceTable, priceOf } from '@headroom/core';
import { takesConversation } from '@headroom/core/http';
import type { Send } from '../backends/backend.js';
import { eventsOfFrames } from '../backends/frame-streams.js';
import { inflatedStream } from '../wire/inflate.js';
import type { Answer } from '../wire/messages.js';
import { headerIn } from '../wire/raw-headers.js';
import type { Outbound } from '../wire/send-upstream.js';
import { type Metered, type Usage, UsageReader } from './usage.js';

/** So many characters of a request are taken for a token where its provider does not say. */
const CHARACTERS_A_TOKEN = 4;
const FRAMES = 'application/vnd.amazon.eventstream';

/** Dollars for what models did. */
export class Money {
  readonly #dearest: Price;

  constructor(private readonly prices: PriceTable = PRICES) {
    const all = Object.keys(prices).map((name) => priceOf(name, prices) as Price);
    this.#dearest = all.sort((a, b) => outputOf(b) - outputOf(a))[0] ?? { input: 15, cached: 1.5 };
  }

  /** What an answer costs at list price. A model whose price is not known costs as much as the dearest that is: no name is a way around a limit. */
  of({ input, cached, written, output }: Usage, model: string | undefined): number {
    const price = (model !== undefined && priceOf(bare(model), this.prices)) || this.#dearest;
    const dear = input * price.input + cached * price.cached + written * (price.written ?? price.input);
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
  const size = body instanceof Uint8Array ? body.length : 0;
  return { input: Math.ceil(size / CHARACTERS_A_TOKEN), cached: 0, written: 0, output: events };
}

interface Meter {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** Reads beside the answer; what cannot be read is estimated. */
function meterOf({ rawHeaders }: Answer, cost: (metered: Metered) => void): Meter {
  const type = headerIn(rawHeaders, 'content-type') ?? '';
  const encoding = headerIn(rawHeaders, 'content-encoding') ?? 'identity';
  const isFrames = type.startsWith(FRAMES);
  const reader = new UsageReader(isFrames || type.includes('text/event-stream'));
  if (encoding === 'identity' && !isFrames)
    return { push: (bytes) => reader.push(bytes), end: () => cost(reader.end()) };
  let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
  const copy = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
    cancel() {
      feed = undefined;
    },
  });
  const plain = encoding === 'identity' ? copy : inflatedStream(copy, encoding);
  drained(isFrames ? eventsOfFrames(plain) : plain, reader).then(() => cost(reader.end()));
  return { push: (bytes) => feed?.enqueue(bytes), end: () => feed?.close() };
}

async function drained(stream: ReadableStream<Uint8Array>, reader: UsageReader): Promise<void> {
  try {
    for await (const piece of stream) reader.push(piece);
  } catch {
    // What came before it was read.
  }
}

/** The same stream, each piece of which `meter` sees; it hears once of the end, whichever it is. */
function watched(body: ReadableStream<Uint8Array>, meter: Meter): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let isOver = false;
  const over = () => {
    if (!isOver) meter.end();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            over();
            return controller.close();
          }
          meter.push(value);
          controller.enqueue(value);
        } catch (error) {
          over();
          controller.error(error);
        }
      },
      cancel(reason) {
        over();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
