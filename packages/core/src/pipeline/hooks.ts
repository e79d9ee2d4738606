import type { MaybePromise } from '../model/path.js';

/** What a hook is told about the call. */
export interface CompressContext {
  readonly model: string;
  /** The user's latest words. */
  readonly userQuery: string;
  /** Number of user turns so far. */
  readonly turnNumber: number;
  /** Names of the tools called so far, in order. */
  readonly toolCalls: readonly string[];
  /** The format of the request: `openai-chat`, `anthropic`, … */
  readonly provider: string;
}

/** What happened, after a call that saved tokens. */
export interface CompressEvent {
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  /** After / before. */
  readonly compressionRatio: number;
  readonly transformsApplied: readonly string[];
  readonly ccrHashes: readonly string[];
  readonly model: string;
  readonly userQuery: string;
  readonly provider: string;
}

/** Watch and steer compression. A hook that throws is reported as a warning and otherwise ignored. */
export interface Hooks {
  /** May return other messages to compress instead. */
  preCompress?(messages: readonly unknown[], context: CompressContext): MaybePromise<readonly unknown[] | undefined>;
  /** How much to keep of each message, by index: 2 keeps about twice as much as usual, 0.5 half. */
  computeBiases?(
    messages: readonly unknown[],
    context: CompressContext,
  ): MaybePromise<Readonly<Record<number, number>>>;
  postCompress?(event: CompressEvent): MaybePromise<void>;
}
