/** A process of its own with two proxies over one shared store: one that answers the retrieve tool, one whose clients bring it by MCP. */
import { memory } from '@headroom/core';
import { createProxy, serveProxy } from '@headroom/proxy';
import { redis } from '@headroom/stores';
import { Cluster } from 'ioredis';

const { url, ports, upstream, storeMs } = JSON.parse(process.argv[2] ?? '{}') as {
  /** Of the one Redis; without it and without a cluster each process remembers for itself. */
  readonly url?: string;
  /** Of a cluster's nodes, in the place of an address. */
  readonly ports?: readonly number[];
  readonly upstream: string;
  readonly storeMs?: number;
};

const warnings: Record<string, number> = {};
const timeoutMs = storeMs ?? 2000;
const client =
  ports &&
  new Cluster(
    ports.map((port) => ({ host: '127.0.0.1', port })),
    {
      clusterRetryStrategy: () => 100,
      // A command is tried again, each time after 100 ms, until another node has taken the place of the one that died.
      maxRedirections: 150,
      redisOptions: { connectTimeout: 1000 },
    },
  );
client?.on('error', () => undefined);
const shared = url === undefined ? undefined : redis({ url, timeoutMs });
const store = client ? redis({ client, timeoutMs }) : (shared ?? memory());
const upstreams = { anthropic: upstream, openai: upstream, gemini: upstream, 'code-assist': upstream };
const running = await Promise.all(
  [true, { tool: 'mcp__headroom__headroom_retrieve' }].map((retrieve) =>
    serveProxy(
      createProxy({
        upstreams,
        store,
        retrieve,
        ...(storeMs === undefined ? {} : { headroom: { storeTimeoutMs: storeMs } }),
        onWarning: ({ code }) => {
          warnings[code] = (warnings[code] ?? 0) + 1;
        },
      }),
      { drainMs: 10_000 },
    ),
  ),
);

function use() {
  const { user, system } = process.cpuUsage();
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpuMs: (user + system) / 1000, rss, inUse: heapUsed + external, warnings };
}

process.on('message', (what) => process.send?.(what === 'use' ? use() : {}));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', async () => {
  await Promise.all(running.map(({ close }) => close()));
  process.exit(0);
});
process.send?.({ ports: running.map(({ port }) => port) });
