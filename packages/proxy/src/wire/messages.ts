import type { Readable } from 'node:stream';
import type { ByteSource } from './byte-source.js';
import { Inflow } from './inflow.js';
import type { RawHeaders } from './raw-headers.js';

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly rawHeaders: RawHeaders;
  /** Undefined for a request without a body. Of Node's `http` the request itself. */
  readonly body: ReadableStream<Uint8Array> | Readable | undefined;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly rawHeaders: RawHeaders;
  readonly body: ByteSource | undefined;
}

/** An answer of our own, as JSON. */
export function jsonAnswer(status: number, value: unknown, more: RawHeaders = []): Answer {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  return bytesAnswer(status, bytes, ['content-type', 'application/json', ...more]);
}

/** An answer of our own with a body that is at hand. */
export function bytesAnswer(status: number, bytes: Uint8Array, headers: RawHeaders): Answer {
  return {
    status,
    statusText: '',
    rawHeaders: [...headers, 'content-length', String(bytes.length), 'cache-control', 'no-store'],
    body: Inflow.of(bytes),
  };
}
