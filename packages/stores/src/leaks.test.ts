import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talkAtOnce } from '../../core/src/tool-loop/leaks.fixture.js';
import { redis } from './redis.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.fixture.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';
import { ended, startWorker } from './worker-process.fixture.js';

afterAll(removeFolders);

/** Of four turns, the second and third have a hidden round: seen in two requests, then with the other one. */
const RESTORED = 1 + 1 + 2;

async function inProcesses(where: string): Promise<void> {
  const ends = await Promise.all([1000, 2000].map((from) => ended(startWorker('talk', where, `${from}`))));
  for (const { code, lines } of ends) {
    expect(code).toBe(0);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ foreign: 0, repeated: 0, restored: 100 * RESTORED });
  }
}

describe('hidden turns in one SQLite file', () => {
  it('200 conversations with equal openings over two connections: no byte of one in another', async () => {
    const path = `${temporaryFolder()}/store.db`;
    const stores = [sqlite({ path }), sqlite({ path })];
    expect(await talkAtOnce(stores, 200)).toEqual({ foreign: 0, repeated: 0, restored: 200 * RESTORED });
    for (const store of stores) store.close();
  });

  it('the same from two processes', () => inProcesses(`${temporaryFolder()}/store.db`), 120_000);
});

describe.runIf(hasRedis())('hidden turns on one Redis server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis('no');
  });
  afterAll(() => server.stop());

  it('200 conversations with equal openings over two connections: no byte of one in another', async () => {
    const stores = [redis({ url: server.url }), redis({ url: server.url })];
    expect(await talkAtOnce(stores, 200)).toEqual({ foreign: 0, repeated: 0, restored: 200 * RESTORED });
    for (const store of stores) await store.close();
  });

  it('the same from two processes', () => inProcesses(server.url), 120_000);
});
