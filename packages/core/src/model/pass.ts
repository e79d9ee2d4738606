import type { Block } from './block.js';
import type { Mode, Shorter } from './compressor.js';
import type { MaybePromise } from './path.js';
import type { Decision, WarningCode } from './report.js';
import type { Store } from './store.js';
import type { TokenCounter } from './tokens.js';

/** How a text was sent: as it came, or shorter, marker included. */
export type SentText =
  | { readonly kind: 'kept' }
  | { readonly kind: 'packed' | 'trimmed'; readonly by: string; readonly text: string };

/** One block on its way through the passes. */
export interface DraftBlock {
  readonly block: Block;
  /** Set once by a pass that decides the text must stay; later passes respect it. */
  readonly pinned: string | undefined;
  /** The proposal so far, or undefined while the text is unchanged. */
  readonly shorter: Shorter | undefined;
  /** Name of the compressor or pass that made the proposal. */
  readonly by: string | undefined;
  /** The text as the model will read it: the original, or the proposal with its marker. */
  readonly text: string;
  /** The key under which the original is (or will be) stored, when the proposal is trimmed. */
  readonly hash: string | undefined;
  /** True when the text was sent before and is repeated: only {@link DraftBlock.rewrite} changes it. */
  readonly isRepeated: boolean;
  readonly bias: number;
  readonly decisions: readonly Decision[];
  pin(pass: string, reason: string): void;
  propose(pass: string, by: string, shorter: Shorter): void;
  /** Repeats what was sent before, instead of all that passes propose. */
  repeat(pass: string, sent: SentText): void;
  /** {@link DraftBlock.propose}, also for a text that was sent before: at a break in the conversation. */
  rewrite(pass: string, by: string, shorter: Shorter): void;
  /** Takes a proposal back: the original stands. */
  withdraw(pass: string, reason: string): void;
  note(pass: string, reason: string): void;
}

/** Why a text is out of date, and since which message. */
export interface Outdated {
  readonly since: number;
  readonly reason: string;
}

/** The sheet all passes write on: the blocks of one request, in order. */
export interface Draft {
  readonly blocks: readonly DraftBlock[];
  /** So many of the first blocks were shaped by an earlier call of the same conversation: their outcomes stand. */
  readonly settled: number;
  /** True when the settled blocks are in the same objects as in that call, their arguments too. */
  readonly isSame: boolean;
  /** True when what is stored for settled blocks is to be stored again, so that it does not run out while it is in use. */
  readonly isStale: boolean;
  /** Texts that later messages made worthless; only a pass that may rewrite old text acts on it. */
  readonly outdated: Map<DraftBlock, Outdated>;
  /** Where outcomes of a declared conversation are recorded, and what was found there. */
  readonly sent: Map<DraftBlock, { readonly key: string; readonly sent: SentText | undefined }>;
  warn(code: WarningCode, message: string): void;
}

/** Where in a conversation what was already sent may be rewritten. Turns are indexes of messages or items. */
export interface Breaks {
  /** True when, at turn `now`, a text of turn `at` may be rewritten: no reasoning that is bound to it stands behind it. */
  isOpen(at: number, now: number): boolean;
  /** True when a provider's compaction stands behind turn `after`, up to turn `now`. */
  isCompacted(after: number, now: number): boolean;
  /** True when the model has not answered since this turn. */
  isLatest(turn: number): boolean;
}

/** Everything a pass may know about the call. */
export interface Context {
  readonly mode: Mode;
  readonly retrieval: 'tool' | 'summary' | 'none';
  /** The retrieve tool's name as the model sees it. */
  readonly retrieveTool: string;
  /** True when a pass may not return a promise. */
  readonly sync: boolean;
  /** True when nothing may be stored. */
  readonly dryRun: boolean;
  readonly store: Store;
  readonly tokens: TokenCounter;
  readonly minTokens: number;
  readonly tokenBudget?: number;
  readonly breaks: Breaks;
  readonly frozenMessageCount: number;
  readonly excludeTools: readonly string[];
  readonly compressUserMessages: boolean;
  readonly compressSystemMessages: boolean;
  /** Sends a block's text, or another text on its behalf, to the compressor that knows it best. Pure, and remembered. */
  route(block: DraftBlock, changes?: RouteChanges): MaybePromise<{ by: string; shorter: Shorter } | undefined>;
  /** True when the time budget is spent or the caller gave up: leave whole blocks as they are. */
  expired(): boolean;
  /** Stores originals by their hashes, all at once and for a bounded time; says for which that failed, and why. */
  keep(originals: ReadonlyMap<string, string>): MaybePromise<ReadonlyMap<string, unknown>>;
  /** The conversation whose outcomes are recorded in the store, if any is. */
  readonly conversation?: string;
  /** Reads entries of the store, all at once and for a bounded time; the error says that not all could be read. */
  fetch(
    keys: readonly string[],
  ): MaybePromise<{ readonly values: ReadonlyMap<string, string>; readonly error?: unknown }>;
  /** Between two pieces of work: a promise when it is time to let others use the event loop. */
  pause(): MaybePromise<void>;
  /** True once the exact token count of a long text is known, so that `tokens.count` costs nothing; false when time ran out. */
  counted(text: string): MaybePromise<boolean>;
}

/** A bounded map from content to a pure result. */
export interface Memo {
  get(text: string, key: string): { readonly value: { by: string; shorter: Shorter } | undefined } | undefined;
  set(text: string, key: string, value: { by: string; shorter: Shorter } | undefined): void;
}

/** How a text is to be routed when a pass wants something other than the block's own values. */
export interface RouteChanges {
  readonly text?: string;
  /** The number of the first line of `text` within the block. */
  readonly firstLine?: number;
  readonly mode?: Mode;
  /** Tokens to aim for. */
  readonly budget?: number;
}

/** One step over all blocks of a request. */
export interface Pass {
  readonly name: string;
  run(draft: Draft, context: Context): MaybePromise<void>;
}
