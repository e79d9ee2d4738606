import { createHeadroom, type Headroom } from '@headroom/core';
import { type RedisStore, redis } from '@headroom/stores';
import { type RedisCluster, startRedisCluster } from '../../packages/stores/src/redis-cluster.fixture.js';
import { hasRedis } from '../../packages/stores/src/redis-server.fixture.js';
import type { Part } from './part.js';

/** What a load has seen. */
interface Seen {
  calls: number;
  refused: number;
  readonly ms: number[];
  readonly kept: Map<Headroom, Map<string, string>>;
  readonly faults: Map<string, number>;
}

const TENANTS = 4;
const STORE_MS = 1000;
/** On top of a call's limit for its store, besides the work itself: a few times what a call takes that waits for nothing. */
const SLACK_MS = 500;

/** A Redis Cluster of three nodes on this machine, one of them killed again and again while engines work. */
export const redisCluster: Part = {
  name: 'A Redis Cluster',
  async run(scale) {
    if (!hasRedis()) return [{ what: 'kills of a node', tried: 0, faults: ['redis-server is not installed'] }];
    const kills = scale === 'full' ? 10 : 1;
    const cluster = await startRedisCluster();
    const clients = Array.from({ length: TENANTS }, () => cluster.client());
    let warnings = 0;
    const stores = clients.map((client, i) => redis({ client, tenant: `t${i}`, onWarning: () => void warnings++ }));
    const seen: Seen = { calls: 0, refused: 0, ms: [], kept: new Map(), faults: new Map() };
    try {
      await killUnderLoad(cluster, stores, kills, seen);
      const away = await comesBack(stores, seen);
      const kept = [...seen.kept.values()].reduce((sum, texts) => sum + texts.size, 0);
      const [median, p99, most] = spread(seen.ms);
      if (p99 > STORE_MS + SLACK_MS + 5 * median)
        note(seen, `p99 of a call is ${p99.toFixed(0)} ms, its limit ${STORE_MS}`);
      if (warnings === 0) note(seen, 'no outage was told');
      if (warnings > kills * TENANTS * 8) note(seen, `${warnings} warnings of ${kills} outages`);
      return [
        {
          what: 'kills of a node under load',
          tried: kills,
          faults: [...seen.faults].map(([fault, times]) => `${fault} (${times}x)`),
          note: `${seen.calls} calls of ${TENANTS} tenants, ${seen.refused} of them lossless while a node was away, a call takes ${median.toFixed(0)} ms at the median, ${p99.toFixed(0)} at p99, ${most.toFixed(0)} at most; all of ${kept} originals came back${away}; ${warnings} warnings`,
        },
      ];
    } finally {
      for (const client of clients) client.disconnect();
      await cluster.stop();
    }
  },
};

async function killUnderLoad(
  cluster: RedisCluster,
  stores: readonly RedisStore[],
  kills: number,
  seen: Seen,
): Promise<void> {
  let isOver = false;
  const load = Promise.all(stores.map((store, i) => work(store, i, seen, () => isOver)));
  try {
    for (let i = 0; i < kills; i++) {
      await pause(1500);
      await cluster.killFirst();
      await pause(4000);
      await cluster.heal();
    }
  } finally {
    isOver = true;
    await load;
  }
}

/** One tenant: shortens a text, looks into one of before, and so on. */
async function work(store: RedisStore, tenant: number, seen: Seen, isOver: () => boolean): Promise<void> {
  const headroom = createHeadroom({ store, storeTimeoutMs: STORE_MS });
  const kept = new Map<string, string>();
  seen.kept.set(headroom, kept);
  const hashes: string[] = [];
  for (let i = 0; !isOver(); i++) {
    const start = performance.now();
    try {
      const { hash, original, result } = await headroom.compressText(log(tenant * 100_000 + i));
      seen.calls++;
      seen.ms.push(performance.now() - start);
      if (hash) {
        kept.set(hash, original);
        hashes.push(hash);
      } else {
        seen.refused++;
        if (result.warnings.every(({ code }) => code !== 'store_failed')) note(seen, 'a refusal was not told');
      }
      const earlier = hashes[(i * 31) % hashes.length];
      if (earlier) await check(headroom, earlier, kept, seen);
    } catch (error) {
      note(seen, `a call threw ${(error as Error).name}`);
    }
    await pause(5);
  }
}

/** While a node is away a look may fail; it never says that there was nothing, and never gives anything else. */
async function check(headroom: Headroom, hash: string, kept: ReadonlyMap<string, string>, seen: Seen): Promise<void> {
  const found = await headroom.retrieve(hash);
  if (found.status === 'failed') return;
  if (found.status !== 'found') note(seen, `an original was called ${found.status}`);
  else if (found.text !== kept.get(hash)) note(seen, 'another text came back');
}

/** After the last repair every original that was stored is there, for its tenant alone. */
async function comesBack(stores: readonly RedisStore[], seen: Seen): Promise<string> {
  let late = 0;
  const engines = [...seen.kept];
  for (const [t, [headroom, kept]] of engines.entries())
    for (const [hash, text] of kept) {
      let found = await headroom.retrieve(hash);
      for (let i = 0; i < 100 && found.status === 'failed'; i++) {
        late++;
        await pause(100);
        found = await headroom.retrieve(hash);
      }
      if (found.status !== 'found') note(seen, `an original was lost: ${found.status}`);
      else if (found.text !== text) note(seen, 'another text came back');
      const foreign = stores[(t + 1) % stores.length];
      if ((await foreign?.get(hash)) !== undefined) note(seen, 'a tenant saw what is of another');
    }
  return late > 0 ? ` (${late} looks had to be repeated)` : '';
}

/** The middle, the 99th of a hundred, and the slowest. */
function spread(ms: readonly number[]): readonly [number, number, number] {
  const sorted = [...ms].sort((a, b) => a - b);
  return [sorted[sorted.length >> 1] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0, sorted.at(-1) ?? 0];
}

function note({ faults }: Seen, fault: string): void {
  faults.set(fault, (faults.get(fault) ?? 0) + 1);
}

const log = (n: number) =>
  Array.from(
    { length: 150 },
    (_, i) => `2026-01-06 12:00:${i % 60} INFO worker ${n} did step ${(i * (n + 1)) % 97}`,
  ).join('\n');

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
