import { afterAll, describe, expect, it } from 'vitest';
import { leastMs } from '../../test/clock.js';
import { type Compressor, createHeadroom, HeadroomError, memory, type Workers } from '../index.js';
import { workers } from './index.js';
import { Pool } from './node-workers.js';

/** Threads on the sources. */
const pool = new Pool(new URL('./sources.fixture.mjs', import.meta.url).href, 2);
afterAll(() => pool.close());

/** So much later than its end a call may come back. */
const LATE_MS = 100;

const log = (n: number, lines = 2500) =>
  Array.from(
    { length: lines },
    (_, i) =>
      `2026-01-06T12:${String(i % 60).padStart(2, '0')}:00Z ${i % 89 ? 'INFO' : 'ERROR'} worker-${i % 7} took ${(i * n) % 90} ms for /items/${(i * 31) % 997}`,
  ).join('\n');
const rows = JSON.stringify(
  Array.from({ length: 1500 }, (_, i) => ({
    id: i,
    name: `n${i % 97}`,
    state: i % 50 ? 'ok' : 'failed',
    host: `web-${i % 3}`,
  })),
);
const code = Array.from(
  { length: 400 },
  (_, i) => `export function f${i}(a: number): number {\n  const b = a * ${i};\n  return b + 1;\n}\n`,
).join('\n');
const conversation = (texts: readonly string[]) => [
  { role: 'user', content: 'Which of them failed?' },
  ...texts.flatMap((content, i) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `c${i}`, content },
  ]),
];

/** Threads that note what they were asked. */
function watched(): Workers & { readonly kinds: string[]; refuse: boolean } {
  const kinds: string[] = [];
  return {
    kinds,
    refuse: false,
    run(job, signal) {
      kinds.push(job.kind);
      return this.refuse ? Promise.reject(new Error('no thread')) : pool.run(job, signal);
    },
    close: () => Promise.resolve(),
  };
}

describe('workers', () => {
  it('give the same result as the calling thread, to the byte', async () => {
    const request = conversation([log(1), rows, log(2), code, 'short', log(1)]);
    for (const options of [{}, { mode: 'lossless' as const }, { retrieval: 'tool' as const, tokenBudget: 9000 }]) {
      const threads = watched();
      const patient = { ...options, timeBudgetMs: 300_000 };
      const there = await createHeadroom({ workers: threads, store: memory(), ...patient }).compress(request);
      const here = await createHeadroom({ store: memory(), ...patient }).compress(request);
      expect(threads.kinds).toContain('route');
      expect(there).toEqual(here);
    }
  }, 240_000);

  it('are done without where they fail, and in synchronous calls', async () => {
    const request = conversation([log(3)]);
    const threads = watched();
    threads.refuse = true;
    const headroom = createHeadroom({ workers: threads, store: memory() });
    const result = await headroom.compress(request);
    expect(threads.kinds.length).toBeGreaterThan(0);
    expect(result).toEqual(await createHeadroom({ store: memory() }).compress(request));
    const asked = threads.kinds.length;
    expect(createHeadroom({ workers: threads }).compressSync(request).compressed).toBe(true);
    expect(threads.kinds.length).toBe(asked);
  }, 60_000);

  it('leave compressors of the caller in the calling thread', async () => {
    const own: Compressor = { name: 'own', match: () => 1, compress: () => ({ kind: 'packed', text: 'own' }) };
    const threads = watched();
    const { transformsApplied } = await createHeadroom({ workers: threads, compressors: [own] }).compress(
      conversation([log(4)]),
    );
    expect(transformsApplied[0]).toMatch(/^router:own/);
    expect(threads.kinds).not.toContain('route');
  }, 60_000);

  it('make compressors that say where, with their options, and leave the work here where they cannot', async () => {
    const module = new URL('./first-lines.fixture.mjs', import.meta.url).href;
    const first = (await import(module)).default as (options: { lines: number }) => Compressor;
    const threads = watched();
    const here = await createHeadroom({ compressors: [first({ lines: 7 })] }).compress(conversation([log(12)]));
    const own = { ...first({ lines: 7 }), thread: { module, options: { lines: 7 } } };
    const there = await createHeadroom({ workers: threads, compressors: [own] }).compress(conversation([log(12)]));
    expect(there.transformsApplied[0]).toMatch(/^router:first-lines/);
    expect(there.messages).toEqual(here.messages);
    expect(threads.kinds).toContain('route');
    const lost = { ...own, thread: { module: new URL('./nowhere.mjs', import.meta.url).href } };
    const without = await createHeadroom({ workers: pool, compressors: [lost] }).compress(conversation([log(12)]));
    expect(without.messages).toEqual(here.messages);
  }, 60_000);

  it('are ended inside a text by the signal and by the budget, and work on afterwards', async () => {
    const request = conversation([log(5, 60_000)]);
    const headroom = createHeadroom({ workers: pool });
    await headroom.compress(conversation([log(6)]));
    const late = await leastMs(LATE_MS, async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 30);
      const start = performance.now();
      const aborted = await headroom.compress(request, { signal: controller.signal });
      expect(aborted.body).toBe(request);
      return performance.now() - start - 30;
    });
    expect(late).toBeLessThanOrEqual(LATE_MS);
    const ended = await headroom.compress(conversation([log(10, 60_000)]), { timeBudgetMs: 30 });
    expect(ended.warnings.map(({ code }) => code)).toEqual(['time_budget']);
    expect((await headroom.compress(conversation([log(7)]))).compressed).toBe(true);
  }, 60_000);

  it('that cannot even start leave the work to the calling thread', async () => {
    const broken = new Pool(new URL('./nowhere.js', import.meta.url).href, 1);
    const { compressed } = await createHeadroom({ workers: broken }).compress(conversation([log(8)]));
    expect(compressed).toBe(true);
    await broken.close();
  }, 60_000);

  it('leave the work to the calling thread once they are closed', async () => {
    const own = new Pool(new URL('./sources.fixture.mjs', import.meta.url).href, 1);
    const headroom = createHeadroom({ workers: own });
    const underWay = headroom.compress(conversation([log(9)]));
    await own.close();
    expect((await underWay).compressed).toBe(true);
    expect((await headroom.compress(conversation([log(11)]))).compressed).toBe(true);
  }, 60_000);

  it('refuse senseless numbers, and a number in the place of threads says where they come from', () => {
    for (const threads of [0, -1, 1.5, Number.NaN, 1000]) expect(() => workers({ threads })).toThrow(HeadroomError);
    expect(() => createHeadroom({ workers: 2 as never })).toThrow(/@headroom\/core\/workers/);
  });
});
