import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMemoryStore } from './contract.fixture.js';
import { createMemory, Scope } from './index.js';
import { testOneFact } from './one-fact-contract.fixture.js';
import { type PostgresPool, postgresMemory } from './postgres.js';
import { testRecall } from './recall-contract.fixture.js';
import { testTransfer } from './transfer-contract.fixture.js';

/** PostgreSQL with pgvector in WebAssembly, behind a socket: Debian's server has no pgvector. */
describe('on PostgreSQL with pgvector', () => {
  let db: PGlite;
  let server: PGLiteSocketServer;
  let url: string;
  let schemas = 0;
  beforeAll(async () => {
    db = await PGlite.create({ extensions: { vector } });
    await db.exec('create extension vector');
    server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 20 });
    await server.start();
    url = `postgres://postgres@${server.getServerConn()}/postgres`;
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await db.close();
  });

  it('compares vectors by it', async () => {
    const pool = new pg.Pool({ connectionString: url });
    const asked: string[] = [];
    const seen = {
      connect: async () => {
        const client = await pool.connect();
        const query = client.query.bind(client) as (sql: string, values?: unknown[]) => Promise<pg.QueryResult>;
        return {
          query: (sql: string, values?: unknown[]) => {
            asked.push(sql);
            return query(sql, values);
          },
          release: (broken?: boolean) => client.release(broken),
        };
      },
    };
    const turned = (text: string) => [text.includes('boat') || text.includes('ship') ? 1 : 0, text.length / 1000, 0.1];
    const memory = createMemory({
      store: postgresMemory({ pool: seen as unknown as PostgresPool, schema: 'by_vector' }),
      embed: async (texts) => texts.map(turned),
    });
    const scope = Scope.user('ann');
    for (const text of ['Ann sails a ship', 'Ann bakes bread', 'Ann plays chess'])
      await memory.remember({ scope, text });
    const { records } = await memory.recall({ scope, question: 'boat?' });
    expect(records[0]?.record.text).toBe('Ann sails a ship');
    expect(asked.some((sql) => sql.includes('::vector <=>'))).toBe(true);
    await memory.close();
    await pool.end();
  });

  const open = async () => postgresMemory({ url, schema: `v${schemas++}` });
  testMemoryStore('pgvector', open);
  testOneFact('pgvector', open);
  testTransfer('pgvector', open);
  testRecall('pgvector', open);
});
