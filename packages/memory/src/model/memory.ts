import type { TokenCounter } from '@headroom/core';
import type { MemoryEvent, MemoryRecord, NewRecord, RecordChanges, RecordHistory, RecordState } from './record.js';
import type { Scope } from './scope.js';
import type { MemoryStore } from './store.js';

/** Turns texts into vectors of one length; a call's order is kept. */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;

export interface MemoryOptions {
  /** `sqliteMemory({ path })` or `postgresMemory({ url })`. */
  readonly store: MemoryStore;
  /** Records of one tenant are invisible to every other. Default: the unnamed tenant. */
  readonly tenant?: string;
  /** The model whose tokens a budget counts. Default: `gpt-4o`'s vocabulary. */
  readonly model?: string;
  /** In the place of `model`. */
  readonly counter?: TokenCounter;
  /** Adds meaning to words: a caller's embedder, fused with the ranking by words. */
  readonly embed?: Embed;
  /** Names what `embed` runs; vectors of another name are made anew. Default `default`. */
  readonly embedModel?: string;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  readonly newId?: () => string;
  /** Told of what went wrong beside a call that went on: an embedder that failed. Never holds a text. */
  readonly onWarning?: (warning: MemoryWarning) => void;
}

export interface MemoryWarning {
  readonly code: 'embedder_failed';
  readonly message: string;
}

export interface RecallOptions {
  readonly scope: Scope;
  readonly question: string;
  /** Most tokens of `text`, frame included. Default 1,024. */
  readonly budget?: number;
  /** Most records. Default: as many as the budget holds. */
  readonly limit?: number;
  /** Also what lies within the scope: all sessions of a user. Default false. */
  readonly within?: boolean;
  /** When the question is asked, which "last spring" is resolved against. Default: the clock, and that of the day only. */
  readonly askedAt?: number | Date;
  /** Only records with all of these. */
  readonly tags?: readonly string[];
  /**
   * What is left of the budget is filled with facts that the question did not bring back: the most important of the newest. For small
   * memories, where a question and its answer share no word. Default false.
   */
  readonly fill?: boolean;
  /** Conversations whose turns are not to be recalled, since they stand in sight. */
  readonly exceptConversations?: readonly string[];
}

/** A record that a question brought back. */
export interface Recalled {
  readonly record: MemoryRecord;
  /** Above 0; only to be compared within one answer. */
  readonly score: number;
  /** As it stands in the text, without its date and speaker. */
  readonly line: string;
  /**
   * True where its text is recognized as an order, as looking like a frame, or as hiding something: marked in the text. A hint; the frame
   * and the quotation, which every record stands in, are the protection.
   */
  readonly flagged: boolean;
}

/** What is to be placed at the end of the newest user turn. */
export interface Recollection {
  /** The framed facts, or an empty text when there is nothing to say. The same state and question give the same text. */
  readonly text: string;
  /** Tokens of `text`. */
  readonly tokens: number;
  /** What stands in the text, best first. */
  readonly records: readonly Recalled[];
  /** How many records had anything to do with the question. */
  readonly found: number;
}

export interface ListOptions {
  readonly scope: Scope;
  /** Also what lies within the scope. Default false. */
  readonly within?: boolean;
  /** Default `['current']`. */
  readonly states?: readonly RecordState[];
  readonly tags?: readonly string[];
  /** Most records, newest first. Default 100. */
  readonly limit?: number;
  /** The id of the last record of the page before. */
  readonly after?: string;
}

export interface ScopeSummary {
  readonly scope: Scope;
  /** Current records. */
  readonly records: number;
}

export interface PruneOptions {
  readonly scope: Scope;
  readonly within?: boolean;
  /** False removes; default true only says what would be removed. */
  readonly dryRun?: boolean;
  /** Forgotten more than so many days ago. Default 30. */
  readonly forgottenDays?: number;
  /** Replaced, or no longer valid, more than so many days ago. Default: kept. */
  readonly endedDays?: number;
  /** Current records worth less: importance, halved every 30 days since the record was said or changed. Default: kept. */
  readonly worth?: number;
  /** Current records beyond so many, the least worth first. Default: kept. */
  readonly maxRecords?: number;
}

export interface Pruned {
  readonly dryRun: boolean;
  readonly records: readonly {
    readonly record: MemoryRecord;
    readonly why: 'forgotten' | 'ended' | 'worth' | 'over';
  }[];
}

export interface ImportReport {
  readonly added: number;
  readonly unchanged: number;
  /** Records that held here and no longer do: they were forgotten, or have ended, where the lines come from. */
  readonly ended: number;
  /** Lines that were refused: number from 1, and why. */
  readonly refused: readonly { readonly line: number; readonly why: string }[];
}

export interface MemoryStats {
  readonly records: Readonly<Record<RecordState, number>>;
  readonly scopes: number;
  readonly conversations: number;
  /** Current records with a vector of the embedder that is used. */
  readonly embedded: number;
  readonly oldest?: number;
  readonly newest?: number;
}

/** The memory as it was, or will be: what held at one time, as far as is known now. */
export interface MemoryAt {
  recall(options: RecallOptions): Promise<Recollection>;
  list(options: ListOptions): Promise<readonly MemoryRecord[]>;
}

/**
 * Facts of users, agents, sessions and turns. Calls throw `HeadroomError` for misuse (`invalid_argument`) and `StoreError` when the
 * store fails; whoever serves a request with it goes on without.
 */
export interface Memory {
  /** Whose records these are: `tenant` of the options, empty for the unnamed one. */
  readonly tenant: string;
  /** Remembers; an equal fact of the same scope is merged, and one of the same `key` replaced. Gives the record that now holds. */
  remember(record: NewRecord): Promise<MemoryRecord>;
  /** {@link remember} for many at once, in one transaction. */
  rememberAll(records: readonly NewRecord[]): Promise<readonly MemoryRecord[]>;
  /** What is known of a question, packed within a budget of tokens. */
  recall(options: RecallOptions): Promise<Recollection>;
  /** One record, in whatever state it is; undefined when the scope may not see it. */
  get(scope: Scope, id: string): Promise<MemoryRecord | undefined>;
  list(options: ListOptions): Promise<readonly MemoryRecord[]>;
  /** Corrects a record; what it was stays in its history. A text that was wrong is never recalled again. */
  update(scope: Scope, id: string, changes: RecordChanges, reason?: string): Promise<MemoryRecord>;
  /** Says that the world changed: the old record held until the new one does. */
  supersede(scope: Scope, id: string, by: Omit<NewRecord, 'scope'>, reason?: string): Promise<MemoryRecord>;
  /** Hides a record; false when it was hidden already. */
  forget(scope: Scope, id: string, reason?: string): Promise<boolean>;
  /** Undoes {@link forget}. Where another record took its place meanwhile it comes back as replaced. */
  restore(scope: Scope, id: string, reason?: string): Promise<MemoryRecord>;
  /** Moves a record to a scope around its own; an equal one there takes in its sources. */
  promote(scope: Scope, id: string, to: Scope, reason?: string): Promise<MemoryRecord>;
  history(scope: Scope, id: string): Promise<RecordHistory>;
  at(time: number | Date): MemoryAt;
  /** The scopes that hold current records: all of this tenant, or those within one. */
  scopes(within?: Scope): Promise<readonly ScopeSummary[]>;
  /** Everything within a scope as JSON lines, history included. */
  export(scope: Scope): AsyncIterable<string>;
  /** Takes lines of {@link export} in, only those within the scope; what is there already stays as it is, but for what was forgotten. */
  import(scope: Scope, lines: Iterable<string> | AsyncIterable<string>): Promise<ImportReport>;
  prune(options: PruneOptions): Promise<Pruned>;
  /** Tells of changes within a scope, those of other processes too. Gives what ends it. */
  watch(scope: Scope, told: (event: MemoryEvent) => void, options?: { readonly everyMs?: number }): () => void;
  stats(scope?: Scope): Promise<MemoryStats>;
  /** Makes the vectors that are missing; says how many. Runs by itself, in the background, when a memory with an embedder is made. */
  reindex(): Promise<number>;
  close(): Promise<void>;
}
