import type { Dialect } from '@headroom/core';
import { canInflate, inflated } from '../wire/inflate.js';
import type { Answer } from '../wire/messages.js';
import { headerIn } from '../wire/raw-headers.js';
import type { Usage } from './exchange.js';
import { UsageReader } from './usage.js';

/** An encoded body is kept until it is over, to be read then; longer ones are not. */
const MOST_HELD = 8_000_000;

interface Tap {
  push(bytes: Uint8Array): void;
  end(): Promise<Usage | undefined>;
}

/** What reads the figures of an answer as it passes. */
export function tapOf({ rawHeaders }: Answer, wire: Dialect): Tap {
  const encoding = headerIn(rawHeaders, 'content-encoding') ?? 'identity';
  const isStream = (headerIn(rawHeaders, 'content-type') ?? '').includes('text/event-stream');
  const reader = new UsageReader(wire, isStream ? 'events' : 'json');
  if (encoding === 'identity' || encoding === '')
    return { push: (bytes) => reader.push(bytes), end: async () => reader.end() };
  const held: Uint8Array[] = [];
  let size = 0;
  return {
    push(bytes) {
      size += bytes.length;
      if (size <= MOST_HELD) held.push(bytes);
      else held.length = 0;
    },
    async end() {
      if (held.length === 0 || !canInflate(encoding)) return undefined;
      reader.push(await inflated(new Uint8Array(Buffer.concat(held)), encoding, MOST_HELD * 4));
      return reader.end();
    },
  };
}

/** The same stream; `look` sees every piece when it is on its way, `over` is called once, however it ends. */
export function tapped(
  body: ReadableStream<Uint8Array>,
  look: (bytes: Uint8Array) => void,
  over: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return over();
          }
          controller.enqueue(value);
          look(value);
        } catch (error) {
          controller.error(error);
          over();
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
