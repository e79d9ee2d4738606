import type { BlockReport, Dialect } from '@headroom/core';
import type { BodyReport } from '@headroom/core/http';
import type { Usage } from '../usage/usage-reader.js';

/**
 * How a request begins, beside what was sent before in its session: `first` of its kind; `kept`, it goes on from an earlier one;
 * `rewritten`, the client itself says something else than before; `changed`, the client says the same and something else was sent: a fault
 * of ours, which costs the provider's cache.
 */
export type Prefix = 'first' | 'kept' | 'rewritten' | 'changed';

/** A text that became shorter, as it came and as it was sent. */
export interface ShortenedText {
  readonly block: BlockReport;
  readonly original: string;
  readonly sent: string;
}

/** A conversation's request and its answer, when that is over: names and numbers. */
export interface Exchange {
  /** When the request came, in milliseconds since the epoch. */
  readonly at: number;
  /** Until the answer was over. */
  readonly milliseconds: number;
  readonly tenant: string;
  /** The agent's own name for its session, or one made of how the conversation begins. */
  readonly session: string;
  readonly model: string | undefined;
  readonly wire: Dialect;
  /** The provider's status; 101 for a frame of a WebSocket. */
  readonly status: number;
  readonly report: BodyReport;
  /** Undefined where the provider said nothing of it. Of hidden rounds it is the sum. */
  readonly usage: Usage | undefined;
  /** Undefined where a request does not say all that came before it. */
  readonly prefix: Prefix | undefined;
  /** The texts themselves, to be read within the call or not at all: they are a prompt's. */
  texts(): readonly ShortenedText[];
}
