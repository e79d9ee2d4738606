import { afterAll, beforeAll, describe } from 'vitest';
import { testMemoryStore } from './contract.fixture.js';
import { postgresMemory } from './postgres.js';
import { hasPostgres, type PostgresServer, startPostgres } from './postgres-server.fixture.js';

describe.runIf(hasPostgres())('on a real PostgreSQL', () => {
  let server: PostgresServer;
  let schemas = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  testMemoryStore('postgres', async () => postgresMemory({ url: server.url, schema: `m${schemas++}` }));
});
