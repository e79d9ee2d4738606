import type { Role } from './block.js';
import type { Licence } from './compressor.js';
import type { Path } from './path.js';
import type { PictureOutcome } from './picture.js';

/** Every way in which a request may come back less compressed than asked, by code. */
export type WarningCode =
  | 'unknown_shape'
  | 'unread_text'
  | 'format_failed'
  | 'compressor_failed'
  | 'compressor_invalid'
  | 'async_skipped'
  | 'pass_failed'
  | 'store_failed'
  | 'hook_failed'
  | 'edit_failed'
  | 'too_large'
  | 'time_budget'
  | 'aborted'
  | 'over_budget'
  | 'prefix_rewritten'
  | 'tokenizer_missing'
  | 'retrieve_limit'
  | 'tool_missing'
  | 'retrieve_failed'
  | 'retrieve_lost'
  | 'retrieve_unavailable'
  | 'unstable'
  | 'invalid_text'
  | 'picture_kept';

/** A reason why something was left as it was. Holds no text of the request. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

/** The outcome for one picture of the request. */
export interface PictureReport {
  readonly at: Path;
  readonly turn: number;
  readonly tool?: string;
  readonly outcome: PictureOutcome['kind'];
  /** By the provider's documented rule; a note about what is missing counts. 0 where the picture's size cannot be read. */
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** The key of the original, where something was lost. */
  readonly hash?: string;
}

/** What one pass decided for one block. */
export interface Decision {
  readonly pass: string;
  /** `kept` leaves the text, `packed` and `trimmed` replace it. */
  readonly action: 'kept' | 'packed' | 'trimmed';
  readonly reason: string;
}

/** The outcome for one text of the request. */
export interface BlockReport {
  readonly at: Path;
  readonly turn: number;
  readonly role: Role;
  readonly tool?: string;
  /** The compressor whose text is used, or undefined when the block is unchanged. */
  readonly compressor?: string;
  /** What allowed it to leave something out, for trimmed texts; not told again of a text that was sent before. */
  readonly licence?: Licence;
  readonly outcome: 'kept' | 'packed' | 'trimmed';
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** The key of the original, for trimmed texts. */
  readonly hash?: string;
  readonly decisions: readonly Decision[];
}
