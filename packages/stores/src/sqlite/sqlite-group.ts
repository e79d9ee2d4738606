import type { GroupEntry, GroupPut, GroupValue, StoreGroup } from '@headroom/core';
import { fromBytes, nameBytes, nameOf, toPackedBytes } from '../at-rest.js';
import { type Blob, blob, bytesOf, type Database, number, type Statement, transaction } from './database.js';

interface Row {
  readonly key: Blob;
  readonly value: Blob;
  readonly note: Blob;
  readonly version: number;
}

const MINE = 'tenant = ? and name = ?';

/** Prepared once for all groups of a connection. */
export function groupStatements(database: Database) {
  return {
    get: database.prepare(
      `select ${blob('key')}, ${blob('value')}, ${blob('note')}, ${number('version')} from group_entries where ${MINE} and key = ? and expires > ?`,
    ),
    list: database.prepare(
      `select ${blob('key')}, ${blob('note')}, ${number('version')} from group_entries where ${MINE} and expires > ? order by version`,
    ),
    nextVersion: database.prepare('update versions set last = last + 1 returning cast(last as integer) as last'),
    purge: database.prepare(`delete from group_entries where ${MINE} and expires <= ?`),
    put: database.prepare(
      `insert into group_entries (tenant, name, key, value, note, version, expires) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (tenant, name, key) do update
       set value = excluded.value, note = excluded.note, version = excluded.version, expires = excluded.expires`,
    ),
    evict: database.prepare(
      `delete from group_entries where id in (
         select id from group_entries where ${MINE} order by version desc limit -1 offset ?)`,
    ),
    remove: database.prepare(`delete from group_entries where ${MINE} and key = ?`),
    clear: database.prepare(`delete from group_entries where ${MINE}`),
  } satisfies Readonly<Record<string, Statement>>;
}

/** A group in a database file. */
export class SqliteGroup implements StoreGroup {
  readonly #mine: readonly [Buffer, Buffer];

  constructor(
    private readonly database: Database,
    private readonly sql: ReturnType<typeof groupStatements>,
    where: { readonly tenant: Buffer; readonly name: string },
    private readonly rules: { readonly ttl: number; readonly now: () => number },
  ) {
    this.#mine = [where.tenant, nameBytes(where.name)];
  }

  get(key: string): GroupValue | undefined {
    const row = this.sql.get.get(...this.#mine, nameBytes(key), this.rules.now()) as Row | undefined;
    return row && { key, value: fromBytes(bytesOf(row.value)), note: nameOf(bytesOf(row.note)), version: row.version };
  }

  put(key: string, { value, note = '', ttl = this.rules.ttl, maxEntries, ifVersion }: GroupPut): number | undefined {
    const bytes = toPackedBytes(value);
    const name = nameBytes(key);
    return transaction(this.database, () => {
      const now = this.rules.now();
      if (ifVersion !== undefined) {
        const row = this.sql.get.get(...this.#mine, name, now) as Row | undefined;
        if ((row?.version ?? 0) !== ifVersion) return undefined;
      }
      const { last } = this.sql.nextVersion.get() as { last: number };
      this.sql.purge.run(...this.#mine, now);
      this.sql.put.run(...this.#mine, name, bytes, nameBytes(note), last, Math.ceil(now + ttl * 1000));
      if (maxEntries !== undefined) this.sql.evict.run(...this.#mine, maxEntries);
      return last;
    });
  }

  delete(key: string): void {
    this.sql.remove.run(...this.#mine, nameBytes(key));
  }

  list(): readonly GroupEntry[] {
    const rows = this.sql.list.all(...this.#mine, this.rules.now()) as Row[];
    return rows.map(({ key, note, version }) => ({ key: nameOf(bytesOf(key)), note: nameOf(bytesOf(note)), version }));
  }

  clear(): void {
    this.sql.clear.run(...this.#mine);
  }
}
