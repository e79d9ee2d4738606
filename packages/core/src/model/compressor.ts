import type { Content } from './content.js';
import type { InTurns } from './in-turns.js';
import type { MaybePromise } from './path.js';
import type { TokenCounter } from './tokens.js';

/** How far lossy compression may go: not at all, with care, or as far as the question allows. */
export type Mode = 'lossless' | 'balanced' | 'aggressive';

/** What was left out of a trimmed text, in words and counts that a model can use. */
export interface Omission {
  /**
   * A phrase completing "Left out: …", with counts by kind, for example
   * `388 of 400 rows (380 status=ok, 8 status=pending; latency 12–40)`. No hash, no tool name, one line.
   */
  readonly summary: string;
  /** The language's line comment (`#`, `//`) when the marker must not break the syntax of the text. */
  readonly comment?: string;
}

/**
 * What entitles a compressor to leave something out:
 * - `repeats`: all that is left out is of a shape of which one stays, and the notes say how many and what varies;
 * - `rows`: whole records of one kind out of many, chosen by question, faults, extremes, rare kinds and spread;
 * - `passages`: whole passages of prose;
 * - `words`: single words within sentences of prose, in mode `aggressive` only; lines, order and every word that must stay
 *   (negations, numbers, names, what is asked) are kept.
 * What has none of the four is packed or left.
 */
export type Licence = 'repeats' | 'rows' | 'passages' | 'words';

/** A shorter text: `packed` decodes back to the original, `trimmed` left something out. */
export type Shorter =
  | { readonly kind: 'packed'; readonly text: string }
  | { readonly kind: 'trimmed'; readonly licence: Licence; readonly text: string; readonly omitted: Omission };

/** What a compressor is asked to do, and for whom. */
export interface Task {
  /** The user's latest words up to this text; may be empty. */
  readonly query: string;
  readonly tool?: string;
  /** The tool call's arguments, parsed. Their words count like words of the question. */
  readonly input?: unknown;
  readonly mode: Mode;
  /** The number of the first line, where the text is a part of a longer one; otherwise 1. */
  readonly firstLine?: number;
  /** The tool reported an error: only repeats may go, no complaint, nothing of the end. */
  readonly failed?: true;
  /** Tokens to aim for. A hint: keep what the question needs even above it. */
  readonly budget?: number;
  /** How much to keep relative to the default: 1 is normal, 2 keeps about twice as much, 0.5 half. */
  readonly bias: number;
  /** True when the reader has a tool to ask for what is left out. */
  readonly retrievable?: boolean;
  readonly tokens: TokenCounter;
  readonly signal?: AbortSignal;
  /** Routes a text found inside this one (a JSON string, a code fence) to the best synchronous compressor. */
  readonly nested?: (text: string) => Shorter | undefined;
  /** Routes a long text before {@link nested} is asked for it, so that others have their turn. */
  readonly nestedInTurns?: (text: string) => InTurns<void>;
}

/** Where a thread makes a compressor of its own. */
export interface ThreadPlace {
  /** The URL of a module whose default export takes `options` and gives the compressor. */
  readonly module: string;
  /** Data that can be sent to another thread. */
  readonly options?: unknown;
}

/** Knows one kind of text. Pure: same content and task, same result. */
export interface Compressor {
  readonly name: string;
  /** It never leaves anything out: asked where nothing may be, and where nobody else shortens the text. */
  readonly packsOnly?: true;
  /** The modes in which it is asked at all; in every mode by default. */
  readonly modes?: readonly Mode[];
  /** The most that `match` ever says; 1 by default. Whoever cannot come near a better one is not asked. */
  readonly ceiling?: number;
  /** Where threads of `workers()` make the same compressor; without it every text is compressed in the calling thread. */
  readonly thread?: ThreadPlace;
  /** How sure it is that the text is of its kind, 0 to 1. Cheap, linear, never throws. */
  match(content: Content): number;
  /** The shorter text, or undefined to leave it as it is. In mode `lossless` only `packed` may come back. */
  compress(content: Content, task: Task): MaybePromise<Shorter | undefined>;
  /** The same as `compress`, with places where others may have their turn; used instead of it where there is one. */
  inTurns?(content: Content, task: Task): InTurns<Shorter | undefined>;
}
