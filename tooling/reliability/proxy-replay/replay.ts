import { Redis } from 'ioredis';
import { anotherVersion } from './another-version.js';
import { PROGRAM, ProxyProcess } from './processes.js';
import { scriptedProvider } from './provider.js';
import { ReplayedSession } from './replayed-session.js';
import { generatedSession, recordings, stretchOf, type ToldSession } from './sessions.js';
import { noSums, type Sums } from './watch.js';
import { WIRES } from './wires.js';

/** What is replayed, and over which store. */
export interface ReplayOptions {
  readonly sessions: number;
  readonly turns: number;
  /** So many sessions are under way at once. */
  readonly batch: number;
  /** So many requests are under way at once. */
  readonly atOnce: number;
  /** Of the one Redis that all processes share. */
  readonly url: string;
  /** True, to see what happens without it: each process then remembers for itself. */
  readonly isAlone?: boolean;
  readonly say?: (line: string) => void;
}

/** What came of it. */
export interface Replayed {
  readonly recorded: number;
  readonly failed: number;
  readonly lost: number;
  readonly upgrades: number;
  readonly restarts: number;
  /** What the processes warned of, by code. */
  readonly warnings: Readonly<Record<string, number>>;
  readonly byWire: ReadonlyMap<string, Sums>;
}

/** A request waits so long for the store, as in `headroom proxy --redis` (docs/decisions/0108). */
const STORE_MS = 15_000;
/** A connection stays at one process for so many turns; every other request goes to the other process than the one before. */
const TURNS_A_CONNECTION = 3;

/**
 * Sessions through two processes over one Redis that take turns. On the way records are lost, one process is started anew, and both are
 * replaced, one after the other, by another version that makes something else of logs.
 */
export async function replaySessions(options: ReplayOptions): Promise<Replayed> {
  const { sessions, batch } = options;
  const told = new Storytellers(options.turns);
  const byWire = new Map(WIRES.map(({ name }) => [name, noSums()] as const));
  const counts: Counts = { failed: 0, lost: 0, upgrades: 0, restarts: 0, warnings: {} };
  const another = anotherVersion(PROGRAM);
  const redis = new Redis(options.url);
  try {
    for (let from = 0; from < sessions; from += batch) {
      const all = new Map<string, ReplayedSession>();
      for (let i = from; i < Math.min(from + batch, sessions); i++) {
        const wire = WIRES[i % WIRES.length] as (typeof WIRES)[number];
        const seed = Math.floor(i / WIRES.length);
        const sums = byWire.get(wire.name) as Sums;
        all.set(`s${i}`, new ReplayedSession(`s${i}`, seed, wire, told.tell(i), sums));
      }
      await redis.flushall();
      await new Batch(options, all, counts, redis, another.program).run();
      options.say?.(`${Math.min(from + batch, sessions)} of ${sessions} sessions`);
    }
  } finally {
    redis.disconnect();
    another.remove();
  }
  return { ...counts, recorded: told.recorded, byWire };
}

/** Every other session is told from recordings, where there are any. */
class Storytellers {
  readonly #recordings = recordings();
  recorded = 0;

  constructor(private readonly turns: number) {}

  tell(number: number): ToldSession {
    const half = Math.floor(number / WIRES.length);
    const one = this.#recordings[half % this.#recordings.length];
    if (!one || half % 2 === 0) return generatedSession(number, this.turns);
    this.recorded++;
    return stretchOf(one, number * 7, this.turns);
  }
}

interface Counts {
  failed: number;
  lost: number;
  upgrades: number;
  restarts: number;
  readonly warnings: Record<string, number>;
}

/** Sessions that are under way at the same time. */
class Batch {
  #processes: ProxyProcess[] = [];
  #known: ReadonlySet<string> = new Set();

  constructor(
    private readonly options: ReplayOptions,
    private readonly sessions: ReadonlyMap<string, ReplayedSession>,
    private readonly counts: Counts,
    private readonly redis: Redis,
    private readonly another: string,
  ) {}

  async run(): Promise<void> {
    const { turns, url, isAlone } = this.options;
    const provider = await scriptedProvider(this.sessions);
    const start = (program?: string) =>
      ProxyProcess.start({ ...(!isAlone && { url }), upstream: provider.url, storeMs: STORE_MS }, program);
    const at = (part: number) => Math.max(1, Math.round(turns * part));
    try {
      this.#processes = await Promise.all([start(), start()]);
      for (let turn = 1; turn <= turns; turn++) {
        await this.#playAll(turn);
        if (turn === at(0.2)) await this.#lose();
        if (turn === at(0.25)) await this.#replace(0, start(), 'restarts');
        if (turn === at(0.4)) await this.#replace(1, start(this.another), 'upgrades');
        if (turn === at(0.7)) await this.#replace(0, start(this.another), 'upgrades');
        if (turn === at(0.85)) await this.#lose();
      }
    } finally {
      for (const session of this.sessions.values()) session.close();
      await Promise.all(this.#processes.map((process) => this.#dismiss(process)));
      await provider.close();
    }
  }

  async #playAll(turn: number): Promise<void> {
    const waiting = [...this.sessions.values()];
    const work = async () => {
      for (let session = waiting.pop(); session; session = waiting.pop()) {
        const step = session.wire.isSocket ? Math.floor(turn / TURNS_A_CONNECTION) : turn;
        const process = this.#processes[(step + session.seed) % this.#processes.length] as ProxyProcess;
        if (!(await session.play(process.ports).catch(() => false))) this.counts.failed++;
      }
    };
    await Promise.all(Array.from({ length: this.options.atOnce }, work));
  }

  /** The new process is there before the old one leaves. */
  async #replace(at: number, next: Promise<ProxyProcess>, what: 'restarts' | 'upgrades'): Promise<void> {
    const [old, started] = [this.#processes[at], await next];
    this.#processes[at] = started;
    if (old) await this.#dismiss(old);
    this.counts[what]++;
    if (what === 'upgrades') this.#known = new Set(await this.#records());
  }

  async #dismiss(process: ProxyProcess): Promise<void> {
    const { warnings } = await process.use();
    for (const [code, times] of Object.entries(warnings))
      this.counts.warnings[code] = (this.counts.warnings[code] ?? 0) + times;
    await process.leave();
  }

  /** Half as many records as there are sessions go, as a server loses them that runs out of room. */
  async #lose(): Promise<void> {
    const records = (await this.#records()).filter((key) => !this.#known.has(key)).sort();
    const many = Math.min(records.length, Math.ceil(this.sessions.size / 2));
    for (let i = 0; i < many; i++) {
      const key = records[Math.floor(((i + 0.5) * records.length) / many)] as string;
      this.counts.lost += await this.redis.del(key);
    }
  }

  async #records(): Promise<readonly string[]> {
    const keys: string[] = [];
    for await (const some of this.redis.scanStream({ match: '*:o:*sent-*', count: 1000 }))
      keys.push(...(some as string[]));
    return keys;
  }
}
