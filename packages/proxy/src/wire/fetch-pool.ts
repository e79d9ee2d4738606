import { Readable } from 'node:stream';
import { Pieces } from '@headroom/core/http';
import { Dispatcher } from 'undici';
import type { Answer } from './messages.js';
import { eachHeader } from './raw-headers.js';
import type { Outbound } from './send-upstream.js';

/** What a runtime has in the place of sockets. */
export type SendingFetch = (address: string, init: RequestInit) => Promise<Response>;

/** What `fetch` writes itself, or decides about. */
const ITS_OWN: ReadonlySet<string> = new Set(['host', 'content-length', 'accept-encoding']);

/** Takes the place of connections where a program has none of its own: each request goes by `fetch`. */
export class FetchPool extends Dispatcher {
  constructor(private readonly sendingFetch: SendingFetch) {
    super();
  }

  /** As `sendUpstream` sends. What comes back compressed, `fetch` has read already: so nothing compressed is asked for. */
  async send({ origin, path, method, rawHeaders, body, signal }: Outbound): Promise<Answer> {
    const headers = new Headers();
    eachHeader(rawHeaders, (name, value, lower) => {
      if (!ITS_OWN.has(lower)) headers.append(name, value);
    });
    headers.set('accept-encoding', 'identity');
    const { sendingFetch } = this;
    const answer = await sendingFetch(origin + path, {
      ...{ method, headers, signal, redirect: 'manual' },
      ...(body && { body: sendable(body) as RequestInit['body'] }),
      ...((body instanceof Readable || body instanceof ReadableStream) && { duplex: 'half' }),
    } as RequestInit);
    const wasRead = (answer.headers.get('content-encoding') ?? 'identity') !== 'identity';
    const kept = [...answer.headers].filter(
      ([name]) => !(wasRead && (name === 'content-encoding' || name === 'content-length')),
    );
    const { status, statusText } = answer;
    return { status, statusText, rawHeaders: kept.flat(), body: answer.body ?? undefined };
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}

function sendable(body: Outbound['body']): unknown {
  if (body instanceof Pieces) return body.whole();
  return body instanceof Readable ? Readable.toWeb(body) : body;
}
