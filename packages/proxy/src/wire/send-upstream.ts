import { Readable } from 'node:stream';
import { Pieces } from '@headroom/core/http';
import type { Dispatcher } from 'undici';
import { FetchPool } from './fetch-pool.js';
import { Inflow } from './inflow.js';
import type { Answer } from './messages.js';
import { headerIn, type RawHeaders } from './raw-headers.js';

/** A request on its way to a provider. */
export interface Outbound {
  readonly origin: string;
  /** Path and query, byte for byte. */
  readonly path: string;
  readonly method: string;
  readonly rawHeaders: RawHeaders;
  readonly body: Uint8Array | Pieces | ReadableStream<Uint8Array> | Readable | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends a request once: there are no second tries and no redirects. Headers go out and come back as they were written. Resolves
 * when the provider's headers are there; the body follows piece by piece, and fails when the provider breaks off.
 *
 * @throws the error of the connection, or the signal's reason.
 */
export function sendUpstream(pool: Dispatcher, outbound: Outbound): Promise<Answer> {
  if (pool instanceof FetchPool) return pool.send(outbound);
  const { origin, path, method, rawHeaders, body, signal } = outbound;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const exchange = new Exchange(resolve, reject, signal);
    try {
      pool.dispatch(
        {
          origin,
          path,
          method: method as Dispatcher.HttpMethod,
          headers: [...rawHeaders],
          body: given(body, rawHeaders),
        },
        exchange,
      );
    } catch (error) {
      exchange.onResponseError(undefined, error as Error);
    }
  });
}

function given(body: Outbound['body'], headers: RawHeaders): NonNullable<Dispatcher.DispatchOptions['body']> | null {
  if (body === undefined) return null;
  if (body instanceof Uint8Array) return bufferOf(body);
  if (!(body instanceof Pieces)) {
    const stream = body instanceof ReadableStream ? Readable.fromWeb(body as never) : body;
    return stream.on('error', () => undefined);
  }
  // Without a length of its own the client tells what it can count: one piece.
  const isCounted = body.length > WORTH_PIECES && headerIn(headers, 'content-length') !== undefined;
  if (!isCounted) return bufferOf(body.whole());
  const [first, ...rest] = large(body.parts);
  return (rest.length > 0 ? [first, ...rest] : first) as Buffer;
}

/** Shorter bodies are put together, which costs less than a second write. */
const WORTH_PIECES = 262_144;
const LARGE = 131_072;

/** The same bytes in few pieces: what is small is put together. */
function large(parts: readonly Uint8Array[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let small: Uint8Array[] = [];
  const join = () => {
    if (small.length > 0) pieces.push(small.length === 1 ? bufferOf(small[0] as Uint8Array) : Buffer.concat(small));
    small = [];
  };
  for (const part of parts) {
    if (part.length < LARGE) small.push(part);
    else {
      join();
      pieces.push(bufferOf(part));
    }
  }
  join();
  return pieces;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class Exchange implements Dispatcher.DispatchHandler {
  #upstream: Dispatcher.DispatchController | undefined;
  #body: Inflow | undefined;
  readonly #onAbort = () => this.#giveUp(this.signal.reason);

  constructor(
    private readonly resolve: (answer: Answer) => void,
    private readonly reject: (error: unknown) => void,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#upstream = controller;
    if (this.signal.aborted) this.#onAbort();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _: unknown, statusText = ''): void {
    // What is said before the answer, such as 103, is between two neighbours.
    if (status < 200) return;
    const raw = (controller as { readonly rawHeaders?: readonly (Buffer | string)[] }).rawHeaders ?? [];
    const rawHeaders = raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
    this.#body = new Inflow(
      () => controller.resume(),
      (reason) => this.#giveUp(reason),
    );
    this.resolve({ status, statusText, rawHeaders, body: this.#body });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body?.push(chunk) === false) controller.pause();
  }

  onResponseEnd(): void {
    this.signal.removeEventListener('abort', this.#onAbort);
    this.#body?.end();
    this.#body = undefined;
  }

  onResponseError(_: unknown, error: Error): void {
    this.signal.removeEventListener('abort', this.#onAbort);
    this.#body?.fail(error);
    this.#body = undefined;
    this.reject(error);
  }

  #giveUp(reason: unknown): void {
    this.signal.removeEventListener('abort', this.#onAbort);
    const error = reason instanceof Error ? reason : new Error('The client is gone');
    if (this.#upstream) this.#upstream.abort(error);
    this.reject(error);
  }
}
