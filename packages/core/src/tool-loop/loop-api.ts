import type { Format } from '../model/format.js';
import type { LoopDialect } from './loop-dialect.js';
import type { StreamFilter } from './stream/stream-filter.js';

/** An API as the tool loop sees it: a provider's wire, or the calls of a framework. */
export interface LoopApi<Piece = Uint8Array> {
  /** Where the texts of a request live, and where a tool goes. */
  readonly format: Pick<Format, 'name' | 'blocks' | 'offer'>;
  /** The definition of `headroom_retrieve` that its requests are offered. */
  readonly tool: unknown;
  readonly dialect: LoopDialect;
  /** A filter for the streams of one answer. */
  filter(): StreamFilter<Piece>;
}
