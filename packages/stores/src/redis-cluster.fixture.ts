import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import { ended, freePort } from './redis-server.fixture.js';

/** A real cluster of the test's own on this machine: three nodes that share the keys, each with one that can take its place. */
export interface RedisCluster {
  /** A client that finds its way to the nodes; the caller disconnects it. */
  client(): Cluster;
  /** Where its nodes are. */
  readonly ports: readonly number[];
  /** Kills the node that serves the first slots, as a machine dies that loses power. */
  killFirst(): Promise<void>;
  /** Starts all killed nodes again, and waits until the cluster is whole. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

interface Node {
  readonly program: string;
  readonly port: number;
  readonly bus: number;
  readonly folder: string;
  child: ChildProcess;
}

const SLOTS = 16_384;
const NODES = 3;
/** After so many milliseconds of silence the others call a node dead. */
const SILENCE_MS = 1000;

export async function startRedisCluster(program = 'redis-server'): Promise<RedisCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-cluster-'));
  const nodes: Node[] = [];
  for (let i = 0; i < NODES * 2; i++) nodes.push(await newNode(program, join(folder, String(i))));
  const cluster: RedisCluster = {
    client: () => clientOf(nodes),
    ports: nodes.map(({ port }) => port),
    async killFirst() {
      const serving = await ask(nodes, async (node) => ((await owns(node)).includes(0) ? node : undefined));
      if (!serving) throw new Error('no node serves the first slot');
      await ended(serving.child, 'SIGKILL');
    },
    async heal() {
      for (const node of nodes) if (!isUp(node)) node.child = launch(node);
      await whole(nodes);
    },
    async stop() {
      await Promise.all(nodes.map(({ child }) => ended(child, 'SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await introduce(nodes);
    await whole(nodes);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

const isUp = ({ child }: Node) => child.exitCode === null && child.signalCode === null;

async function newNode(program: string, folder: string): Promise<Node> {
  mkdirSync(folder);
  const place = { program, port: await freePort(), bus: await freePort(), folder };
  return { ...place, child: launch(place) };
}

function launch({ program, port, bus, folder }: Omit<Node, 'child'>): ChildProcess {
  const settings = {
    port,
    'cluster-port': bus,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'cluster-enabled': 'yes',
    'cluster-node-timeout': SILENCE_MS,
    // One that takes another's place may have lost sight of it for as long as it likes.
    'cluster-replica-validity-factor': 0,
    'repl-diskless-sync-delay': 0,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return spawn(program, args, { stdio: 'ignore' });
}

function clientOf(nodes: readonly Node[]): Cluster {
  const places = nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
  return new Cluster(places, { clusterRetryStrategy: () => 100, redisOptions: { connectTimeout: 1000 } });
}

/** Runs a step with a connection to one node of its own. */
async function at<T>({ port }: Node, step: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => undefined);
  try {
    return await step(client);
  } finally {
    client.disconnect();
  }
}

async function ask<T>(nodes: readonly Node[], step: (node: Node) => Promise<T | undefined>): Promise<T | undefined> {
  for (const node of nodes.filter(isUp)) {
    const found = await step(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first slot of every range that a node itself serves. */
async function owns(node: Node): Promise<number[]> {
  const text = String(await at(node, (client) => client.call('cluster', 'nodes')));
  const mine = text.split('\n').find((line) => line.includes('myself')) ?? '';
  if (!mine.includes('master')) return [];
  return mine
    .split(' ')
    .slice(8)
    .map((range) => Number(range.split('-')[0]));
}

/** Makes the nodes known to each other, shares the slots out, and gives every node that serves some a second. */
async function introduce(nodes: readonly Node[]): Promise<void> {
  const [first] = nodes as [Node];
  const ids = await Promise.all(
    nodes.map((node) => at(node, async (client) => String(await client.call('cluster', 'myid')))),
  );
  for (const [i, node] of nodes.entries()) {
    if (i > 0)
      await at(node, (client) => client.call('cluster', 'meet', '127.0.0.1', String(first.port), String(first.bus)));
    if (i >= NODES) continue;
    const [from, to] = [i, i + 1].map((n) => Math.floor((SLOTS * n) / NODES)) as [number, number];
    await at(node, (client) => client.call('cluster', 'addslotsrange', String(from), String(to - 1)));
  }
  await eventually('the nodes do not know each other', async () => {
    const known = await Promise.all(nodes.map((node) => info(node, 'cluster_known_nodes')));
    return known.every((count) => count === String(nodes.length));
  });
  for (const [i, node] of nodes.entries())
    if (i >= NODES)
      await eventually('a second does not follow', () =>
        at(node, async (client) => (await client.call('cluster', 'replicate', ids[i - NODES] ?? '')) === 'OK'),
      );
}

async function info(node: Node, field: string): Promise<string | undefined> {
  const text = String(await at(node, (client) => client.call('cluster', 'info')));
  return new RegExp(`^${field}:(.*)$`, 'm').exec(text)?.[1]?.trim();
}

/** All slots are served, and whoever serves none has everything that its node has. */
function whole(nodes: readonly Node[]): Promise<void> {
  return eventually('the cluster does not become whole', async () => {
    const states = await Promise.all(nodes.map((node) => info(node, 'cluster_state')));
    if (!states.every((state) => state === 'ok')) return false;
    const texts = await Promise.all(nodes.map((node) => at(node, (client) => client.info('replication'))));
    const seconds = texts.filter((text) => /^role:slave/m.test(text));
    return seconds.length === NODES && seconds.every((text) => /^master_link_status:up/m.test(text));
  });
}

async function eventually(why: string, check: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (await check().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(why);
}
