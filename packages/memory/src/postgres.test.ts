import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMemoryStore } from './contract.fixture.js';
import { createMemory, Scope } from './index.js';
import { testOneFact } from './one-fact-contract.fixture.js';
import { type PostgresPool, postgresMemory } from './postgres.js';
import { hasPostgres, type PostgresServer, startPostgres } from './postgres-server.fixture.js';
import { testRecall } from './recall-contract.fixture.js';
import { testTransfer } from './transfer-contract.fixture.js';

describe.runIf(hasPostgres())('on a real PostgreSQL', () => {
  let server: PostgresServer;
  let schemas = 0;
  beforeAll(async () => {
    server = await startPostgres();
  }, 120_000);
  afterAll(() => server.stop(), 60_000);

  const ann = Scope.user('ann');

  it('keeps one record a key, and all events, of two connections that write at once', async () => {
    const [one, two] = [1, 2].map(() => createMemory({ store: postgresMemory({ url: server.url, schema: 'both' }) }));
    const writes = Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? one : two)?.remember({ scope: ann, text: `Ann lives in town ${i}`, key: 'city' }),
    );
    await Promise.all(writes);
    const current = await one?.list({ scope: ann });
    expect(current).toHaveLength(1);
    const { records } = (await two?.history(ann, current?.[0]?.id as string)) ?? { records: [] };
    expect(records).toHaveLength(20);
    expect((await one?.stats(ann))?.records).toEqual({ current: 1, replaced: 19, forgotten: 0 });
    await one?.close();
    await two?.close();
  });

  it('goes on after the server was killed, with all that was acknowledged', async () => {
    const memory = createMemory({ store: postgresMemory({ url: server.url, schema: 'killed' }) });
    for (let i = 0; i < 10; i++) await memory.remember({ scope: ann, text: `Note ${i} of the harbour` });
    await server.restart();
    // Connections at rest were lost with it: the first call may hear of that.
    await memory.stats().catch((error: unknown) => expect(error).toMatchObject({ code: 'unreachable' }));
    expect((await memory.recall({ scope: ann, question: 'harbour' })).records).toHaveLength(10);
    await memory.close();
  });

  it('refuses a newer schema, and says when no server is there', async () => {
    const pool = new pg.Pool({ connectionString: server.url });
    const own = createMemory({ store: postgresMemory({ pool: pool as unknown as PostgresPool, schema: 'newer' }) });
    await own.remember({ scope: ann, text: 'Old release' });
    await pool.query('update newer.version set version = 99');
    const later = createMemory({ store: postgresMemory({ url: server.url, schema: 'newer' }) });
    await expect(later.stats()).rejects.toMatchObject({ code: 'newer_schema' });
    await own.close();
    await pool.end();
    const away = createMemory({ store: postgresMemory({ url: 'postgres://x@127.0.0.1:1/x', timeoutMs: 500 }) });
    await expect(away.recall({ scope: ann, question: 'x y' })).rejects.toMatchObject({ code: 'unreachable' });
    await away.close();
  });

  const open = async () => postgresMemory({ url: server.url, schema: `m${schemas++}` });
  testMemoryStore('postgres', open);
  testOneFact('postgres', open);
  testTransfer('postgres', open);
  testRecall('postgres', open);
});
