import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { checkOurs, migrate } from './migrate.js';
import { type Database, TypedDatabase, typedError } from './typed-database.js';

export { transaction } from './transaction.js';
export type { Database, Statement } from './typed-database.js';

/** In a CommonJS bundle there is no `import.meta.url`, but the bundle's own name. */
const requireFrom = createRequire((import.meta.url as string | undefined) ?? __filename);

type Driver = new (path: string, options: { timeout: number }) => Database;

/** What a database file is opened with. */
export interface DatabaseOptions {
  /** How long a call blocks this process while another one writes. */
  readonly busyTimeoutMs: number;
  /** The steps from one version of the schema to the next; a released step never changes. */
  readonly steps: readonly string[];
  /** `full`: what was written outlives a machine that loses power; `normal` (default): a process that is killed. */
  readonly synchronous?: 'normal' | 'full';
}

/** Opens (and makes, readable by its owner only) a database file that several processes share, and brings its schema up to date. */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  let database: Database | undefined;
  // Loaded here, so that importing this package does not load a native library.
  const Driver = requireFrom('libsql') as Driver;
  try {
    if (path !== ':memory:') makePrivate(path);
    const opened = new TypedDatabase(new Driver(path, { timeout: options.busyTimeoutMs }));
    database = opened;
    patiently(() => {
      checkOurs(opened, path, options.steps);
      opened.pragma('journal_mode = wal');
      opened.pragma(`synchronous = ${options.synchronous ?? 'normal'}`);
      opened.pragma('journal_size_limit = 16777216');
      migrate(opened, options.steps);
    });
    return opened;
  } catch (error) {
    database?.close();
    throw typedError(error, path);
  }
}

/** Opens a file of no tables, which is locked against every other process until it is closed. */
export function openAlone(path: string): Database {
  const Driver = requireFrom('libsql') as Driver;
  let database: Database | undefined;
  try {
    makePrivate(path);
    database = new TypedDatabase(new Driver(path, { timeout: 1 }));
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    throw typedError(error, path);
  }
}

/**
 * A column as bytes, whatever the file says that it is: where one flipped bit makes a text of them, and no valid one, the driver
 * would end the process.
 */
export function blob(column: string): string {
  return `cast(${column} as blob) as ${column}`;
}

/** A column as a number, whatever the file says that it is. */
export function number(column: string): string {
  return `cast(${column} as integer) as ${column}`;
}

/** A blob as the driver gives it: a buffer from `get`, an array buffer from `all`. */
export type Blob = Buffer | ArrayBuffer;

/** The bytes of a blob, not copied. */
export function bytesOf(blob: Blob): Buffer {
  return blob instanceof ArrayBuffer ? Buffer.from(blob) : blob;
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

const OPENING_MS = 5000;

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

/** Several processes may open a new file at the same moment, and switching to the write-ahead log does not wait for locks. */
function patiently(step: () => void): void {
  const until = Date.now() + OPENING_MS;
  for (;;) {
    try {
      step();
      return;
    } catch (error) {
      if (typedError(error).code !== 'busy' || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
