import type { Fields } from '../loop-dialect.js';
import { type Failure, failureOf } from './round-error.js';
import { type SseEvent, SseParser } from './sse.js';
import type { StreamFilter } from './stream-filter.js';

export type { Failure } from './round-error.js';

/** A {@link StreamFilter} over server-sent events; what goes to the client is their text. */
export interface EventFilter {
  push(event: SseEvent): string;
  response(): Fields | undefined;
  next(): string;
  end(responses: readonly Fields[]): string;
  fail(failure: Failure): string;
}

/** The filter of a stream of bytes in which events are. */
export function byteFilter(events: EventFilter): StreamFilter<Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = (text: string) => (text === '' ? [] : [encoder.encode(text)]);
  const shown = (arrived: readonly SseEvent[]) => bytes(arrived.map((event) => events.push(event)).join(''));
  let parser = new SseParser();
  return {
    push: (piece) => shown(parser.push(piece)),
    close: () => shown(parser.end()),
    response: () => events.response(),
    next() {
      parser = new SseParser();
      return bytes(events.next());
    },
    end: (responses) => bytes(events.end(responses)),
    fail: (error) => bytes(events.fail(failureOf(error))),
  };
}

/** The JSON of an event, or undefined. */
export function jsonOf({ data }: SseEvent): Fields | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
