import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redis } from './redis.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.fixture.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';
import { ended, startWorker } from './worker-process.fixture.js';
import { workerText } from './worker-text.fixture.js';

afterAll(removeFolders);

describe('sqlite between processes', () => {
  it('loses at most the entry in flight of a writer killed by signal 9', async () => {
    const path = `${temporaryFolder()}/store.db`;
    const worker = startWorker('for-ever', path, 'victim');
    const end = ended(worker);
    await new Promise<void>((resolve) => worker.stdout?.once('data', () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 150));
    worker.kill('SIGKILL');
    const { lines } = await end;
    const last = Number(lines.at(-1));
    expect(last).toBeGreaterThan(10);
    const store = sqlite({ path });
    for (let i = 0; i <= last; i++) expect(store.get(`victim-${i}`)).toBe(workerText('victim', i));
    expect([undefined, workerText('victim', last + 1)]).toContain(store.get(`victim-${last + 1}`));
    expect(store.get(`victim-${last + 2}`)).toBe(undefined);
    expect(store.check()).toMatchObject({ ok: true, damaged: 0 });
    store.set('after', 'the crash');
    expect(store.get('after')).toBe('the crash');
    store.close();
  });

  it('loses nothing of several processes that write at once', async () => {
    const path = `${temporaryFolder()}/store.db`;
    const names = ['one', 'two', 'three'];
    const ends = await Promise.all(names.map((name) => ended(startWorker('some', path, name))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    const store = sqlite({ path });
    for (const name of names) for (let i = 0; i < 50; i++) expect(store.get(`${name}-${i}`)).toBe(workerText(name, i));
    expect(store.group('counts').get('total')?.value).toBe('150');
    expect(store.check().ok).toBe(true);
    store.close();
  });
});

describe.runIf(hasRedis())('redis between processes and restarts', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('loses nothing of several processes that write at once', async () => {
    const names = ['one', 'two'];
    const ends = await Promise.all(names.map((name) => ended(startWorker('some', server.url, name))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    const store = redis({ url: server.url, tenant: 'shared' });
    for (const name of names) {
      for (let i = 0; i < 50; i++) expect(await store.get(`${name}-${i}`)).toBe(workerText(name, i));
    }
    expect((await store.group('counts').get('total'))?.value).toBe('100');
    await store.close();
  });

  it('goes on after the server was killed and started again in the middle of a run', async () => {
    const warnings: string[] = [];
    const store = redis({
      url: server.url,
      tenant: 'restart',
      timeoutMs: 5000,
      onWarning: ({ message }) => warnings.push(message),
    });
    const stored: number[] = [];
    const failed: number[] = [];
    const seen: string[] = [];
    const stop = await store.group('g').watch(({ key }) => seen.push(key));
    const writing = (async () => {
      for (let i = 0; i < 200; i++) {
        await store.set(`k${i}`, workerText('k', i)).then(
          () => stored.push(i),
          () => failed.push(i),
        );
        if (i === 50) void server.restart(100);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    await writing;
    expect(stored.length).toBeGreaterThan(150);
    for (const i of stored) expect(await store.get(`k${i}`)).toBe(workerText('k', i));
    for (let i = 0; i < 100 && seen.length === 0; i++) {
      await store.group('g').put(`g${i}`, { value: 'x' });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.length).toBeLessThan(4);
    await stop();
    await store.close();
  });

  it('fails within its time limit while the server is away, and says so once', async () => {
    const warnings: string[] = [];
    const away = redis({
      url: 'redis://127.0.0.1:1',
      timeoutMs: 300,
      onWarning: ({ message }) => warnings.push(message),
    });
    const start = performance.now();
    await expect(away.get('k')).rejects.toMatchObject({ code: 'unreachable' });
    await expect(away.set('k', 'v')).rejects.toMatchObject({ code: 'unreachable' });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(warnings).toHaveLength(1);
    await away.close();
    await expect(away.get('k')).rejects.toMatchObject({ code: 'closed' });
  });

  it('lets the server expire entries, and nothing without a lifetime is left behind', async () => {
    const store = redis({ url: server.url, tenant: 'ttl', ttl: 0.2 });
    await store.set('k', 'v');
    await store.group('g').put('k', { value: 'v' });
    const { Redis } = await import('ioredis');
    const client = new Redis(server.url);
    const keys = await client.keys('*:ttl:*');
    expect(keys.length).toBe(6);
    for (const key of keys) expect(await client.pttl(key), key).toBeGreaterThan(0);
    client.disconnect();
    await store.close();
  });
});
