import { StoreError, type StoreErrorCode } from '../store-error.js';

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

/** A connection that throws nothing but {@link StoreError}, and that lets go of everything when it is closed. */
export class TypedDatabase implements Database {
  #inner: Database | undefined;
  readonly #statements = new Set<TypedStatement>();

  constructor(inner: Database) {
    this.#inner = inner;
  }

  prepare(sql: string): Statement {
    const statement = new TypedStatement(typed(() => this.#open.prepare(sql)));
    this.#statements.add(statement);
    return statement;
  }

  exec(sql: string): unknown {
    return typed(() => this.#open.exec(sql));
  }

  pragma(source: string): unknown {
    return typed(() => this.#open.pragma(source));
  }

  /** The driver has no end of a statement: it keeps the file open until no statement is referred to any more. */
  close(): void {
    for (const statement of this.#statements) statement.close();
    this.#statements.clear();
    const inner = this.#inner;
    this.#inner = undefined;
    inner?.close();
  }

  get #open(): Database {
    if (!this.#inner) throw closed();
    return this.#inner;
  }
}

class TypedStatement implements Statement {
  #inner: Statement | undefined;

  constructor(inner: Statement) {
    this.#inner = inner;
  }

  run(...values: readonly Value[]): { readonly changes: number } {
    return typed(() => this.#open.run(...positional(values)));
  }

  get(...values: readonly Value[]): unknown {
    return typed(() => this.#open.get(...positional(values)));
  }

  all(...values: readonly Value[]): unknown[] {
    return typed(() => this.#open.all(...positional(values)));
  }

  close(): void {
    this.#inner = undefined;
  }

  get #open(): Statement {
    if (!this.#inner) throw closed();
    return this.#inner;
  }
}

/** The driver takes one buffer alone for an object of named values, and ends the process. */
function positional(values: readonly Value[]): readonly Value[] {
  return values.length === 1 ? ([values] as unknown as readonly Value[]) : values;
}

function closed(): StoreError {
  return new StoreError('closed', 'The store has been closed');
}

function typed<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw typedError(error);
  }
}

/** SQLite's primary result codes, and those of the file system, in our words. */
const CODES: Readonly<Record<string, StoreErrorCode>> = {
  3: 'no_access',
  5: 'busy',
  6: 'busy',
  8: 'no_access',
  11: 'damaged',
  13: 'full',
  14: 'no_access',
  18: 'too_large',
  23: 'no_access',
  26: 'damaged',
  EACCES: 'no_access',
  EPERM: 'no_access',
  EROFS: 'no_access',
  EEXIST: 'no_access',
  EISDIR: 'no_access',
  ENOTDIR: 'no_access',
  ENOSPC: 'full',
};

const SAID: Readonly<Partial<Record<StoreErrorCode, string>>> = {
  busy: 'Another process holds the store',
  no_access: 'The store may not be read or written',
  full: 'There is no room left for the store',
  damaged: 'The file of the store is damaged',
};

/** What a driver or the file system throws, as a {@link StoreError} with a code to act on. */
export function typedError(error: unknown, path?: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, rawCode, message } = (error ?? {}) as { code?: unknown; rawCode?: unknown; message?: unknown };
  const refused = /ConnectionFailed\(.*: (\d+)"\)/.exec(String(message).slice(0, 1000))?.[1];
  const primary = typeof rawCode === 'number' ? rawCode & 255 : (refused ?? String(code));
  const known = CODES[primary] ?? 'failed';
  const where = path === undefined ? '' : ` (${path})`;
  return new StoreError(known, `${SAID[known] ?? 'The store failed'}${where}: ${String(message)}`, { cause: error });
}
