import type {
  EventQuery,
  ListQuery,
  MemoryView,
  Near,
  Place,
  Purged,
  StoredEvent,
  StoredRecord,
  StoredScope,
  StoredStats,
  TermQuery,
  VectorQuery,
} from '../model/store.js';
import { eventOf, recordOf, STATES } from '../store/record-body.js';
import { tokensFor } from '../store/tokens.js';
import type { Client } from './client.js';

const ROW = 'seq::float8 as seq, body';
const SCOPE = 'scope, path, records::float8 as records, words::float8 as words';

interface Row {
  readonly seq: number;
  readonly body: string;
}

/** The first text after all that begin with a prefix, as bytes are ordered. */
const afterPrefix = (prefix: string) => `${prefix}\u{10ffff}`;

/** What a connection reads. */
export class PostgresView implements MemoryView {
  constructor(
    protected readonly client: Client,
    /** Whether the server has pgvector. */
    protected readonly hasVector: boolean,
  ) {}

  protected async rows<T>(sql: string, ...values: readonly unknown[]): Promise<readonly T[]> {
    return (await this.client.query(sql, values)).rows as readonly T[];
  }

  protected async records(where: string, ...values: readonly unknown[]): Promise<readonly StoredRecord[]> {
    const rows = await this.rows<Row>(`select ${ROW} from records where ${where}`, ...values);
    return rows.map(({ seq, body }) => recordOf(seq, body));
  }

  scopes(paths: readonly string[]): Promise<readonly StoredScope[]> {
    return this.rows(`select ${SCOPE} from scopes where path = any($1) order by path`, paths);
  }

  scopesUnder(prefix: string): Promise<readonly StoredScope[]> {
    const sql = `select ${SCOPE} from scopes where path >= $1 and path < $2 order by path`;
    return this.rows(sql, prefix, afterPrefix(prefix));
  }

  async find(queries: readonly TermQuery[], most: number): Promise<readonly (readonly number[])[]> {
    // `seq + 0`: the order is made of what was found, never walked through in search of it.
    const rows = await this.rows<{ found: string | null }>(
      `select found.found from jsonb_array_elements($1::jsonb) with ordinality as asked (tokens, n), lateral (
         select string_agg(seq::text, ',' order by seq desc) as found from (
           select seq from records where words && (select array_agg(t) from jsonb_array_elements_text(asked.tokens) as t)
           order by seq + 0 desc limit $2) as newest
       ) as found order by asked.n`,
      JSON.stringify(queries.map(tokensFor)),
      most,
    );
    return rows.map(({ found }) => (found === null ? [] : found.split(',').map(Number)));
  }

  async count(query: TermQuery): Promise<number> {
    const sql = 'select count(*)::float8 as many from records where words && $1';
    const [row] = await this.rows<{ many: number }>(sql, tokensFor(query));
    return row?.many ?? 0;
  }

  bySeq(seqs: readonly number[]): Promise<readonly StoredRecord[]> {
    return this.records('seq = any($1::bigint[])', seqs);
  }

  byId(ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return this.records('id = any($1) order by array_position($1, id)', ids);
  }

  equal(scope: number, by: { same: string } | { key: string }): Promise<readonly StoredRecord[]> {
    return 'same' in by
      ? this.records('scope = $1 and same = $2 and state = 0 and kind = 0 order by seq', scope, by.same)
      : this.records(
          `state = 0 and seq in (select seq from records where scope = $1 and fact_key = $2 and state = 0
           union all select seq from other_keys where scope = $1 and fact_key = $2) order by seq`,
          scope,
          by.key,
        );
  }

  successors(id: string): Promise<readonly StoredRecord[]> {
    return this.records('supersedes = $1 order by seq', id);
  }

  message(scope: number, conversation: string, message: string): Promise<readonly StoredRecord[]> {
    return this.records('scope = $1 and conversation = $2 and message = $3 order by seq', scope, conversation, message);
  }

  async places(at: readonly Place[]): Promise<readonly StoredRecord[]> {
    const rows = await this.rows<Row>(
      `select r.seq::float8 as seq, r.body from jsonb_to_recordset($1::jsonb)
         as p (n int, scope int, conversation text, "from" int, "to" int)
       join records r on r.scope = p.scope and r.conversation = p.conversation and r.place between p."from" and p."to"
       where r.state = 0 order by p.n, r.place`,
      JSON.stringify(at.map((one, n) => ({ n, ...one }))),
    );
    return rows.map(({ seq, body }) => recordOf(seq, body));
  }

  async lastPlace(scope: number, conversation: string): Promise<number> {
    const sql = 'select coalesce(max(place), 0) as place from records where scope = $1 and conversation = $2';
    const [row] = await this.rows<{ place: number }>(sql, scope, conversation);
    return row?.place ?? 0;
  }

  oldest(query: { scopes: readonly number[]; after: number; limit: number }): Promise<readonly StoredRecord[]> {
    return this.records('scope = any($1) and seq > $2 order by seq limit $3', query.scopes, query.after, query.limit);
  }

  list({ scopes, states, before = Number.MAX_SAFE_INTEGER, limit }: ListQuery): Promise<readonly StoredRecord[]> {
    const codes = states.map((state) => STATES.indexOf(state));
    const where = 'scope = any($1) and state = any($2) and seq < $3 order by seq desc limit $4';
    return this.records(where, scopes, codes, before, limit);
  }

  async events({ ids, prefix = '', after = 0, limit }: EventQuery): Promise<readonly StoredEvent[]> {
    const select = 'select number::float8 as number, body from events where';
    const most = Math.min(limit, 2 ** 31 - 1);
    const rows = ids
      ? await this.rows<{ number: number; body: string }>(`${select} id = any($1) order by number limit $2`, ids, most)
      : await this.rows<{ number: number; body: string }>(
          `${select} number > $1 and path >= $2 and path < $3 order by number limit $4`,
          after,
          prefix,
          afterPrefix(prefix),
          most,
        );
    return rows.map(({ number, body }) => eventOf(number, body));
  }

  async lastEvent(): Promise<number> {
    const [row] = await this.rows<{ number: number }>('select coalesce(max(number), 0)::float8 as number from events');
    return row?.number ?? 0;
  }

  purged(ids: readonly string[]): Promise<readonly Purged[]> {
    return this.rows('select id, path, at, why from purged where id = any($1) order by path, id', ids);
  }

  purgedUnder(path: string, after: Purged | undefined, limit: number): Promise<readonly Purged[]> {
    const sql = `select id, path, at, why from purged where (path = $1 or path >= $2 and path < $3) and (path, id) > ($4, $5)
      order by path, id limit $6`;
    return this.rows(sql, path, `${path}/`, afterPrefix(`${path}/`), after?.path ?? '', after?.id ?? '', limit);
  }

  nearest(scopes: readonly number[], model: string, vector: readonly number[], most: number): Promise<readonly Near[]> {
    const cosine =
      'select 1 - sum(a * b) / nullif(sqrt(sum(a * a)) * sqrt(sum(b * b)), 0) from unnest(vector, $1::real[]) as t (a, b)';
    const distance = this.hasVector ? 'vector::vector <=> ($1::real[])::vector' : `(${cosine})`;
    const sql = `select seq::float8 as seq, ${distance} as distance from vectors
      where scope = any($2) and model = $3 and cardinality(vector) = $4 order by distance, seq limit $5`;
    return this.rows(sql, vector, scopes, model, vector.length, most);
  }

  withoutVector({ model, tenant, after, limit }: VectorQuery): Promise<readonly StoredRecord[]> {
    const where = `state = 0 and not exists (select from vectors v where v.seq = records.seq and v.model = $1) and seq > $2
      and scope in (select s.scope from scopes s where s.path >= $3 and s.path < $4) order by seq limit $5`;
    return this.records(where, model, after, tenant, afterPrefix(tenant), limit);
  }

  async stats(scopes: readonly number[], model: string): Promise<StoredStats> {
    const states = await this.rows<{ state: number; many: number; oldest: number; newest: number }>(
      `select state, count(*)::float8 as many, min(said) as oldest, max(said) as newest from records
       where scope = any($1) group by state`,
      scopes,
    );
    const [counts] = await this.rows<{ conversations: number; embedded: number }>(
      `select (select count(*)::float8 from (select distinct scope, conversation from records
         where scope = any($1) and conversation is not null and state = 0) as c) as conversations,
       (select count(*)::float8 from vectors where scope = any($1) and model = $2) as embedded`,
      scopes,
      model,
    );
    const many = (state: number) => states.find((row) => row.state === state)?.many ?? 0;
    const current = states.find((row) => row.state === 0);
    return {
      records: { current: many(0), replaced: many(1), forgotten: many(2) },
      conversations: counts?.conversations ?? 0,
      embedded: counts?.embedded ?? 0,
      ...(current && { oldest: current.oldest, newest: current.newest }),
    };
  }
}
