import { Pieces } from '@headroom/core/http';
import type { Dispatcher } from 'undici';
import { type Admitted, CONVERSATION_HEADER, type Notes } from '../proxy-core.js';
import { webStream } from '../wire/byte-source.js';
import { canInflate, inflatedStream } from '../wire/inflate.js';
import type { Answer } from '../wire/messages.js';
import { headerIn, keptHeaders, type RawHeaders, toHeaders } from '../wire/raw-headers.js';
import { type Outbound, sendUpstream } from '../wire/send-upstream.js';
import { wholeStream } from '../wire/whole-stream.js';
import { dialectOf } from '../wire/wires.js';
import type { ReadableBody } from './read-body.js';
import { Received } from './received.js';

const CALL = Symbol('call');
/** Tells the rounds of a call apart until the answer is on its way. */
const ROUND = 'x-headroom-round';
const RETRIEVE = 'headroom_retrieve';

/** A conversation's request on its way through the engine: what the engine's `fetch` cannot carry is kept here. */
export class Call {
  readonly address: string;
  readonly #answers: Answer[] = [];

  constructor(
    private readonly pool: Dispatcher,
    private readonly admitted: Admitted,
    /** As it came, and as it reads. */
    private readonly body: ReadableBody | undefined,
    readonly notes: Notes,
  ) {
    this.address = admitted.route.origin + admitted.route.path;
  }

  /** What the engine's `fetch` is called with. */
  get init(): RequestInit {
    const headers = toHeaders(keptHeaders(this.admitted.headers, (name) => name !== 'content-encoding'));
    const { conversation, incoming } = this.admitted;
    const { method, signal } = incoming;
    if (conversation !== undefined) headers.set(CONVERSATION_HEADER, conversation);
    return {
      method,
      headers,
      signal,
      ...(this.body && { body: this.body.plain ?? this.body.wire }),
      [CALL]: this,
    } as unknown as RequestInit;
  }

  static of(init: RequestInit | undefined): Call {
    return (init as unknown as { readonly [CALL]: Call })[CALL];
  }

  /** Sends one round, with the bytes that came where they are still the same. */
  async send(address: string, init: RequestInit): Promise<Received> {
    const given: unknown = init.body;
    const isSame = given === this.body?.plain || given === this.body?.wire;
    const left = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    const changed = isSame ? undefined : piecesOf(given);
    const kept = keptHeaders(this.admitted.headers, (name) =>
      name === 'content-encoding' ? isSame : (name === 'content-length' && changed !== undefined) || left.has(name),
    );
    const outbound: Outbound = {
      origin: this.admitted.route.origin,
      path: address === this.address ? this.admitted.route.path : address.slice(this.admitted.route.origin.length),
      method: this.admitted.incoming.method,
      rawHeaders: changed ? withLength(kept, changed.length) : kept,
      body: changed ?? this.body?.wire,
      signal: this.admitted.incoming.signal,
    };
    const isOffered = () =>
      changed?.parts.some((part) => Buffer.from(part.buffer, part.byteOffset, part.length).includes(RETRIEVE)) ?? false;
    const send = this.admitted.route.send ?? sendUpstream;
    return this.#response(await send(this.pool, outbound), isOffered);
  }

  /** The answer to the client: the head of the round that is shown, less what no longer holds of its body. */
  answer(response: Response | Received): Answer {
    const shown = this.#answers[Number(response.headers.get(ROUND))];
    const rawHeaders = keptHeaders(shown?.rawHeaders ?? [], (name) => response.headers.has(name));
    const { status, statusText } = shown ?? response;
    return { status, statusText, rawHeaders, body: response.body ?? undefined };
  }

  #response(answer: Answer, isOffered: () => boolean): Received {
    const headers = toHeaders(answer.rawHeaders);
    const encoding = headers.get('content-encoding') ?? 'identity';
    const type = headers.get('content-type') ?? '';
    const isStream = type.includes('text/event-stream');
    let { body } = answer;
    if (body && encoding !== 'identity' && canInflate(encoding) && (isStream || isOffered())) {
      body = inflatedStream(body, encoding);
      for (const name of ['content-encoding', 'content-length']) headers.delete(name);
    }
    const dialect = dialectOf(this.admitted.incoming.target);
    const isReadable = (headers.get('content-encoding') ?? 'identity') === 'identity';
    if (body && isStream && isReadable && dialect && answer.status < 300) {
      body = wholeStream(body, dialect);
      // An event of ours may follow.
      headers.delete('content-length');
    }
    headers.set(ROUND, String(this.#answers.push(answer) - 1));
    const isBare = [204, 205, 304].includes(answer.status) || this.admitted.incoming.method === 'HEAD';
    const status = answer.status <= 599 ? answer.status : 502;
    if (isBare || !body) body = undefined;
    // Events are read through Web streams.
    else if (isStream) body = webStream(body);
    return new Received({ status, statusText: answer.statusText, headers, body, isEvents: isStream });
  }
}

function piecesOf(body: unknown): Pieces {
  if (body instanceof Pieces) return body;
  if (typeof body === 'string') return new Pieces([new TextEncoder().encode(body)]);
  return new Pieces(body instanceof Uint8Array ? [body] : []);
}

/** The length stands where it stood; a body that came in chunks gets none here. */
function withLength(headers: RawHeaders, length: number): RawHeaders {
  if (headerIn(headers, 'content-length') === undefined) return headers;
  return headers.map((part, at) =>
    at % 2 === 1 && headers[at - 1]?.toLowerCase() === 'content-length' ? String(length) : part,
  );
}
