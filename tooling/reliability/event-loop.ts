import { createHeadroom, type Headroom, memory } from '@headroom/core';
import { Pool } from '../../packages/core/src/workers/node-workers.js';
import { slowness } from '../../packages/core/test/clock.js';
import { log, request } from './long-requests.js';
import type { Finding, Part, Scale } from './part.js';

/** How long others wait while requests are compressed, and how late an end is heeded. */
export const eventLoop: Part = {
  name: 'The event loop',
  async run(scale) {
    const pool = new Pool(new URL('../../packages/core/src/workers/sources.fixture.mjs', import.meta.url).href, 2);
    try {
      const threaded = createHeadroom({ workers: pool, store: memory() });
      await Promise.all([1, 2].map((n) => threaded.compress(request([log(n, 60_000)]))));
      await createHeadroom().compress(request([log(3, 60_000)]));
      return [await withThreads(threaded), await without(scale), ...(await ends(scale))];
    } finally {
      await pool.close();
    }
  },
};

interface Pings {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Milliseconds between two turns of the event loop while something is done, less the one that is asked for. */
async function pings(work: () => Promise<unknown>): Promise<Pings> {
  const waits: number[] = [];
  let last = performance.now();
  let isOver = false;
  const ping = () => {
    const now = performance.now();
    waits.push(Math.max(0, now - last - 1));
    last = now;
    if (!isOver) setTimeout(ping, 1);
  };
  setTimeout(ping, 1);
  await work();
  isOver = true;
  ping();
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}

const words = ({ p50, p99, most }: Pings) =>
  `a ping waits ${p50.toFixed(1)} ms at the median, ${p99.toFixed(1)} at p99, ${most.toFixed(0)} at most`;

/** What a machine with other work does to a try says nothing about us: the best of a few counts. */
const TRIES = 3;
const P99_MS = 20;
const STRETCH_MS = 50;
const LATE_MS = 100;

/** In milliseconds of a machine without other work: what slows this one slows a measure of arithmetic as much. */
async function inItsOwnTime<T>(work: () => Promise<T>, divided: (found: T, by: number) => T): Promise<T> {
  const before = slowness();
  const found = await work();
  return divided(found, Math.max(before, slowness()));
}

const paced = (work: () => Promise<unknown>) =>
  inItsOwnTime(
    () => pings(work),
    ({ p50, p99, most }, by) => ({ p50: p50 / by, p99: p99 / by, most: most / by }),
  );

async function best(by: keyof Pings, limit: number, work: (n: number) => Promise<unknown>): Promise<Pings> {
  let found = await paced(() => work(0));
  for (let i = 1; i < TRIES && found[by] > limit; i++) {
    const next = await paced(() => work(i));
    if (next[by] < found[by]) found = next;
  }
  return found;
}

async function withThreads(headroom: Headroom): Promise<Finding> {
  const [count, size] = [16, 1_000_000];
  const found = await best('p99', P99_MS, (n) =>
    Promise.all(Array.from({ length: count }, (_, i) => headroom.compress(request([log(n * 100 + i + 10, size)])))),
  );
  const faults = found.p99 > P99_MS ? [`p99 of ${found.p99.toFixed(0)} ms is over ${P99_MS} ms`] : [];
  return { what: 'requests of 1 MB at once, two threads', tried: count, faults, note: words(found) };
}

async function without(scale: Scale): Promise<Finding> {
  const [count, size] = [scale === 'full' ? 50 : 20, 20_000];
  const compress = (texts: readonly string[]) => createHeadroom({ store: memory() }).compress(request(texts));
  const many = await best('most', STRETCH_MS, (n) =>
    compress(Array.from({ length: count }, (_, i) => log(n * 100 + i + 40, size))),
  );
  const one = await best('most', STRETCH_MS, (n) => compress([log(n + 99, 1_000_000)]));
  const slow = [many, one].filter(({ most }) => most > STRETCH_MS);
  return {
    what: `texts of ${size / 1000} kB in a request, no threads`,
    tried: count,
    faults: slow.map(({ most }) => `${most.toFixed(0)} ms at a stretch are over ${STRETCH_MS} ms`),
    note: `${words(many)}; with one log of 1 MB ${one.most.toFixed(0)} at most`,
  };
}

type Late = Record<'abort' | 'budget', number[]>;
const median = (of: readonly number[]) => of[of.length >> 1] ?? 0;

async function ends(scale: Scale): Promise<Finding[]> {
  const times = scale === 'full' ? 20 : 3;
  const texts = Array.from({ length: 60 }, (_, i) => log(i + 200, 100_000));
  let late = await lateness(times, texts);
  for (let i = 1; i < TRIES && Object.values(late).some((of) => median(of) > LATE_MS); i++)
    late = await lateness(times, texts);
  return Object.entries(late).map(([what, of]) => ({
    what: `calls over 6 MB ended by their ${what}`,
    tried: times,
    faults: median(of) > LATE_MS ? [`half of them took more than ${median(of).toFixed(0)} ms to end`] : [],
    note: `over ${median(of).toFixed(0)} ms after it at the median, ${(of.at(-1) ?? 0).toFixed(0)} at most`,
  }));
}

/** How much later than their end calls came back, sorted, in milliseconds. */
async function lateness(times: number, texts: readonly string[]): Promise<Late> {
  const late: Late = { abort: [], budget: [] };
  const timed = (work: () => Promise<unknown>) =>
    inItsOwnTime(
      async () => {
        const start = performance.now();
        await work();
        return Math.max(0, performance.now() - start - 50);
      },
      (ms, by) => ms / by,
    );
  for (let i = 0; i < times; i++) {
    const headroom = createHeadroom({ store: memory() });
    late.abort.push(
      await timed(() => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 50);
        return headroom.compress(request(texts), { signal: controller.signal });
      }),
    );
    late.budget.push(await timed(() => headroom.compress(request(texts), { timeBudgetMs: 50 })));
  }
  for (const of of Object.values(late)) of.sort((a, b) => a - b);
  return late;
}
