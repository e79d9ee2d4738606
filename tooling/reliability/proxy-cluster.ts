import { spawnSync } from 'node:child_process';
import { type RedisCluster, startRedisCluster } from '../../packages/stores/src/redis-cluster.fixture.js';
import type { Finding, Part } from './part.js';
import { ProxyProcess } from './proxy-replay/processes.js';
import { scriptedProvider } from './proxy-replay/provider.js';
import { ReplayedSession } from './proxy-replay/replayed-session.js';
import { generatedSession } from './proxy-replay/sessions.js';
import { noSums, type Sums } from './proxy-replay/watch.js';
import { WIRES } from './proxy-replay/wires.js';

/** A process waits so long for its store: longer than a cluster takes to put another node in the place of one that died. */
const STORE_MS = 15_000;
const TURNS = 30;
const AT_ONCE = 4;

/** Two proxies over a cluster of three nodes, one of which dies again and again while sessions go on. */
export const proxyCluster: Part = {
  name: 'Proxies over a cluster',
  async run(scale) {
    const findings: Finding[] = [];
    const programs = ['redis-server', process.env.VALKEY_SERVER ?? 'valkey-server'];
    const here = programs.filter((program) => spawnSync(program, ['--version']).status === 0);
    if (here.length === 0)
      return [{ what: 'kills of a node', tried: 0, faults: ['neither Redis nor Valkey is installed'] }];
    for (const program of here) findings.push(await killed(program, scale === 'full' ? 10 : 1));
    return findings;
  },
};

async function killed(program: string, kills: number): Promise<Finding> {
  const sums = noSums();
  const sessions = new Map<string, ReplayedSession>();
  const provider = await scriptedProvider(sessions);
  const cluster = await startRedisCluster(program);
  const load = new Load(sessions, sums);
  try {
    const options = { ports: cluster.ports, upstream: provider.url, storeMs: STORE_MS };
    load.processes = await Promise.all([ProxyProcess.start(options), ProxyProcess.start(options)]);
    const working = load.run();
    await killAgain(cluster, kills);
    await load.end();
    await working;
    const warnings = await Promise.all(load.processes.map(async (process) => (await process.use()).warnings));
    const { requests, prefixChanges, otherChanges, examples } = sums;
    const faults = [
      ...(load.failed > 0 ? [`${load.failed} requests failed`] : []),
      ...(prefixChanges + otherChanges > 0
        ? [`${prefixChanges} prefixes and ${otherChanges} other bytes changed`]
        : []),
      ...examples,
    ];
    const told = warnings.flatMap((one) => Object.entries(one).map(([code, times]) => `${code} ${times}x`)).join(', ');
    const [median, p99, most] = load.spread();
    return {
      what: `kills of a node of ${
        spawnSync(program, ['--version'])
          .stdout.toString()
          .split(/ sha| malloc/)[0]
      }`,
      tried: kills,
      faults,
      note: `${requests} requests of ${sessions.size} sessions in all wires, ${sums.shortened} texts sent shorter, ${load.failed} failed, ${prefixChanges + otherChanges} changed; a turn takes ${median} ms at the median, ${p99} at p99, ${most} at most; warnings: ${told || 'none'}`,
    };
  } finally {
    for (const process of load.processes) process.kill();
    await provider.close();
    await cluster.stop();
  }
}

async function killAgain(cluster: RedisCluster, kills: number): Promise<void> {
  for (let i = 0; i < kills; i++) {
    await pause(1500);
    await cluster.killFirst();
    await pause(4000);
    await cluster.heal();
  }
}

/** Sessions one after the other, some at once, until it is enough; each turn at the other process. */
class Load {
  processes: readonly ProxyProcess[] = [];
  failed = 0;
  readonly #ms: number[] = [];
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sessions: Map<string, ReplayedSession>,
    private readonly sums: Sums,
  ) {}

  run(): Promise<unknown> {
    this.#working = Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
    return this.#working;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  spread(): readonly [number, number, number] {
    const sorted = [...this.#ms].sort((a, b) => a - b).map(Math.round);
    return [sorted[sorted.length >> 1] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0, sorted.at(-1) ?? 0];
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      const n = this.sessions.size;
      const wire = WIRES[n % WIRES.length] as (typeof WIRES)[number];
      const session = new ReplayedSession(`c${n}`, n, wire, generatedSession(n, TURNS), this.sums);
      this.sessions.set(session.id, session);
      for (let turn = 1; turn <= TURNS && !this.#isOver; turn++) {
        const began = performance.now();
        const { ports } = this.processes[(wire.isSocket ? turn >> 2 : turn) % this.processes.length] as ProxyProcess;
        if (!(await session.play(ports).catch(() => false))) this.failed++;
        this.#ms.push(performance.now() - began);
      }
      session.close();
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
