import type { Fields } from '../loop-dialect.js';

/**
 * Turns the streams of several rounds into the one stream that a client may see. Text goes out as it comes; our calls never do;
 * what ends a message waits until it is known whether another round follows. Whatever a method returns goes to the client now.
 */
export interface StreamFilter<Piece> {
  /** One piece of the current round. */
  push(piece: Piece): readonly Piece[];
  /** The current round's stream is over. */
  close(): readonly Piece[];
  /** The finished round as one response, or undefined when the stream broke off or reported an error. */
  response(): Fields | undefined;
  /** Another round follows: what was held back is dropped or rewritten. */
  next(): readonly Piece[];
  /** No round follows: the end of the message, with the usage of all rounds. */
  end(responses: readonly Fields[]): readonly Piece[];
  /** The next round could not be had. */
  fail(error: unknown, responses: readonly Fields[]): readonly Piece[];
}
