import { eventsOfFrames } from '../backends/frame-streams.js';
import type { ByteSource } from '../wire/byte-source.js';
import { inflatedStream } from '../wire/inflate.js';
import type { Answer } from '../wire/messages.js';
import { headerIn } from '../wire/raw-headers.js';
import { type Metered, UsageReader } from './usage-reader.js';

const FRAMES = 'application/vnd.amazon.eventstream';

/** What sees an answer's bytes as they pass. */
interface Meter {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** What reads beside an answer what it cost; `cost` is told when it is over. Never throws. */
export function meterOf({ rawHeaders }: Answer, cost: (metered: Metered) => void): Meter {
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
export function watched(body: ByteSource, meter: Meter): ReadableStream<Uint8Array> {
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
