import { createHeadroom, type SharedStore } from '@headroom/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redis } from './redis.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.fixture.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

/** Names that would meet in one key if they were only joined. */
const TENANTS = ['', 'a', 'a:o', 'a:g', 'A', '*', 'a}', '{a', 'a b', 'ä'];
const KEYS = ['k', 'o:k', ':k', 'g:g'];

let server: RedisServer | undefined;
const withRedis = hasRedis();
beforeAll(async () => {
  if (withRedis) server = await startRedis();
});
afterAll(async () => {
  await server?.stop();
  removeFolders();
});

function testTenants(name: string, open: (tenant: string) => SharedStore & { close(): unknown }): void {
  it(`${name}: no tenant reads, lists, explains or deletes what is another's`, async () => {
    const stores = TENANTS.map((tenant) => ({ tenant, store: open(tenant) }));
    for (const { tenant, store } of stores) {
      for (const key of KEYS) await store.set(key, `${tenant}/${key}`);
      await store.group('g').put('k', { value: tenant });
    }
    for (const { tenant, store } of stores) {
      for (const key of KEYS) expect(await store.get(key)).toBe(`${tenant}/${key}`);
      expect((await store.group('g').list()).map(({ key }) => key)).toEqual(['k']);
      expect((await store.group('g').get('k'))?.value).toBe(tenant);
    }
    const [first, second] = [stores[1]!.store, stores[2]!.store];
    await first.delete('k');
    await first.group('g').clear();
    expect(await second.get('k')).toBe('a:o/k');
    expect((await second.group('g').get('k'))?.value).toBe('a:o');
    await first.set('gone', 'x', { ttl: 0.01 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([await first.expired?.('gone'), await second.expired?.('gone')]).toEqual([true, false]);
    for (const { store } of stores) await store.close();
  });

  it(`${name}: a hash of another tenant is unknown, not merely empty`, async () => {
    const [mine, theirs] = [open('mine'), open('theirs')];
    const { hash } = await createHeadroom({ store: mine, compressors: [firstLine] }).compressText(
      'secret line\n'.repeat(400),
    );
    expect(await createHeadroom({ store: mine }).retrieve(String(hash))).toMatchObject({ status: 'found' });
    expect(await createHeadroom({ store: theirs }).retrieve(String(hash))).toMatchObject({ status: 'unknown' });
    await mine.close();
    await theirs.close();
  });
}

const firstLine = {
  name: 'first_line',
  match: () => 1,
  compress: () => ({
    kind: 'trimmed' as const,
    licence: 'rows' as const,
    text: 'line',
    omitted: { summary: '399 lines' },
  }),
};

describe('tenants of one file', () => {
  const path = `${temporaryFolder()}/store.db`;
  testTenants('sqlite', (tenant) => sqlite({ path, tenant }));
});

describe.runIf(withRedis)('tenants of one server', () => {
  testTenants('redis', (tenant) => redis({ url: server?.url as string, tenant }));
});
