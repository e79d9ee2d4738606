import { memory } from '@headroom/core';
import { testStore } from '@headroom/core/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layered } from './layered.js';
import { type RedisStore, redis } from './redis.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.fixture.js';
import { type SqliteStore, sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

const runner = { describe, it, expect };
const paths = new WeakMap<object, string>();

afterAll(removeFolders);

testStore(runner, {
  name: 'sqlite',
  open() {
    const path = `${temporaryFolder()}/store.db`;
    const store = sqlite({ path });
    paths.set(store, path);
    return store;
  },
  again: (store) => sqlite({ path: paths.get(store) as string }),
  close: (store) => (store as SqliteStore).close(),
});

testStore(runner, {
  name: 'memory in front of sqlite',
  open() {
    const path = `${temporaryFolder()}/store.db`;
    const store = layered(memory(), sqlite({ path }));
    paths.set(store, path);
    return store;
  },
  again: (store) => layered(memory(), sqlite({ path: paths.get(store) as string })),
});

describe.runIf(hasRedis())('on a real Redis', () => {
  let server: RedisServer;
  let tenants = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  testStore(runner, {
    name: 'redis by url',
    open() {
      const tenant = `t${tenants++}`;
      const store = redis({ url: server.url, tenant });
      paths.set(store, tenant);
      return store;
    },
    again: (store) => redis({ url: server.url, tenant: paths.get(store) as string }),
    close: (store) => (store as RedisStore).close(),
  });

  describe("with the user's own client", () => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(server.url);
    });
    afterAll(() => void client.disconnect());

    testStore(runner, {
      name: 'memory in front of redis',
      open: () => layered(memory(), redis({ client, tenant: `t${tenants++}` })),
    });
  });
});
