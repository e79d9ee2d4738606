import { StoreError } from '../store-error.js';
import { transaction } from './transaction.js';
import type { Database } from './typed-database.js';

/**
 * Refuses a database of another program, whose tables and version say something else, before anything of it is changed. Ours is one
 * without tables, or one that has the first table of the steps.
 *
 * @throws StoreError `foreign`.
 */
export function checkOurs(database: Database, path: string, steps: readonly string[]): void {
  const { version, tables } = database.prepare(LOOK).get() as { version: number; tables: Uint8Array | null };
  const names = tables === null ? [] : Buffer.from(tables).toString().split('/');
  const first = /create table (\w+)/.exec(steps[0] ?? '')?.[1] ?? '';
  const isOurs = names.length === 0 ? version === 0 : names.includes(first) && version > 0;
  if (!isOurs) throw new StoreError('foreign', `The file is a database of another program; name another one (${path})`);
}

/** One statement, so that no other process makes its tables in between. */
const LOOK = `select cast(user_version as integer) as version,
  (select cast(group_concat(name, '/') as blob) from sqlite_master where type = 'table') as tables from pragma_user_version`;

/** Brings a database to the newest version, one step a version; safe when several processes open it at the same time. */
export function migrate(database: Database, steps: readonly string[]): void {
  if (versionOf(database) === steps.length) return;
  transaction(database, () => {
    const version = versionOf(database);
    if (version > steps.length) {
      throw new StoreError(
        'newer_schema',
        `The store was written by a newer release (schema ${version}); update this one`,
      );
    }
    for (const step of steps.slice(version)) database.exec(step);
    database.pragma(`user_version = ${steps.length}`);
  });
}

function versionOf(database: Database): number {
  const rows = database.pragma('user_version') as { readonly user_version: number }[];
  return rows[0]?.user_version ?? 0;
}
