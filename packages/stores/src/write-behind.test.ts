import { createHeadroom, memory, type Store } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { layered } from './layered.js';
import { redis } from './redis.js';

/** A store that answers late, in an order of its own, or not at all. */
function moody() {
  const inside = memory();
  const state = { away: false, calls: 0 };
  const store: Store = {
    get: async (key) => inside.get(key),
    async set(key, value) {
      state.calls++;
      await new Promise((resolve) => setTimeout(resolve, value.length % 7));
      if (state.away) throw new Error('away');
      inside.set(key, value);
    },
    async delete(key) {
      inside.delete(key);
    },
  };
  return { store, inside, state };
}

const log = Array.from({ length: 400 }, (_, i) => `2026-01-06 12:00:${i % 60} INFO did step ${i}`).join('\n');

describe('writing behind', () => {
  it('refuses what it could not keep while the store is away, and loses nothing that it took', async () => {
    const { store, inside, state } = moody();
    const warnings: string[] = [];
    const both = layered(memory({ maxEntries: 10 }), store, {
      write: 'behind',
      onWarning: ({ message }) => void warnings.push(message),
    });
    state.away = true;
    let taken = 0;
    expect(() => {
      for (; taken < 2000; taken++) both.set(`k${taken}`, `value ${taken}`);
    }).toThrow(expect.objectContaining({ name: 'StoreError', code: 'unreachable' }));
    expect(taken).toBe(1000);
    await expect(both.flush()).rejects.toThrow('1000 values');
    expect(warnings.length).toBeLessThan(3);
    expect(both.get('k0')).toBe('value 0');
    state.away = false;
    await both.flush();
    for (let i = 0; i < taken; i++) expect(inside.get(`k${i}`)).toBe(`value ${i}`);
  });

  it('asks a store that is away again once a write, not once for all that waits', async () => {
    const { store, state } = moody();
    const both = layered(memory(), store, { write: 'behind' });
    state.away = true;
    for (let i = 0; i < 100; i++) {
      both.set(`k${i}`, 'x');
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(state.calls).toBeLessThan(250);
  });

  it('keeps the order of writes and deletions of a key', async () => {
    const { store, inside } = moody();
    const both = layered(memory(), store, { write: 'behind' });
    for (const value of ['xxxxxx', 'xx', 'xxxxx', 'x']) both.set('k', value);
    both.set('gone', 'xxxxxx');
    await both.delete('gone');
    await both.flush();
    expect([inside.get('k'), inside.get('gone')]).toEqual(['x', undefined]);
  });

  it('survives a listener that throws or rejects', async () => {
    for (const onWarning of [
      () => {
        throw new Error('listener');
      },
      () => Promise.reject(new Error('listener')) as never,
    ]) {
      const { store, state } = moody();
      state.away = true;
      const both = layered(memory(), store, { write: 'behind', onWarning });
      both.set('a', '1');
      await expect(both.flush()).rejects.toThrow('1 values');
    }
  });
});

describe('a Redis client of the caller', () => {
  it('tells of an outage through onWarning, once', async () => {
    const warnings: string[] = [];
    const { Redis } = await import('ioredis');
    const client = new Redis({ port: 1, host: '127.0.0.1', maxRetriesPerRequest: 0, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    const store = redis({ client, onWarning: ({ message }) => void warnings.push(message) });
    const result = await createHeadroom({ store }).compressText(log);
    expect(result.hash).toBe(undefined);
    await expect(store.get('k')).rejects.toMatchObject({ code: 'unreachable' });
    expect(warnings).toHaveLength(1);
    client.disconnect();
  });
});
