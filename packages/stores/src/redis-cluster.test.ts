import { createHeadroom } from '@headroom/core';
import { testStore } from '@headroom/core/testing';
import type { Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisStore, redis } from './redis.js';
import { type RedisCluster, startRedisCluster } from './redis-cluster.fixture.js';
import { hasRedis } from './redis-server.fixture.js';
import { workerText } from './worker-text.fixture.js';

const log = (n: number) =>
  Array.from({ length: 300 }, (_, i) => `2026-01-06 12:00:${i % 60} INFO worker ${n} did step ${(i * n) % 97}`).join(
    '\n',
  );

describe.runIf(hasRedis())('on a real Redis Cluster', () => {
  let cluster: RedisCluster;
  const clients: Cluster[] = [];
  let tenants = 0;
  const open = (tenant: string, onWarning?: (warning: { readonly message: string }) => void): RedisStore => {
    const client = cluster.client();
    clients.push(client);
    return redis({ client, tenant, ...(onWarning ? { onWarning } : {}) });
  };
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 90_000);
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await cluster?.stop();
  });

  const names = new WeakMap<object, string>();
  testStore(
    { describe, it, expect },
    {
      name: 'redis cluster',
      open() {
        const tenant = `t${tenants++}`;
        const store = open(tenant);
        names.set(store, tenant);
        return store;
      },
      again: (store) => open(names.get(store) as string),
    },
  );

  it('goes on when a node is killed: nothing stored is lost, and nothing is left out meanwhile', {
    timeout: 90_000,
  }, async () => {
    const warnings: string[] = [];
    const store = open('failover', ({ message }) => void warnings.push(message));
    const headroom = createHeadroom({ store });
    for (let i = 0; i < 60; i++) await store.set(`k${i}`, workerText('k', i));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await cluster.killFirst();
    const kept: [hash: string, text: string][] = [];
    let refused = 0;
    for (let i = 1; kept.length < 20 || i < 40; i++) {
      const { hash, original, result } = await headroom.compressText(log(i));
      if (hash) kept.push([hash, original]);
      else {
        expect(result.blocks.map(({ outcome }) => outcome)).not.toContain('trimmed');
        expect(result.warnings.map(({ code }) => code)).toEqual(['store_failed']);
        refused++;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(refused).toBeGreaterThan(0);
    expect(warnings.length).toBeGreaterThan(0);
    for (const [hash, text] of kept) expect(await headroom.retrieve(hash)).toMatchObject({ status: 'found', text });
    for (let i = 0; i < 60; i++) expect(await store.get(`k${i}`)).toBe(workerText('k', i));
    await cluster.heal();
  });
});
