import type { Database } from './typed-database.js';

/** Runs a step in one write transaction: all of it or nothing. */
export function transaction<T>(database: Database, step: () => T): T {
  database.exec('begin immediate');
  try {
    const value = step();
    database.exec('commit');
    return value;
  } catch (error) {
    try {
      database.exec('rollback');
    } catch {
      // The engine has rolled back by itself.
    }
    throw error;
  }
}
