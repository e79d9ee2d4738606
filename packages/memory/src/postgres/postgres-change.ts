import { StoreError } from '@headroom/stores/database';
import type { MemoryChange, Purged, StoredEvent, StoredRecord, Unplaced } from '../model/store.js';
import { pathsAbove } from '../store/paths.js';
import { bodyOf, KINDS, STATES, sameWords, weight } from '../store/record-body.js';
import { tokensOf } from '../store/tokens.js';
import { PostgresView } from './postgres-view.js';

/** Events of one statement. */
const PAGE = 500;

/** What a connection changes within one transaction. */
export class PostgresChange extends PostgresView implements MemoryChange {
  readonly #events: Omit<StoredEvent, 'number'>[] = [];
  readonly #scopes = new Map<string, { readonly scope: number; readonly above: readonly number[] }>();
  readonly #counts = new Map<number, { records: number; words: number }>();

  async scopeOf(path: string): Promise<number> {
    return (await this.#scope(path)).scope;
  }

  async insert(record: Unplaced): Promise<StoredRecord> {
    const [row] = await this.rows<{ seq: number }>(
      `insert into records (id, scope, state, kind, said, same, fact_key, conversation, message, place, supersedes, body, words)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning seq::float8 as seq`,
      ...columns(record),
      await this.#words(record),
    );
    if (!row) throw new StoreError('failed', 'A record could not be written');
    const stored = { ...record, seq: row.seq };
    await this.#addKeys(stored);
    this.#count(record, 1);
    return stored;
  }

  async replace(before: StoredRecord, after: StoredRecord): Promise<void> {
    const { seq, ...rest } = after;
    await this.rows(
      `update records set id = $1, scope = $2, state = $3, kind = $4, said = $5, same = $6, fact_key = $7, conversation = $8,
       message = $9, place = $10, supersedes = $11, body = $12, words = $13 where seq = $14`,
      ...columns(rest),
      await this.#words(rest),
      seq,
    );
    if (before.otherKeys || after.otherKeys) {
      await this.rows('delete from other_keys where seq = $1', seq);
      await this.#addKeys(after);
    }
    if (before.text !== after.text || after.state !== 'current')
      await this.rows('delete from vectors where seq = $1', seq);
    else if (before.scope !== after.scope)
      await this.rows('update vectors set scope = $1 where seq = $2', after.scope, seq);
    if (sameWords(before, after)) return;
    this.#count(before, -1);
    this.#count(after, 1);
  }

  async remove(record: StoredRecord): Promise<void> {
    await this.rows('delete from records where seq = $1', record.seq);
    this.#count(record, -1);
  }

  async addPurged({ id, path, at, why }: Purged): Promise<void> {
    await this.rows(
      `insert into purged (id, path, at, why) values ($1, $2, $3, $4)
       on conflict (id) do update set path = excluded.path, at = excluded.at, why = excluded.why`,
      id,
      path,
      at,
      why,
    );
  }

  async addEvent(event: Omit<StoredEvent, 'number'>): Promise<void> {
    this.#events.push(event);
  }

  async setVectors(
    model: string,
    vectors: readonly { readonly record: StoredRecord; readonly vector: readonly number[] }[],
  ): Promise<void> {
    for (const { record, vector } of vectors)
      await this.rows(
        `insert into vectors (seq, scope, model, vector) values ($1, $2, $3, $4)
         on conflict (seq) do update set scope = excluded.scope, model = excluded.model, vector = excluded.vector`,
        record.seq,
        record.scope,
        model,
        vector,
      );
  }

  /** Writes the counts and the events of a step; these in an order that no other process comes between: a watch misses none. */
  async flush(): Promise<void> {
    for (const [scope, { records, words }] of [...this.#counts].sort(([a], [b]) => a - b)) {
      const sql = 'update scopes set records = records + $1, words = words + $2 where scope = $3';
      await this.rows(sql, records, words, scope);
    }
    if (this.#events.length === 0) return;
    await this.rows("select pg_advisory_xact_lock(hashtextextended('headroom-memory-events', 0))");
    for (let from = 0; from < this.#events.length; from += PAGE)
      await this.rows(
        `insert into events (id, path, body) select e.id, e.path, e.body from jsonb_to_recordset($1::jsonb)
         as e (n int, id text, path text, body text) order by e.n`,
        JSON.stringify(this.#events.slice(from, from + PAGE).map((event, n) => ({ ...placeOf(event), n }))),
      );
  }

  async #scope(path: string): Promise<{ readonly scope: number; readonly above: readonly number[] }> {
    const known = this.#scopes.get(path);
    if (known) return known;
    const above: number[] = [];
    for (const outer of pathsAbove(path)) above.push((await this.#scope(outer)).scope);
    const find = 'select scope from scopes where path = $1';
    let [row] = await this.rows<{ scope: number }>(find, path);
    if (!row) {
      await this.rows('insert into scopes (path, above) values ($1, $2) on conflict do nothing', path, above);
      [row] = await this.rows<{ scope: number }>(find, path);
    }
    if (!row) throw new StoreError('failed', 'A scope could not be written');
    const found = { scope: row.scope, above };
    this.#scopes.set(path, found);
    return found;
  }

  /** Of what holds now; the first key is a column of the record. */
  async #addKeys({ state, otherKeys = [], scope, seq }: StoredRecord): Promise<void> {
    if (state !== 'current') return;
    for (const key of otherKeys)
      await this.rows(
        'insert into other_keys (scope, fact_key, seq) values ($1, $2, $3) on conflict do nothing',
        scope,
        key,
        seq,
      );
  }

  async #words(record: Unplaced): Promise<string[]> {
    return tokensOf(record, (await this.#scope(record.path)).above);
  }

  #count(record: Unplaced, sign: 1 | -1): void {
    const { records, words } = weight(record);
    const sum = this.#counts.get(record.scope) ?? { records: 0, words: 0 };
    this.#counts.set(record.scope, { records: sum.records + sign * records, words: sum.words + sign * words });
  }
}

const placeOf = (event: Omit<StoredEvent, 'number'>) => ({ id: event.id, path: event.path, body: bodyOf(event) });

function columns(record: Unplaced): readonly unknown[] {
  const { conversation, message } = record.source;
  return [
    record.id,
    record.scope,
    STATES.indexOf(record.state),
    KINDS.indexOf(record.kind),
    record.saidAt,
    record.same,
    record.key ?? null,
    conversation ?? null,
    conversation === undefined ? null : (message ?? null),
    record.place,
    record.supersedes ?? null,
    bodyOf(record),
  ];
}
