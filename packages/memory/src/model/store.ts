import type { Json } from './json.js';
import type { EventKind, RecordKind, RecordState, Source } from './record.js';

/** A record as it is kept: `seq` is its place in the order of writing and its number in every index. */
export interface StoredRecord {
  readonly seq: number;
  readonly id: string;
  /** Number of its scope. */
  readonly scope: number;
  /** Path of its scope, tenant first. */
  readonly path: string;
  readonly text: string;
  readonly kind: RecordKind;
  readonly state: RecordState;
  readonly saidAt: number;
  readonly validFrom: number;
  readonly validUntil?: number;
  readonly importance: number;
  readonly source: Source;
  readonly otherSources?: readonly Source[];
  readonly key?: string;
  readonly otherKeys?: readonly string[];
  readonly supersedes?: string;
  readonly supersededBy?: string;
  readonly promotedFrom?: readonly string[];
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, Json>>;
  readonly createdAt: number;
  readonly changedAt: number;
  /** The words that rank it, stemmed, in order, with a space between. */
  readonly terms: string;
  /** Equal for texts that say the same. */
  readonly same: string;
  /** Its place in its conversation, from 1; 0 without one. */
  readonly place: number;
}

/** A record without a place in the order yet. */
export type Unplaced = Omit<StoredRecord, 'seq'>;

export interface StoredScope {
  readonly scope: number;
  readonly path: string;
  /** Current records, and their words. */
  readonly records: number;
  readonly words: number;
}

export interface StoredEvent {
  readonly number: number;
  readonly id: string;
  readonly kind: EventKind;
  readonly at: number;
  readonly path: string;
  readonly reason?: string;
  readonly before?: Readonly<Record<string, Json>>;
}

/** What is asked of an index of words: records with any of some words, of some scopes. */
export interface TermQuery {
  /** Numbers of scopes whose own records count. */
  readonly scopes: readonly number[];
  /** Numbers of scopes of which also all within counts. */
  readonly within: readonly number[];
  /** Any of these. */
  readonly terms: readonly string[];
  /** False: records that hold now. True: those that held once too. */
  readonly past: boolean;
}

export interface ListQuery {
  readonly scopes: readonly number[];
  readonly states: readonly RecordState[];
  /** Only of a lower `seq`. */
  readonly before?: number;
  readonly limit: number;
}

/** What can be read of a store at one moment. */
export interface MemoryView {
  /** The scopes of some paths, or those that begin with a prefix. */
  scopes(paths: readonly string[]): Promise<readonly StoredScope[]>;
  scopesUnder(prefix: string): Promise<readonly StoredScope[]>;
  /** For each query the records that fit, newest first, no more than `most`. */
  find(queries: readonly TermQuery[], most: number): Promise<readonly (readonly number[])[]>;
  /** How many records of all scopes asked for have a term: exact. */
  count(query: TermQuery): Promise<number>;
  bySeq(seqs: readonly number[]): Promise<readonly StoredRecord[]>;
  byId(ids: readonly string[]): Promise<readonly StoredRecord[]>;
  /** Current facts of a scope that say the same; or its current records of a key, be it their first or another. */
  equal(scope: number, by: { readonly same: string } | { readonly key: string }): Promise<readonly StoredRecord[]>;
  /** Records that say that they took another's place. */
  successors(id: string): Promise<readonly StoredRecord[]>;
  /** The turn of a message, in whatever state. */
  message(scope: number, conversation: string, message: string): Promise<readonly StoredRecord[]>;
  /** Current records of conversations, at some places. */
  places(at: readonly Place[]): Promise<readonly StoredRecord[]>;
  lastPlace(scope: number, conversation: string): Promise<number>;
  /** Oldest first, in every state: those after a `seq`. */
  oldest(query: {
    readonly scopes: readonly number[];
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly StoredRecord[]>;
  /** Newest first. */
  list(query: ListQuery): Promise<readonly StoredRecord[]>;
  events(query: EventQuery): Promise<readonly StoredEvent[]>;
  lastEvent(): Promise<number>;
  /** Of some ids those that were removed for good, so that no import brings them back. */
  purged(ids: readonly string[]): Promise<readonly Purged[]>;
  /** Those of a scope and all within, in the order of their paths and ids: those after one. */
  purgedUnder(path: string, after: Purged | undefined, limit: number): Promise<readonly Purged[]>;
  /** The nearest current records by cosine, nearest first. */
  nearest(scopes: readonly number[], model: string, vector: readonly number[], most: number): Promise<readonly Near[]>;
  /** Current records of a tenant that have no vector of a model, oldest first. */
  withoutVector(query: VectorQuery): Promise<readonly StoredRecord[]>;
  stats(scopes: readonly number[], model: string): Promise<StoredStats>;
}

/** What is kept of a record that was removed for good and is not to come back: no text. */
export interface Purged {
  readonly id: string;
  readonly path: string;
  /** When it was forgotten, or ended. */
  readonly at: number;
  /** `forgotten`: on request. `ended`: another took its place, or its time was over. */
  readonly why: 'forgotten' | 'ended';
}

export interface Near {
  readonly seq: number;
  /** 0 (the same direction) to 2. */
  readonly distance: number;
}

export interface VectorQuery {
  readonly model: string;
  /** What the paths of its scopes begin with. */
  readonly tenant: string;
  readonly after: number;
  readonly limit: number;
}

export interface Place {
  readonly scope: number;
  readonly conversation: string;
  readonly from: number;
  readonly to: number;
}

export interface EventQuery {
  readonly ids?: readonly string[];
  readonly prefix?: string;
  readonly after?: number;
  readonly limit: number;
}

export interface StoredStats {
  readonly records: Readonly<Record<RecordState, number>>;
  readonly conversations: number;
  readonly embedded: number;
  readonly oldest?: number;
  readonly newest?: number;
}

/** What can be changed in one transaction. A record, its words and its vector change together. */
export interface MemoryChange extends MemoryView {
  /** The number of a scope, made when it is new. */
  scopeOf(path: string): Promise<number>;
  insert(record: Unplaced): Promise<StoredRecord>;
  /** Writes a record over the one of its `seq`; its vector goes when its words changed. */
  replace(before: StoredRecord, after: StoredRecord): Promise<void>;
  /** Removes a record with all that was made of it. */
  remove(record: StoredRecord): Promise<void>;
  addPurged(purged: Purged): Promise<void>;
  addEvent(event: Omit<StoredEvent, 'number'>): Promise<void>;
  setVectors(
    model: string,
    vectors: readonly { readonly record: StoredRecord; readonly vector: readonly number[] }[],
  ): Promise<void>;
}

/** Where records are kept. One is opened once a process and shared. */
export interface MemoryStore {
  readonly name: string;
  /** Everything that a step reads, it reads of one moment. */
  read<T>(step: (view: MemoryView) => Promise<T>): Promise<T>;
  /** All of a step or nothing; the steps of an owner follow each other, over all processes. */
  write<T>(owners: readonly string[], step: (change: MemoryChange) => Promise<T>): Promise<T>;
  /** Reads everything and says what is damaged, or nothing. */
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}
