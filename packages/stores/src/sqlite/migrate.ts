import { StoreError } from '../store-error.js';
import { transaction } from './transaction.js';
import type { Database } from './typed-database.js';

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
