import type { Fields } from '../loop-dialect.js';
import type { SseEvent } from './sse.js';

/**
 * Turns the event streams of several rounds into the one stream that a client may see. Text goes out as it comes; our calls
 * never do; what ends a message waits until it is known whether another round follows.
 */
export interface StreamFilter {
  /** One event of the current round; returns what goes to the client now. */
  push(event: SseEvent): string;
  /** The finished round as one response, or undefined when the stream broke off or reported an error. */
  response(): Fields | undefined;
  /** Another round follows: what was held back is dropped or rewritten. */
  next(): string;
  /** No round follows: the end of the message, with the usage of all rounds. */
  end(responses: readonly Fields[]): string;
  /** A later round could not be had. */
  fail(message: string): string;
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
