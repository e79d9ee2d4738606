import { type Blob, bytesOf } from '@headroom/stores/database';
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
import { eventOf, recordOf, recordsOf, STATES } from '../store/record-body.js';
import { tokensFor } from '../store/tokens.js';
import { turn } from '../store/turn.js';
import type { Statements } from './statements.js';

interface Row {
  readonly seq: number;
  readonly body: Blob;
}

interface ScopeRow {
  readonly scope: number;
  readonly path: Blob;
  readonly records: number;
  readonly words: number;
}

interface PurgedRow {
  readonly id: Blob;
  readonly path: Blob;
  readonly at: number;
  readonly why: Blob;
}

const PAGE = 1000;
/** So many pairs of scope and state are looked for one by one. */
const FEW = 16;

export const bytes = (text: string): Buffer => Buffer.from(text);
const textOf = (blob: Blob): string => bytesOf(blob).toString();
const hex = (text: string): string => bytes(text).toString('hex');
const json = (values: readonly unknown[]): string => JSON.stringify(values);
const match = (query: TermQuery): string =>
  tokensFor(query)
    .map((token) => `"${token}"`)
    .join(' OR ');

/** What a connection reads. */
export class SqliteView implements MemoryView {
  constructor(protected readonly sql: Statements) {}

  async scopes(paths: readonly string[]): Promise<readonly StoredScope[]> {
    return (this.sql.scopes.all(json(paths)) as ScopeRow[]).map(scopeOf);
  }

  async scopesUnder(prefix: string): Promise<readonly StoredScope[]> {
    const found: StoredScope[] = [];
    for (let from = prefix; ; ) {
      const page = this.sql.scopesUnder.all(from, afterPrefix(prefix), PAGE) as ScopeRow[];
      found.push(...page.map(scopeOf));
      const last = found.at(-1);
      if (page.length < PAGE || !last) return found;
      // The first text after the last one.
      from = `${last.path}\0`;
      await turn();
    }
  }

  async find(queries: readonly TermQuery[], most: number): Promise<readonly (readonly number[])[]> {
    return queries.map((query) => {
      if (query.scopes.length + query.within.length === 0) return [];
      const { found } = this.sql.find.get(match(query), most) as { found: string | null };
      return found === null ? [] : found.split(',').map(Number);
    });
  }

  async count(query: TermQuery): Promise<number> {
    if (query.scopes.length + query.within.length === 0) return 0;
    return (this.sql.howMany.get(match(query)) as { many: number }).many;
  }

  async bySeq(seqs: readonly number[]): Promise<readonly StoredRecord[]> {
    return together(this.sql.bySeq.get(json(seqs)));
  }

  async byId(ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return ids.flatMap((id) => records(this.sql.byId.all(bytes(id))));
  }

  async equal(scope: number, by: { same: string } | { key: string }): Promise<readonly StoredRecord[]> {
    return records(
      'same' in by ? this.sql.bySame.all(scope, bytes(by.same)) : this.sql.byKey.all(scope, bytes(by.key)),
    );
  }

  async successors(id: string): Promise<readonly StoredRecord[]> {
    return records(this.sql.successors.all(bytes(id)));
  }

  async message(scope: number, conversation: string, message: string): Promise<readonly StoredRecord[]> {
    return records(this.sql.byMessage.all(scope, bytes(conversation), bytes(message)));
  }

  async places(at: readonly Place[]): Promise<readonly StoredRecord[]> {
    const ranges = at.map(({ scope, conversation, from, to }) => [scope, hex(conversation), from, to]);
    return together(this.sql.byPlace.get(json(ranges)));
  }

  async lastPlace(scope: number, conversation: string): Promise<number> {
    return (this.sql.lastPlace.get(scope, bytes(conversation)) as { place: number }).place;
  }

  async list({ scopes, states, before = Number.MAX_SAFE_INTEGER, limit }: ListQuery): Promise<readonly StoredRecord[]> {
    const codes = states.map((state) => STATES.indexOf(state));
    const pairs = scopes.flatMap((scope) => codes.map((code) => [scope, code] as const));
    const rows =
      pairs.length > FEW
        ? this.sql.newestOf.all(json(scopes), json(codes), before, limit)
        : pairs.flatMap(([scope, code]) => this.sql.newest.all(scope, code, before, limit));
    const seqs = (rows as { seq: number }[]).map(({ seq }) => seq).sort((a, b) => b - a);
    const found = together(this.sql.bySeq.get(json(seqs.slice(0, limit))));
    return [...found].sort((a, b) => b.seq - a.seq);
  }

  async oldest(query: { scopes: readonly number[]; after: number; limit: number }): Promise<readonly StoredRecord[]> {
    return records(this.sql.oldest.all(json(query.scopes), query.after, query.limit));
  }

  async events({ ids, prefix = '', after = 0, limit }: EventQuery): Promise<readonly StoredEvent[]> {
    const rows = ids
      ? this.sql.eventsOf.all(json(ids.map(hex)), limit)
      : this.sql.events.all(after, prefix, afterPrefix(prefix), limit);
    return (rows as { number: number; body: Blob }[]).map(({ number, body }) => eventOf(number, textOf(body)));
  }

  async lastEvent(): Promise<number> {
    return (this.sql.lastEvent.get() as { number: number }).number;
  }

  async purged(ids: readonly string[]): Promise<readonly Purged[]> {
    return (this.sql.purged.all(json(ids.map(hex))) as PurgedRow[]).map(purgedOf);
  }

  async purgedUnder(path: string, after: Purged | undefined, limit: number): Promise<readonly Purged[]> {
    const place = [after?.path ?? '', bytes(after?.id ?? '')] as const;
    const rows = this.sql.purgedUnder.all(path, `${path}/`, afterPrefix(`${path}/`), ...place, limit);
    return (rows as PurgedRow[]).map(purgedOf);
  }

  async nearest(
    scopes: readonly number[],
    model: string,
    vector: readonly number[],
    most: number,
  ): Promise<readonly Near[]> {
    const wanted = floats(vector);
    return this.sql.nearest.all(wanted, json(scopes), bytes(model), wanted.length, most) as Near[];
  }

  async withoutVector({ model, tenant, after, limit }: VectorQuery): Promise<readonly StoredRecord[]> {
    return records(this.sql.withoutVector.all(bytes(model), after, tenant, afterPrefix(tenant), limit));
  }

  async stats(scopes: readonly number[], model: string): Promise<StoredStats> {
    const list = json(scopes);
    const rows = this.sql.states.all(list) as { state: number; many: number; oldest: number; newest: number }[];
    const many = (state: number) => rows.find((row) => row.state === state)?.many ?? 0;
    const current = rows.find((row) => row.state === 0);
    return {
      records: { current: many(0), replaced: many(1), forgotten: many(2) },
      conversations: (this.sql.conversations.get(list) as { many: number }).many,
      embedded: (this.sql.embedded.get(list, bytes(model)) as { many: number }).many,
      ...(current && { oldest: current.oldest, newest: current.newest }),
    };
  }
}

/** A vector as SQLite's own functions read it. */
export function floats(vector: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(vector).buffer);
}

/** The first text after all that begin with a prefix. */
function afterPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function records(rows: unknown[]): StoredRecord[] {
  return (rows as Row[]).map(({ seq, body }) => recordOf(seq, textOf(body)));
}

/** Rows that came as one text. */
function together(row: unknown): readonly StoredRecord[] {
  const { found } = row as { found: Blob | null };
  return found === null ? [] : recordsOf(`[${textOf(found)}]`);
}

function purgedOf({ id, path, at, why }: PurgedRow): Purged {
  return { id: textOf(id), path: textOf(path), at, why: textOf(why) as Purged['why'] };
}

function scopeOf(row: ScopeRow): StoredScope {
  return { scope: row.scope, path: textOf(row.path), records: row.records, words: row.words };
}
