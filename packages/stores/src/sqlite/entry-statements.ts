import { blob, type Database, number, type Statement } from './database.js';

/** Keys of entries that are gone are remembered up to this number, so that a miss can be explained. */
const REMEMBERED_KEYS = 100_000;

/** The statements over plain entries, prepared once for a connection. */
export function entryStatements(database: Database) {
  return {
    get: database.prepare(`select ${blob('value')} from entries where tenant = ? and key = ? and expires > ?`),
    put: database.prepare(
      `insert into entries (tenant, key, value, packed, size, expires, seq)
       values (?, ?, ?, ?, ?, ?, (select coalesce(max(seq), 0) + 1 from entries))
       on conflict (tenant, key) do update set value = excluded.value, packed = excluded.packed,
         size = excluded.size, expires = excluded.expires, seq = excluded.seq`,
    ),
    remove: database.prepare('delete from entries where tenant = ? and key = ?'),
    expires: database.prepare(`select ${number('expires')} from entries where tenant = ? and key = ?`),
    totals: database.prepare(`select ${number('entries')}, ${number('bytes')} from totals`),
    gone: database.prepare('select id from gone where tenant = ? and key = ?'),
    forget: database.prepare('delete from gone where tenant = ? and key = ?'),
    rememberExpired: database.prepare(
      'insert or replace into gone (tenant, key) select tenant, key from entries where expires <= ?',
    ),
    removeExpired: database.prepare('delete from entries where expires <= ?'),
    oldest: database.prepare(`select ${number('seq')}, ${number('size')} from entries order by seq limit ?`),
    rememberOldest: database.prepare(
      'insert or replace into gone (tenant, key) select tenant, key from entries where seq <= ?',
    ),
    removeOldest: database.prepare('delete from entries where seq <= ?'),
    forgetOldest: database.prepare(`delete from gone where id <= (select max(id) from gone) - ${REMEMBERED_KEYS}`),
    toPack: database.prepare(
      `select id, ${blob('value')} from entries where packed = 0 and id > ? order by id limit ?`,
    ),
    packed: database.prepare('update entries set value = ?, packed = 1, size = ? where id = ? and value = ?'),
    integrity: database.prepare('select cast(integrity_check as blob) as line from pragma_integrity_check(100)'),
    all: database.prepare(`select id, ${blob('value')} from entries where id > ? order by id limit ?`),
  } satisfies Readonly<Record<string, Statement>>;
}
