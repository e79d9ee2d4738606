import { HeadroomError } from '@headroom/core';
import { StoreError } from '@headroom/stores/database';
import { checkNames } from './model/checks.js';
import type { MemoryChange, MemoryStore, MemoryView } from './model/store.js';
import { type Client, connection, type Pool, typedError } from './postgres/client.js';
import { PostgresChange } from './postgres/postgres-change.js';
import { PostgresView } from './postgres/postgres-view.js';
import { STEPS } from './postgres/schema.js';
import { recordOf } from './store/record-body.js';

export type { Client as PostgresClient, Pool as PostgresPool };

/** Where a memory that many machines share lies. */
export interface PostgresMemoryOptions {
  /** A connection string; `pg` must be installed. */
  readonly url?: string;
  /** Your own pool of `pg`; it stays yours to end. */
  readonly pool?: Pool;
  /** The schema that holds the tables, made when missing. Default `headroom_memory`. */
  readonly schema?: string;
  /** How long a statement, or making a connection, may take. Default 10 seconds. */
  readonly timeoutMs?: number;
}

/**
 * Memory in PostgreSQL 13 or later, which many machines share. Vectors are compared by pgvector where the database has it.
 *
 * @throws HeadroomError `invalid_option`. Calls throw StoreError: `unreachable`, `newer_schema`, `no_access`, `busy`, `full`.
 */
export function postgresMemory(options: PostgresMemoryOptions): MemoryStore {
  checkNames(options, { url: true, pool: true, schema: true, timeoutMs: true }, 'postgresMemory()', 'invalid_option');
  const { url, pool, schema = 'headroom_memory', timeoutMs = 10_000 } = options ?? {};
  if ((url === undefined) === (pool === undefined))
    throw new HeadroomError('contradictory_options', 'postgresMemory needs either { url } or { pool }', 'url');
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new HeadroomError('invalid_option', 'schema is a name of small letters, digits and _', 'schema');
  if (!(timeoutMs > 0)) throw new HeadroomError('invalid_option', 'timeoutMs must be a positive number', 'timeoutMs');
  return new PostgresMemoryStore({ url, pool, schema, timeoutMs });
}

interface Where {
  readonly url: string | undefined;
  readonly pool: Pool | undefined;
  readonly schema: string;
  readonly timeoutMs: number;
}

const TRIES = 5;

class PostgresMemoryStore implements MemoryStore {
  readonly name = 'postgres';
  #ready: Promise<{ readonly pool: Pool; readonly hasVector: boolean }> | undefined;
  #closed = false;

  constructor(private readonly where: Where) {}

  read<T>(step: (view: MemoryView) => Promise<T>): Promise<T> {
    return this.#transaction('begin isolation level repeatable read read only', (client, hasVector) =>
      step(new PostgresView(client, hasVector)),
    );
  }

  write<T>(owners: readonly string[], step: (change: MemoryChange) => Promise<T>): Promise<T> {
    return this.#transaction('begin', async (client, hasVector) => {
      for (const owner of [...owners].sort())
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [owner]);
      const change = new PostgresChange(client, hasVector);
      const value = await step(change);
      await change.flush();
      return value;
    });
  }

  async check(): Promise<readonly string[]> {
    return this.#transaction('begin isolation level repeatable read read only', async (client) => {
      const problems: string[] = [];
      for (let after = -1; ; ) {
        const sql = 'select seq::float8 as seq, body from records where seq > $1 order by seq limit 500';
        const rows = (await client.query(sql, [after])).rows as readonly { seq: number; body: string }[];
        for (const { seq, body } of rows) {
          try {
            recordOf(seq, body);
          } catch (error) {
            problems.push(error instanceof Error ? error.message : 'unknown error');
          }
        }
        const last = rows.at(-1);
        if (!last) return problems;
        after = last.seq;
      }
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const ready = await this.#ready?.catch(() => undefined);
    if (!this.where.pool) await ready?.pool.end();
  }

  /** Runs a step anew where the server asks for that: two transactions stood in each other's way. */
  async #transaction<T>(begin: string, step: (client: Client, hasVector: boolean) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(begin, step);
      } catch (error) {
        const typed = typedError(error);
        if (!(typed instanceof StoreError) || typed.code !== 'busy' || attempt === TRIES) throw typed;
        await new Promise((resolve) => setTimeout(resolve, 10 * attempt));
      }
    }
  }

  async #once<T>(begin: string, step: (client: Client, hasVector: boolean) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError('closed', 'The memory has been closed');
    const { pool, hasVector } = await this.#open();
    const client = await connection(pool);
    let broken = true;
    try {
      await client.query(begin);
      await client.query(`set local search_path to "${this.where.schema}", public`);
      await client.query(`set local statement_timeout to ${Math.ceil(this.where.timeoutMs)}`);
      const value = await step(client, hasVector);
      await client.query('commit');
      broken = false;
      return value;
    } catch (error) {
      await client.query('rollback').then(
        () => {
          broken = false;
        },
        () => undefined,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #open() {
    this.#ready ??= this.#connect().catch((error: unknown) => {
      this.#ready = undefined;
      throw typedError(error);
    });
    return this.#ready;
  }

  async #connect() {
    const pool = this.where.pool ?? (await openPool(this.where));
    // Said of connections at rest; the next call finds it out by itself.
    if (!this.where.pool) pool.on?.('error', () => undefined);
    const client = await connection(pool);
    try {
      await migrate(client, this.where.schema);
      const { rows } = await client.query("select 1 from pg_extension where extname = 'vector'");
      client.release();
      return { pool, hasVector: rows.length > 0 };
    } catch (error) {
      client.release(true);
      if (!this.where.pool) await pool.end();
      throw error;
    }
  }
}

async function openPool({ url, timeoutMs }: Where): Promise<Pool> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new StoreError('unreachable', 'postgresMemory({ url }) needs the package pg: npm install pg', { cause });
  });
  return new pg.Pool({ connectionString: url as string, connectionTimeoutMillis: timeoutMs }) as unknown as Pool;
}

/** Brings the schema to the newest version; safe when several processes do it at the same time. */
async function migrate(client: Client, schema: string): Promise<void> {
  await client.query('begin');
  await client.query("select pg_advisory_xact_lock(hashtextextended('headroom-memory-schema', 0))");
  await client.query(`create schema if not exists "${schema}"`);
  await client.query(`set local search_path to "${schema}", public`);
  await client.query('create table if not exists version (id int primary key check (id = 1), version int not null)');
  const { rows } = await client.query('select version from version');
  const version = (rows[0] as { version: number } | undefined)?.version ?? 0;
  if (version > STEPS.length) {
    const said = `The memory was written by a newer release (schema ${version}); update this one`;
    throw new StoreError('newer_schema', said);
  }
  for (const step of STEPS.slice(version)) await client.query(step);
  await client.query('insert into version values (1, $1) on conflict (id) do update set version = excluded.version', [
    STEPS.length,
  ]);
  await client.query('commit');
}
