import { createHeadroom, memory, type Store } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { layered } from './layered.js';

/** A store like a server: every answer takes a while, and it can be away. */
function server() {
  const inside = memory();
  const state = { away: false, calls: 0 };
  const answer = async <T>(work: () => T): Promise<T> => {
    state.calls++;
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (state.away) throw new Error('away');
    return work();
  };
  const store: Store = {
    get: (key) => answer(() => inside.get(key)),
    set: (key, value, options) => answer(() => inside.set(key, value, options)),
    delete: (key) => answer(() => inside.delete(key)),
    expired: (key) => answer(() => inside.expired(key)),
  };
  return { store, inside, state };
}

const long = Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n');
const firstLine = {
  name: 'first_line',
  match: () => 1,
  compress: (_: unknown, { mode }: { readonly mode: string }) =>
    mode === 'lossless'
      ? undefined
      : {
          kind: 'trimmed' as const,
          licence: 'rows' as const,
          text: 'line 0',
          omitted: { summary: '399 lines' },
        },
};

describe('layered', () => {
  it('answers from the front what this process wrote, and from behind what others did', async () => {
    const { store, inside, state } = server();
    const both = layered(memory(), store);
    await both.set('own', 'one');
    expect(both.get('own')).toBe('one');
    expect(state.calls).toBe(1);
    expect(inside.get('own')).toBe('one');
    inside.set('theirs', 'two');
    expect(await both.get('theirs')).toBe('two');
    expect(both.get('theirs')).toBe('two');
    await both.delete('own');
    expect([await both.get('own'), inside.get('own')]).toEqual([undefined, undefined]);
  });

  it('written through: a text whose original cannot be kept stays whole', async () => {
    const { store, state } = server();
    state.away = true;
    const headroom = createHeadroom({ store: layered(memory(), store), compressors: [firstLine] });
    const result = await headroom.compressText(long);
    expect(result.text).toBe(long);
    expect(result.warnings).toEqual([expect.objectContaining({ code: 'store_failed' })]);
  });

  it('written behind: synchronous calls work over an asynchronous store, and others can redeem', async () => {
    const { store, inside } = server();
    const both = layered(memory(), store, { write: 'behind' });
    const { text, hash } = createHeadroom({ store: both, compressors: [firstLine] }).compressTextSync(long);
    expect(text).toContain('399 lines');
    expect(both.get(String(hash))).toBe(long);
    await both.flush();
    expect(inside.get(String(hash))).toBe(long);
    expect(await createHeadroom({ store }).retrieve(String(hash))).toMatchObject({ status: 'found', text: long });
  });

  it('written behind: says when the store is away, and writes what is missing once it is back', async () => {
    const { store, inside, state } = server();
    const warnings: string[] = [];
    const both = layered(memory(), store, { write: 'behind', onWarning: ({ message }) => warnings.push(message) });
    state.away = true;
    both.set('a', '1');
    both.set('b', '2');
    await expect(both.flush()).rejects.toThrow('2 values');
    expect(warnings.length).toBeGreaterThan(0);
    expect(both.get('a')).toBe('1');
    state.away = false;
    await both.flush();
    expect([inside.get('a'), inside.get('b')]).toEqual(['1', '2']);
  });

  it('keeps what is larger than the memory in front', async () => {
    const { store } = server();
    const both = layered(memory({ maxCharacters: 10 }), store);
    await both.set('k', 'x'.repeat(100));
    expect(await both.get('k')).toBe('x'.repeat(100));
  });
});
