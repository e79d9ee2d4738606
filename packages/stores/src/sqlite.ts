import { homedir } from 'node:os';
import { join } from 'node:path';
import { HeadroomError, type SetOptions, type SharedStore } from '@headroom/core';
import { fromBytes, isPacked, nameBytes, nameOf, packLater, toBytes } from './at-rest.js';
import { type Blob, bytesOf, type Database, openDatabase, transaction } from './sqlite/database.js';
import { entryStatements } from './sqlite/entry-statements.js';
import { STEPS } from './sqlite/schema.js';
import { groupStatements, SqliteGroup } from './sqlite/sqlite-group.js';
import { StoreError } from './store-error.js';

/** Where and within which bounds a SQLite store keeps originals. */
export interface SqliteOptions {
  /** The database file; its folder is made when missing. Default {@link defaultPath}. */
  readonly path?: string;
  /** Entries of one tenant are invisible to every other. Default: the unnamed tenant. */
  readonly tenant?: string;
  /** Default lifetime in seconds. Default 7 days. */
  readonly ttl?: number;
  /** Most bytes of values kept in the file, over all tenants; the oldest go first. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Most entries kept. Default 1,000,000. */
  readonly maxEntries?: number;
  /**
   * How long a read or write blocks this process while another one writes. Default 50 ms: an engine tries again later without
   * blocking. A program that calls the store itself and does nothing else may take longer.
   */
  readonly busyTimeoutMs?: number;
  /** Pack values in the background, off the main thread, once nothing was written for a second. Default true. */
  readonly pack?: boolean;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** What a check of the whole file found. */
export interface SqliteCheck {
  readonly ok: boolean;
  /** What the engine says of the file itself. */
  readonly problems: readonly string[];
  readonly checked: number;
  /** Entries that are damaged. */
  readonly damaged: number;
}

/** A store in one file, synchronous, shared safely by several processes of one machine. */
export interface SqliteStore extends SharedStore {
  get(key: string): string | undefined;
  set(key: string, value: string, options?: SetOptions): void;
  delete(key: string): void;
  expired(key: string): boolean;
  group(name: string): SqliteGroup;
  /** Live and not yet swept entries and their bytes at rest, over all tenants. */
  size(): { readonly entries: number; readonly bytes: number };
  /** Packs values written since the last time; says how many. Runs by itself unless `pack` is false. */
  pack(): Promise<number>;
  /** Removes what has expired or is over the bounds. Runs by itself. */
  sweep(): void;
  /** Reads everything and compares it with its checksums. Ends, without throwing, however damaged the file is. */
  check(): SqliteCheck;
  /**
   * Writes everything back from the log into the one file and lets go of it; later calls throw. The driver returns the file's
   * descriptors with the next garbage collection.
   */
  close(): void;
}

/** The file that programs share when nothing else is asked for: `.headroom/store.db` in the user's home. */
export function defaultPath(): string {
  return join(homedir(), '.headroom', 'store.db');
}

/**
 * The durable store of one machine: one SQLite file.
 *
 * @example
 * ```ts
 * const headroom = createHeadroom({ store: sqlite({ path: './originals.db' }) });
 * ```
 * @throws HeadroomError `invalid_option` for a bound that is not a positive number.
 * @throws StoreError `damaged`, `no_access`, `busy`, `full` or `newer_schema` when the file cannot be opened. Later calls throw
 * these too, and `closed` after {@link SqliteStore.close}.
 */
export function sqlite(options: SqliteOptions = {}): SqliteStore {
  const { ttl = 7 * 86_400, maxBytes = 2 ** 30, maxEntries = 1_000_000, busyTimeoutMs = 50 } = options;
  for (const [name, value] of Object.entries({ ttl, maxBytes, maxEntries, busyTimeoutMs })) {
    if (!(value > 0)) throw new HeadroomError('invalid_option', `sqlite({ ${name} }) must be a positive number`, name);
  }
  const { path = defaultPath(), tenant = '', pack = true, now = Date.now } = options;
  return new FileStore(openDatabase(path, { busyTimeoutMs, steps: STEPS }), {
    tenant: nameBytes(tenant),
    ttl,
    maxBytes,
    maxEntries,
    pack,
    now,
  });
}

interface Rules {
  readonly tenant: Buffer;
  readonly ttl: number;
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly pack: boolean;
  readonly now: () => number;
}

const SWEEP_EVERY = 200;
const IDLE_MS = 1000;
const PACK_AT_ONCE = 8;

class FileStore implements SqliteStore {
  readonly #sql: ReturnType<typeof entryStatements>;
  readonly #groupSql: ReturnType<typeof groupStatements>;
  #writes = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {
    this.#sql = entryStatements(database);
    this.#groupSql = groupStatements(database);
  }

  get(key: string): string | undefined {
    const row = this.#sql.get.get(this.rules.tenant, nameBytes(key), this.rules.now()) as { value: Blob } | undefined;
    return row && fromBytes(bytesOf(row.value));
  }

  set(key: string, value: string, { ttl = this.rules.ttl }: SetOptions = {}): void {
    const bytes = toBytes(value);
    if (bytes.length > this.rules.maxBytes)
      throw new StoreError('too_large', `A value of ${bytes.length} bytes is larger than the whole store`);
    const expires = Math.ceil(this.rules.now() + ttl * 1000);
    this.#sql.put.run(this.rules.tenant, nameBytes(key), bytes, 0, bytes.length, expires);
    const { entries, bytes: total } = this.size();
    if (++this.#writes % SWEEP_EVERY === 0 || entries > this.rules.maxEntries || total > this.rules.maxBytes)
      this.sweep();
    if (this.rules.pack) this.#packWhenIdle();
  }

  delete(key: string): void {
    const name = nameBytes(key);
    this.#sql.remove.run(this.rules.tenant, name);
    this.#sql.forget.run(this.rules.tenant, name);
  }

  expired(key: string): boolean {
    const name = nameBytes(key);
    const row = this.#sql.expires.get(this.rules.tenant, name) as { expires: number } | undefined;
    if (row) return row.expires <= this.rules.now();
    return this.#sql.gone.get(this.rules.tenant, name) !== undefined;
  }

  group(name: string): SqliteGroup {
    return new SqliteGroup(this.database, this.#groupSql, { tenant: this.rules.tenant, name }, this.rules);
  }

  size(): { entries: number; bytes: number } {
    const { entries, bytes } = this.#sql.totals.get() as { entries: number; bytes: number };
    return { entries, bytes };
  }

  sweep(): void {
    transaction(this.database, () => {
      const now = this.rules.now();
      this.#sql.rememberExpired.run(now);
      this.#sql.removeExpired.run(now);
      for (let cut = this.#cut(); cut !== undefined; cut = this.#cut()) {
        this.#sql.rememberOldest.run(cut);
        this.#sql.removeOldest.run(cut);
      }
      this.#sql.forgetOldest.run();
    });
  }

  async pack(): Promise<number> {
    let count = 0;
    let after = 0;
    while (!this.#closed) {
      const rows = this.#sql.toPack.all(after, PACK_AT_ONCE) as { id: number; value: Blob }[];
      if (rows.length === 0) return count;
      after = rows.at(-1)?.id ?? after;
      const smaller = await Promise.all(rows.map(({ value }) => packLater(bytesOf(value))));
      if (this.#closed) return count;
      transaction(this.database, () => {
        for (const [i, { id, value }] of rows.entries()) {
          const before = bytesOf(value);
          const bytes = smaller[i] ?? before;
          // Only if it is still the value that was read: numbers of rows and places in the order can be given again.
          this.#sql.packed.run(bytes, bytes.length, id, before);
          if (isPacked(bytes)) count++;
        }
      });
    }
    return count;
  }

  check(): SqliteCheck {
    const problems = [...this.#said()];
    let checked = 0;
    let damaged = 0;
    try {
      for (let after = -1; ; ) {
        const rows = this.#sql.all.all(after, PACK_AT_ONCE) as { id: number; value: Blob }[];
        if (rows.length === 0) break;
        for (const { value } of rows) {
          checked++;
          if (!isWhole(bytesOf(value))) damaged++;
        }
        const last = rows.at(-1)?.id ?? after;
        if (!(last > after)) throw new StoreError('damaged', 'The entries are not in order');
        after = last;
      }
    } catch (error) {
      if (error instanceof StoreError && error.code === 'closed') throw error;
      problems.push(error instanceof Error ? error.message : 'unknown error');
    }
    return { ok: problems.length === 0 && damaged === 0, problems, checked, damaged };
  }

  /** What the engine says of the file; a file too damaged to be checked is a problem too. */
  #said(): readonly string[] {
    try {
      const rows = this.#sql.integrity.all() as { line: Blob }[];
      return rows.map(({ line }) => nameOf(bytesOf(line))).filter((line) => line !== 'ok');
    } catch (error) {
      if (error instanceof StoreError && error.code === 'closed') throw error;
      return [error instanceof Error ? error.message : 'unknown error'];
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idle);
    try {
      this.database.pragma('wal_checkpoint(truncate)');
    } catch {
      // Another process is at work: it writes the log back when it closes.
    }
    this.database.close();
  }

  /** The place in the order up to which entries must go to be within the bounds, or undefined. */
  #cut(): number | undefined {
    const { entries, bytes } = this.size();
    let overEntries = entries - this.rules.maxEntries;
    let overBytes = bytes - this.rules.maxBytes;
    if (overEntries <= 0 && overBytes <= 0) return undefined;
    // A little more than needed, so that the next write does not sweep again.
    overEntries += this.rules.maxEntries * 0.01;
    overBytes += this.rules.maxBytes * 0.01;
    let cut: number | undefined;
    for (const { seq, size } of this.#sql.oldest.all(500) as { seq: number; size: number }[]) {
      if (overEntries <= 0 && overBytes <= 0) break;
      overEntries--;
      overBytes -= size;
      cut = seq;
    }
    return cut;
  }

  #packWhenIdle(): void {
    if (this.#idle) {
      this.#idle.refresh();
      return;
    }
    this.#idle = setTimeout(() => {
      this.#idle = undefined;
      // Another process may be writing; what is not packed now is packed next time.
      this.pack().catch(() => undefined);
    }, IDLE_MS);
    this.#idle.unref();
  }
}

function isWhole(value: Buffer): boolean {
  try {
    fromBytes(value);
    return true;
  } catch {
    return false;
  }
}
