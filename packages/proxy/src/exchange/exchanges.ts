import type { Dialect, Path } from '@headroom/core';
import type { BodyReport } from '@headroom/core/http';
import { modelOf } from '@headroom/core/http';
import { canInflate, inflated } from '../wire/inflate.js';
import type { Answer } from '../wire/messages.js';
import { headerIn, type RawHeaders } from '../wire/raw-headers.js';
import { dialectOf } from '../wire/wires.js';
import type { Exchange, ShortenedText, Usage } from './exchange.js';
import { PrefixMemory } from './prefix-memory.js';
import { sessionOf } from './session-of.js';
import { UsageReader } from './usage.js';

/** What is known of a conversation's request when its answer begins. */
export interface Asked {
  readonly began: number;
  readonly tenant: string;
  readonly conversation: string | undefined;
  readonly headers: RawHeaders;
  /** Path and query. */
  readonly target: string;
  /** The body as it reads; undefined for what is no text. */
  readonly text: string | undefined;
  /** The body of its first round, as it was sent. */
  readonly sent: unknown;
  readonly report: BodyReport | undefined;
}

/** A request in a frame of a WebSocket. */
export interface AskedFrame extends Omit<Asked, 'target' | 'sent'> {
  readonly sent: string;
  /** So many items stand before those of the frame. */
  readonly before: number;
}

/** An encoded body is kept until it is over, to be read then; longer ones are not. */
const MOST_HELD = 8_000_000;

/** Tells of exchanges when their answers are over. What it costs is paid after the answer, and nothing of that is changed or held back. */
export class Exchanges {
  readonly #prefixes = new PrefixMemory();

  constructor(private readonly tell: (exchange: Exchange) => void) {}

  /** The same answer, looked at as it passes. */
  watch(answer: Answer, asked: Asked): Answer {
    const wire = dialectOf(asked.target) ?? 'openai-chat';
    const tap = tapOf(answer, wire);
    const over = (usage: Promise<Usage | undefined>) =>
      void usage
        .catch(() => undefined)
        .then((counted) => this.#soon(() => this.#over(answer.status, wire, asked, counted)));
    if (!answer.body) {
      over(Promise.resolve(undefined));
      return answer;
    }
    return {
      ...answer,
      body: tapped(
        answer.body,
        (bytes) => tap.push(bytes),
        () => over(tap.end()),
      ),
    };
  }

  /** A frame's request, when the provider has said that its response is over. */
  frame(asked: AskedFrame, last: string): void {
    const { report, text = '' } = asked;
    this.#soon(() => {
      const reader = new UsageReader('openai-responses', 'json');
      reader.push(new TextEncoder().encode(last));
      const original = parsed(text);
      const sent = parsed(asked.sent);
      this.#tell(asked, 'openai-responses', 101, {
        ...{ usage: reader.end(), prefix: undefined, original: frameBody(original), model: undefined },
        texts: () => textsOf(report, frameBody(original), frameBody(sent), asked.before),
      });
    });
  }

  #over(status: number, wire: Dialect, asked: Asked, usage: Usage | undefined): void {
    const original = parsed(asked.text);
    const sent = typeof asked.sent === 'string' && asked.sent !== asked.text ? parsed(asked.sent) : original;
    const session = sessionOf(asked.conversation, asked.headers, original);
    // A request that was refused left nothing in a cache.
    const prefix = status < 300 ? this.#prefixes.judge(`${asked.tenant}\n${session}`, wire, original, sent) : undefined;
    const model = original === undefined ? undefined : modelOf(asked.target, original);
    const texts = () => textsOf(asked.report, original, sent, 0);
    this.#tell(asked, wire, status, { usage, prefix, original, model, texts });
  }

  #tell(
    asked: Omit<Asked, 'target' | 'sent'>,
    wire: Dialect,
    status: number,
    found: Pick<Exchange, 'usage' | 'prefix' | 'model' | 'texts'> & { readonly original: unknown },
  ): void {
    const { original, ...rest } = found;
    const { model } = (original ?? {}) as { readonly model?: unknown };
    this.tell({
      at: asked.began,
      milliseconds: Date.now() - asked.began,
      tenant: asked.tenant,
      session: sessionOf(asked.conversation, asked.headers, original),
      wire,
      status,
      report: asked.report ?? { outcome: 'skipped', reason: 'encoded', message: 'It was sent as it came' },
      ...rest,
      model: rest.model ?? (typeof model === 'string' ? model : undefined),
    });
  }

  /** After what is under way; who listens may fail without a request hearing of it. */
  #soon(work: () => void): void {
    setImmediate(() => {
      try {
        work();
      } catch {
        // Figures are lost, and nothing else.
      }
    });
  }
}

interface Tap {
  push(bytes: Uint8Array): void;
  end(): Promise<Usage | undefined>;
}

function tapOf({ rawHeaders }: Answer, wire: Dialect): Tap {
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
function tapped(
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

function textsOf(
  report: BodyReport | undefined,
  original: unknown,
  sent: unknown,
  before: number,
): readonly ShortenedText[] {
  if (!report || report.outcome === 'skipped') return [];
  return report.blocks.flatMap((block) => {
    if (block.outcome === 'kept') return [];
    const at = before === 0 ? block.at : block.at.map((part, depth) => (depth === 1 ? Number(part) - before : part));
    const [was, is] = [valueAt(original, at), valueAt(sent, at)];
    return typeof was === 'string' && typeof is === 'string' ? [{ block, original: was, sent: is }] : [];
  });
}

function valueAt(root: unknown, at: Path): unknown {
  return at.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], root);
}

function frameBody(frame: unknown): unknown {
  const { response } = (frame ?? {}) as { readonly response?: unknown };
  return typeof response === 'object' && response !== null ? response : frame;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
