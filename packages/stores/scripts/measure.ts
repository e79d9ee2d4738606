/**
 * Put and get of a 100 KB original against the engine's own write and read, in one run, alternating. From the root:
 * `TSX_TSCONFIG_PATH=packages/stores/tsconfig.process.json npx tsx packages/stores/scripts/measure.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { redis } from '../src/redis.js';
import { startRedis } from '../src/redis-server.fixture.js';
import type { Database } from '../src/sqlite/database.js';
import { sqlite } from '../src/sqlite.js';

const ROUNDS = 400;
const sample = (i: number) =>
  JSON.stringify(
    Array.from({ length: 1100 }, (_, row) => ({
      id: i * 2000 + row,
      user: `user${row}`,
      status: row % 7 ? 'ok' : 'failed',
      ms: (row * 37 + i) % 900,
    })),
  )
    .padEnd(100_000, ' ')
    .slice(0, 100_000);
const samples = Array.from({ length: 20 }, (_, i) => sample(i));
const p50 = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;

type Run = (key: string, value: string) => unknown;

async function compare(name: string, ours: Run, raw: Run): Promise<void> {
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let i = 0; i < ROUNDS; i++) {
    const value = samples[i % samples.length] as string;
    const turn: readonly (readonly ['ours' | 'raw', Run])[] =
      i % 2
        ? [
            ['ours', ours],
            ['raw', raw],
          ]
        : [
            ['raw', raw],
            ['ours', ours],
          ];
    for (const [who, run] of turn) {
      const start = performance.now();
      await run(`k${i}`, value);
      times[who].push(performance.now() - start);
    }
  }
  const [a, b] = [p50(times.ours), p50(times.raw)];
  console.log(`${name}: put+get p50 ${a.toFixed(3)} ms, engine alone ${b.toFixed(3)} ms, ratio ${(a / b).toFixed(2)}`);
}

const folder = mkdtempSync(join(tmpdir(), 'headroom-measure-'));
const server = await startRedis('no');
try {
  const store = sqlite({ path: join(folder, 'ours.db') });
  const Driver = createRequire(import.meta.url)('libsql') as new (path: string) => Database;
  const database = new Driver(join(folder, 'raw.db'));
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.exec('create table t (k text primary key, v text)');
  const [write, read] = [
    database.prepare('insert or replace into t values (?, ?)'),
    database.prepare('select v from t where k = ?'),
  ];
  await compare(
    'sqlite',
    (key, value) => {
      store.set(key, value);
      return store.get(key);
    },
    (key, value) => {
      write.run(key, value);
      return read.get(key);
    },
  );
  const before = store.size().bytes;
  const packed = await store.pack();
  console.log(`sqlite at rest: ${before} bytes, packed ${store.size().bytes} (${packed} values)`);
  store.close();
  const client = new Redis(server.url);
  const shared = redis({ url: server.url });
  await compare(
    'redis',
    async (key, value) => {
      await shared.set(key, value);
      return shared.get(key);
    },
    async (key, value) => {
      await client.set(`raw${key}`, value);
      return client.get(`raw${key}`);
    },
  );
  await shared.close();
  client.disconnect();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
