import { type Dialect, harmless } from '@headroom/core';
import type { BodyReport } from '@headroom/core/http';
import { modelOf, Pieces } from '@headroom/core/http';
import { meterOf, watched } from '../usage/answer-meter.js';
import { meteredJson, type Usage } from '../usage/usage-reader.js';
import type { Answer } from '../wire/messages.js';
import type { RawHeaders } from '../wire/raw-headers.js';
import { dialectOf } from '../wire/wires.js';
import type { Exchange } from './exchange.js';
import { PrefixMemory } from './prefix-memory.js';
import { sessionOf } from './session-of.js';
import { textsOf } from './texts-of.js';

/** What is known of a conversation's request when its answer begins. */
export interface Asked {
  readonly began: number;
  readonly tenant: string;
  readonly conversation: string | undefined;
  readonly headers: RawHeaders;
  /** Path and query. */
  readonly target: string;
  /** The body as it reads; undefined for what is no text. */
  readonly text: string | Pieces | undefined;
  /** The body of its first round, as it was sent. */
  readonly sent: unknown;
  readonly report: BodyReport | undefined;
}

/** A request in a frame of a WebSocket. */
export interface AskedFrame extends Omit<Asked, 'target' | 'sent' | 'text'> {
  readonly text: string | undefined;
  readonly sent: string;
  /** So many items stand before those of the frame. */
  readonly before: number;
}

/** Tells of exchanges when their answers are over. What it costs is paid after the answer, and nothing of that is changed or held back. */
export class Exchanges {
  readonly #prefixes = new PrefixMemory();

  readonly #told: (exchange: Exchange) => void;

  constructor(tell: (exchange: Exchange) => void) {
    this.#told = harmless(tell);
  }

  /** The same answer, looked at as it passes. */
  watch(answer: Answer, asked: Asked): Answer {
    const wire = dialectOf(asked.target) ?? 'openai-chat';
    const over = (usage: Usage | undefined) => this.#soon(() => this.#over(answer.status, wire, asked, usage));
    if (answer.body)
      return {
        ...answer,
        body: watched(
          answer.body,
          meterOf(answer, ({ usage }) => over(usage)),
        ),
      };
    over(undefined);
    return answer;
  }

  /** A frame's request, when the provider has said that its response is over. */
  frame(asked: AskedFrame, last: string): void {
    const { report, text = '' } = asked;
    this.#soon(() => {
      const original = parsed(text);
      const sent = parsed(asked.sent);
      this.#tell(asked, 'openai-responses', 101, {
        ...{ usage: meteredJson(last).usage, prefix: undefined, original: frameBody(original), model: undefined },
        texts: () => textsOf(report, frameBody(original), frameBody(sent), asked.before),
      });
    });
  }

  #over(status: number, wire: Dialect, asked: Asked, usage: Usage | undefined): void {
    const original = parsed(asked.text);
    const sent = asked.sent === asked.text ? original : (parsed(asked.sent) ?? original);
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
    this.#told({
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

function frameBody(frame: unknown): unknown {
  const { response } = (frame ?? {}) as { readonly response?: unknown };
  return typeof response === 'object' && response !== null ? response : frame;
}

function parsed(body: unknown): unknown {
  try {
    const bytes = body instanceof Pieces ? body.whole() : body;
    const text = bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes;
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
