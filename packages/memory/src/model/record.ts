import type { Json } from './json.js';
import type { Scope } from './scope.js';

/** Where a record was said. */
export interface Source {
  readonly agent?: string;
  /** The conversation; records of one conversation are neighbours of each other in the order they were remembered. */
  readonly conversation?: string;
  /** The message within the conversation. */
  readonly message?: string;
  /** Who said it. */
  readonly speaker?: string;
}

/** `fact`: a statement that holds, equal ones are one. `turn`: words said at a moment of a conversation, which may be said again. */
export type RecordKind = 'fact' | 'turn';

/** `current`: holds now. `replaced`: another took its place. `forgotten`: hidden on request, can be restored. */
export type RecordState = 'current' | 'replaced' | 'forgotten';

/** One thing remembered. Times are milliseconds since 1970. */
export interface MemoryRecord {
  readonly id: string;
  readonly text: string;
  readonly kind: RecordKind;
  readonly scope: Scope;
  readonly state: RecordState;
  /** When it was said. */
  readonly saidAt: number;
  /** From when it holds. */
  readonly validFrom: number;
  /** Until when it holds; absent while nothing ended it. */
  readonly validUntil?: number;
  /** 0 to 1. */
  readonly importance: number;
  readonly source: Source;
  /** Further sources that said the same. */
  readonly otherSources: readonly Source[];
  /** What it is about, as `user.city`: a scope has one current record a key. */
  readonly key?: string;
  /** Further keys under which the same was told: what replaces it under one of them replaces it. */
  readonly otherKeys?: readonly string[];
  /** The record whose place it took. */
  readonly supersedes?: string;
  readonly supersededBy?: string;
  /** The scope it was promoted from, as names. */
  readonly promotedFrom?: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, Json>>;
  /** When it was written, and last changed, by the clock of the writer. */
  readonly createdAt: number;
  readonly changedAt: number;
}

/** What is to be remembered. */
export interface NewRecord {
  readonly scope: Scope;
  readonly text: string;
  readonly kind?: RecordKind;
  /** Milliseconds or a date. Default: now. */
  readonly saidAt?: number | Date;
  /** Default: `saidAt`. */
  readonly validFrom?: number | Date;
  readonly validUntil?: number | Date;
  /** 0 to 1. Default 0.5. */
  readonly importance?: number;
  readonly source?: Source;
  readonly key?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, Json>>;
  /** Default: a new one. An id that is there already is refused. */
  readonly id?: string;
}

/** What {@link MemoryRecord}s may be changed in without a new version of the world. */
export interface RecordChanges {
  readonly text?: string;
  readonly importance?: number;
  readonly validFrom?: number | Date;
  readonly validUntil?: number | Date | null;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, Json>>;
}

/** What happened to a record. `purged`: removed for good; nothing of its text is left. */
export type EventKind =
  | 'remembered'
  | 'merged'
  | 'updated'
  | 'superseded'
  | 'forgotten'
  | 'restored'
  | 'promoted'
  | 'imported'
  | 'purged';

/** One line of a record's history. */
export interface MemoryEvent {
  /** Grows with every event of a store. */
  readonly number: number;
  readonly id: string;
  readonly kind: EventKind;
  readonly at: number;
  readonly scope: Scope;
  readonly reason?: string;
  /** What `updated` changed, as it was. */
  readonly before?: Readonly<Record<string, Json>>;
}

/** All versions of a fact, oldest first, and what happened to them. */
export interface RecordHistory {
  readonly records: readonly MemoryRecord[];
  readonly events: readonly MemoryEvent[];
}
