import { afterEach, describe, expect, it, vi } from 'vitest';
import { leastMs } from '../../test/clock.js';
import { createHeadroom, memory, type Store } from '../index.js';

const log = (n: number) =>
  Array.from(
    { length: 300 },
    (_, i) => `2026-01-06 09:00:${i % 60} INFO worker ${n} finished shard ${(i * n) % 97}`,
  ).join('\n');
const messages = (count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `c${i}`, content: log(from + i) },
  ]).flat();

/** A store whose writes take a while, fail, or never end. */
function slow(how: { ms: number; fails?: boolean }) {
  const inside = memory();
  const state = { ...how, calls: 0, atOnce: 0, most: 0 };
  const store: Store = {
    get: async (key) => inside.get(key),
    async set(key, value) {
      state.calls++;
      state.most = Math.max(state.most, ++state.atOnce);
      await (state.ms === Infinity ? new Promise(() => {}) : new Promise((resolve) => setTimeout(resolve, state.ms)));
      state.atOnce--;
      if (state.fails) throw new Error('no');
      inside.set(key, value);
    },
    delete: async (key) => inside.delete(key),
  };
  return { store, state, inside };
}

afterEach(() => vi.restoreAllMocks());

describe('a call and its store', () => {
  it('writes all originals at once', async () => {
    const { store, state } = slow({ ms: 50 });
    const start = performance.now();
    const { ccrHashes } = await createHeadroom({ store }).compress(messages(10));
    expect(ccrHashes).toHaveLength(10);
    expect(state.most).toBe(10);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('waits no longer than its deadline in all, changes nothing that needs an original, and says so once', async () => {
    const { store } = slow({ ms: Infinity });
    const headroom = createHeadroom({ store, storeTimeoutMs: 500 });
    await headroom.simulate(messages(10));
    const start = performance.now();
    const result = await headroom.compress(messages(10));
    expect(performance.now() - start).toBeLessThan(4000);
    expect(result.blocks.filter(({ outcome }) => outcome === 'trimmed')).toEqual([]);
    expect(result.warnings).toEqual([expect.objectContaining({ code: 'store_failed' })]);
    expect(result.warnings[0]?.message).toMatch(/^10 originals could not be stored/);
  });

  it('waits once in all, also where what it has recorded beside a lost original is put right', async () => {
    await createHeadroom().compress(messages(4));
    let most = 0;
    const ms = await leastMs(1000, async () => {
      let calls = 0;
      const store: Store = {
        get: async () => undefined,
        set: (_, value) => (++calls > 8 || value === log(2) ? new Promise<never>(() => {}) : Promise.resolve()),
        delete: async () => undefined,
      };
      const start = performance.now();
      await createHeadroom({ store, storeTimeoutMs: 800, conversation: 'c' }).compress(messages(4));
      most = calls;
      return performance.now() - start;
    });
    expect(most).toBeGreaterThan(8);
    expect(ms).toBeLessThan(1400);
  }, 30_000);

  it('is over with a look for an original whose store never says whether it has expired', async () => {
    const store: Store = {
      get: async () => undefined,
      set: async () => undefined,
      delete: async () => undefined,
      expired: () => new Promise<never>(() => {}),
    };
    expect(await createHeadroom({ store }).retrieve('0'.repeat(24))).toMatchObject({ status: 'failed' });
  }, 20_000);

  it('leaves a store alone that failed twice, and asks it again after a while', async () => {
    const { store, state, inside } = slow({ ms: 1, fails: true });
    const headroom = createHeadroom({ store });
    for (let i = 0; i < 2; i++) await headroom.compress(messages(3, i * 10 + 1));
    expect(state.calls).toBe(6);
    const away = await headroom.compress(messages(3, 50));
    expect(state.calls).toBe(6);
    expect(away.ccrHashes).toEqual([]);
    expect(away.warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/store is away/)]);
    state.fails = false;
    const now = Date.now() + 6000;
    const later = performance.now() + 6000;
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    vi.spyOn(performance, 'now').mockImplementation(() => later);
    const back = await headroom.compress(messages(3, 70));
    expect(back.warnings).toEqual([]);
    expect(back.ccrHashes).toHaveLength(3);
    for (const hash of back.ccrHashes) expect(inside.get(hash)).toBeDefined();
  });

  it('keeps what could be stored when some could not', async () => {
    const { store, inside } = slow({ ms: 1 });
    const picky: Store = {
      ...store,
      set: async (key, value) => {
        if (value.includes('worker 2 ')) throw new Error('not this one');
        await store.set(key, value);
      },
    };
    const { ccrHashes, warnings } = await createHeadroom({ store: picky }).compress(messages(4));
    expect(ccrHashes).toHaveLength(3);
    for (const hash of ccrHashes) expect(inside.get(hash)).toBeDefined();
    expect(warnings[0]?.message).toMatch(/^An original could not be stored \(Error\)/);
  });

  it('packs what may not be trimmed where that helps', async () => {
    const { store } = slow({ ms: 1, fails: true });
    const rows = JSON.stringify(
      Array.from({ length: 100 }, (_, i) => ({ id: i, name: `n${i}`, state: 'ok', host: `web-${i % 3}` })),
    );
    const { result } = await createHeadroom({ store }).compressText(rows);
    expect(result.blocks.map(({ outcome }) => outcome)).toContain('packed');
  });

  it('does not blame a store for one damaged or oversized value', async () => {
    const store = memory({ maxCharacters: 30_000 });
    const headroom = createHeadroom({ store });
    for (let i = 0; i < 4; i++) await headroom.compressText(log(i).repeat(3));
    const { hash } = await headroom.compressText(log(7));
    expect(hash).toBeDefined();
  });
});
