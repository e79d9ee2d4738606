import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { StoreError } from '../store-error.js';
import { migrate } from './schema.js';

type Value = string | number | null | Uint8Array;

/** A prepared statement, as far as it is used here. */
export interface Statement {
  run(...values: readonly Value[]): { readonly changes: number };
  get(...values: readonly Value[]): unknown;
  all(...values: readonly Value[]): unknown[];
}

/** A connection, as far as it is used here. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  pragma(source: string): unknown;
  close(): unknown;
}

/** In a CommonJS bundle there is no `import.meta.url`, but the bundle's own name. */
const requireFrom = createRequire((import.meta.url as string | undefined) ?? __filename);

type Driver = new (path: string, options: { timeout: number }) => Database;

/** Opens (and makes, readable by its owner only) a database file that several processes share, and brings its schema up to date. */
export function openDatabase(path: string, busyTimeoutMs: number): Database {
  // Loaded here, so that importing this package does not load a native library.
  const Driver = requireFrom('libsql') as Driver;
  try {
    if (path !== ':memory:') makePrivate(path);
    const database = new Driver(path, { timeout: busyTimeoutMs });
    patiently(busyTimeoutMs, () => {
      database.pragma('journal_mode = wal');
      database.pragma('synchronous = normal');
      database.pragma('journal_size_limit = 16777216');
      migrate(database);
    });
    return database;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('damaged', `The store at ${path} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

/** A blob as the driver gives it: a buffer from `get`, an array buffer from `all`. */
export type Blob = Buffer | ArrayBuffer;

/** The bytes of a blob, not copied. */
export function bytesOf(blob: Blob): Buffer {
  return blob instanceof ArrayBuffer ? Buffer.from(blob) : blob;
}

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

function makePrivate(path: string): void {
  makeFolder(dirname(path));
  try {
    closeSync(openSync(path, 'ax', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Makes a folder and those above it, each tried once: Node's own `recursive` never ends where a system refuses with "no such file"
 * although the folder above is there, as `/proc` does.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Switching to the write-ahead log does not wait for locks by itself. */
function patiently(limitMs: number, step: () => void): void {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      step();
      return;
    } catch (error) {
      if (!/busy|locked/i.test(messageOf(error)) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
