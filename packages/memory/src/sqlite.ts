import { homedir } from 'node:os';
import { join } from 'node:path';
import { HeadroomError } from '@headroom/core';
import { type Blob, bytesOf, type Database, openDatabase, StoreError } from '@headroom/stores/database';
import { checkNames } from './model/checks.js';
import type { MemoryChange, MemoryStore, MemoryView } from './model/store.js';
import { STEPS } from './sqlite/schema.js';
import { SqliteChange } from './sqlite/sqlite-change.js';
import { SqliteView } from './sqlite/sqlite-view.js';
import { type Statements, statements } from './sqlite/statements.js';
import { recordOf } from './store/record-body.js';
import { inTurnsOf, turn } from './store/turn.js';

/** Where a memory in one file lies. */
export interface SqliteMemoryOptions {
  /** The database file; its folder is made when missing. Default {@link defaultMemoryPath}. */
  readonly path?: string;
  /** How long a call waits, without blocking the process, while another process writes. Default 10 seconds. */
  readonly patienceMs?: number;
}

/** The file that programs share when nothing else is asked for: `.headroom/memory.db` in the user's home. */
export function defaultMemoryPath(): string {
  return join(homedir(), '.headroom', 'memory.db');
}

/**
 * Memory in one SQLite file, which several processes of a machine share. What a call has acknowledged outlives the process and the
 * machine's power. Open it once a process: the driver keeps about 2.5 MB of every connection for good.
 *
 * @throws HeadroomError `invalid_option`. @throws StoreError `damaged`, `newer_schema`, `no_access`, `busy` or `full`.
 */
export function sqliteMemory(options: SqliteMemoryOptions = {}): MemoryStore {
  checkNames(options, { path: true, patienceMs: true }, 'sqliteMemory()', 'invalid_option');
  const { path = defaultMemoryPath(), patienceMs = 10_000 } = options;
  if (!(patienceMs > 0))
    throw new HeadroomError('invalid_option', 'patienceMs must be a positive number', 'patienceMs');
  return new SqliteMemoryStore(...open(path), patienceMs, path);
}

/** How long one attempt blocks the process. */
const BLOCKING_MS = 20;

function open(path: string): [Database, Statements] {
  let database: Database | undefined;
  try {
    database = openDatabase(path, { busyTimeoutMs: BLOCKING_MS, steps: STEPS, synchronous: 'full' });
    return [database, statements(database)];
  } catch (error) {
    // A table that is not there, in a file whose version says that it is.
    const isLacking = database !== undefined && error instanceof StoreError && error.code === 'failed';
    database?.close();
    throw withWayOut(isLacking ? new StoreError('damaged', error.message, { cause: error }) : error, path);
  }
}

/** An error as it came, but for damage: that names the file and what to do. */
function withWayOut(error: unknown, path: string): unknown {
  if (!(error instanceof StoreError) || error.code !== 'damaged') return error;
  const said = `The memory is damaged (${path}). Put a copy of the file back, or move it away and import an export`;
  return new StoreError('damaged', said, { cause: error });
}

class SqliteMemoryStore implements MemoryStore {
  readonly name = 'sqlite';
  readonly #sql: Statements;
  readonly #view: MemoryView;
  /** Steps follow each other: one connection has one transaction. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly database: Database,
    sql: Statements,
    private readonly patienceMs: number,
    private readonly path: string,
  ) {
    this.#sql = sql;
    this.#view = inTurnsOf<MemoryView>(new SqliteView(this.#sql));
  }

  read<T>(step: (view: MemoryView) => Promise<T>): Promise<T> {
    return this.#inTurn('begin', () => step(this.#view));
  }

  write<T>(_owners: readonly string[], step: (change: MemoryChange) => Promise<T>): Promise<T> {
    return this.#inTurn('begin immediate', () => step(inTurnsOf<MemoryChange>(new SqliteChange(this.#sql))));
  }

  async check(): Promise<readonly string[]> {
    return this.#inTurn('begin immediate', async () => {
      const lines = (this.#sql.integrity.all() as { line: Blob }[]).map(({ line }) => bytesOf(line).toString());
      const problems = lines.filter((line) => line !== 'ok');
      this.#sql.words.run();
      for (let after = -1; ; ) {
        const rows = this.#sql.all.all(after) as { seq: number; body: Blob }[];
        const last = rows.at(-1);
        if (!last) return problems;
        for (const { seq, body } of rows) problems.push(...said(() => recordOf(seq, bytesOf(body).toString())));
        if (!(last.seq > after)) return [...problems, 'The records are not in order'];
        after = last.seq;
        await turn();
      }
    });
  }

  async close(): Promise<void> {
    await this.#last;
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.database.pragma('wal_checkpoint(truncate)');
    } catch {
      // Another process is at work: it writes the log back when it closes.
    }
    this.database.close();
  }

  #inTurn<T>(begin: string, step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#transaction(begin, step));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #transaction<T>(begin: string, step: () => Promise<T>): Promise<T> {
    await turn();
    await this.#patiently(() => this.database.exec(begin));
    try {
      const value = await step();
      await this.#patiently(() => this.database.exec('commit'));
      return value;
    } catch (error) {
      try {
        this.database.exec('rollback');
      } catch {
        // The engine has rolled back by itself.
      }
      throw withWayOut(error, this.path);
    }
  }

  /** Tries again while another process holds the file, and leaves turns to others meanwhile. */
  async #patiently(step: () => void): Promise<void> {
    const until = Date.now() + this.patienceMs;
    for (let pause = 1; ; pause = Math.min(50, pause * 2)) {
      try {
        step();
        return;
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'busy' || Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

function said(step: () => unknown): string[] {
  try {
    step();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : 'unknown error'];
  }
}
