/**
 * What sizing a proxy needs to know: time of the processor and memory of one process over one Redis, and what that holds, for sessions
 * of agents in all wires. `node --import tsx tooling/bench/proxy/sizing.ts [--sessions 240] [--turns 30]`. Packages must be built.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis } from '../../../packages/stores/src/redis-server.fixture.js';
import { ProxyProcess, type Use } from '../../reliability/proxy-replay/processes.js';
import { scriptedProvider } from '../../reliability/proxy-replay/provider.js';
import { ReplayedSession } from '../../reliability/proxy-replay/replayed-session.js';
import { generatedSession } from '../../reliability/proxy-replay/sessions.js';
import { noSums, type Sums } from '../../reliability/proxy-replay/watch.js';
import { WIRES } from '../../reliability/proxy-replay/wires.js';

const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '240' }, turns: { type: 'string', default: '30' } },
});
const [SESSIONS, TURNS] = [Number(values.sessions), Number(values.turns)];
const PARTS = 6;
const AT_ONCE = 4;

const redis = await startRedis('no');
const client = new Redis(redis.url);
const sessions = new Map<string, ReplayedSession>();
const provider = await scriptedProvider(sessions);
const proxy = await ProxyProcess.start({ url: redis.url, upstream: provider.url });

async function play(from: number, to: number): Promise<Sums> {
  const sums = noSums();
  let next = from;
  const work = async () => {
    while (next < to) {
      const n = next++;
      const wire = WIRES[n % WIRES.length] as (typeof WIRES)[number];
      const session = new ReplayedSession(`z${n}`, n, wire, generatedSession(n, TURNS), sums);
      sessions.set(session.id, session);
      for (let turn = 0; turn < TURNS; turn++)
        if (!(await session.play(proxy.ports))) throw new Error(`session ${n} failed`);
      session.close();
      sessions.delete(session.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sums;
}

async function held(): Promise<{ readonly bytes: number; readonly keys: number }> {
  const text = await client.info('memory');
  return { bytes: Number(/used_memory:(\d+)/.exec(text)?.[1]), keys: await client.dbsize() };
}

const mb = (bytes: number) => (bytes / 1e6).toFixed(1);

try {
  const empty = await held();
  const start = await proxy.use();
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores; sessions of ${TURNS} turns, a tenant each\n`,
  );
  console.log('| sessions | requests | KB a request | processor a request | in memory | rss | Redis holds | keys |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  console.log(`| 0 | 0 | | | ${mb(start.inUse)} MB | ${mb(start.rss)} MB | 0 MB | 0 |`);
  let before: Use = start;
  let last = { requests: 0, ms: 0, bytes: 0 };
  for (let part = 0; part < PARTS; part++) {
    const to = Math.round((SESSIONS * (part + 1)) / PARTS);
    const sums = await play(Math.round((SESSIONS * part) / PARTS), to);
    const now = await proxy.use();
    const { bytes, keys } = await held();
    const ms = (now.cpuMs - before.cpuMs) / sums.requests;
    const size = sums.given / sums.requests;
    last = { requests: last.requests + sums.requests, ms, bytes: bytes - empty.bytes };
    const figures = [to, last.requests, (size / 1000).toFixed(1), `${ms.toFixed(2)} ms`, `${mb(now.inUse)} MB`];
    console.log(`| ${[...figures, `${mb(now.rss)} MB`, `${mb(last.bytes)} MB`, keys].join(' | ')} |`);
    before = now;
  }
  const hours = (last.ms * 1e6) / 3.6e6;
  console.log(`\na million requests: ${hours.toFixed(1)} hours of a core, by the last of these parts`);
  console.log(`one process, of which one core is busy: ${(1000 / last.ms).toFixed(0)} requests a second at most`);
  console.log(
    `Redis: ${(last.bytes / SESSIONS / 1000).toFixed(0)} KB a session, ${mb((last.bytes / SESSIONS) * 1000)} MB for a thousand`,
  );
} finally {
  proxy.kill();
  client.disconnect();
  await provider.close();
  await redis.stop();
}
