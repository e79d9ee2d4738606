import { describe, expect, expectTypeOf, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { retrieve } from '../ccr/retrieve.js';
import { createHeadroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import type { SharedStore } from '../model/shared-store.js';
import { SharedContext } from './shared-context.js';
import { createSharedContext, type StoredContext } from './stored-context.js';

const long = Array.from({ length: 400 }, (_, i) => `line ${i} of the report`).join('\n');
const firstLine = {
  name: 'first_line',
  match: () => 1,
  compress: () => ({
    kind: 'trimmed' as const,
    licence: 'rows' as const,
    text: 'line 0 of the report',
    omitted: { summary: '399 lines' },
  }),
};

function contextOver(store: SharedStore, options = {}): StoredContext {
  return createSharedContext({ store, headroom: createHeadroom({ store, compressors: [firstLine] }), ...options });
}

describe('createSharedContext', () => {
  it('gives the compressed text and the full one to another process, with who stored it', async () => {
    const store = memory();
    const entry = await contextOver(store).put('research', long, { agent: 'researcher' });
    expect(entry).toMatchObject({ key: 'research', agent: 'researcher', original: long });
    const coder = contextOver(store);
    const summary = await coder.get('research');
    expect(summary).toContain('399 lines');
    expect(await coder.get('research', { full: true })).toBe(long);
    expect(await coder.getEntry('research')).toEqual(entry);
    expect(await coder.get('nothing')).toBe(null);
    const hash = /hash=([0-9a-f]{24})/.exec(String(summary))?.[1];
    expect(await retrieve(store, String(hash))).toMatchObject({ status: 'found', text: long });
  });

  it('answers like the in-memory context', async () => {
    const headroom = createHeadroom({ compressors: [firstLine] });
    const near = new SharedContext({ headroom, now: () => 5 });
    const far = createSharedContext({ store: memory(), headroom, now: () => 5 });
    for (const [key, content] of [
      ['a', long],
      ['b', { rows: [1, 2] }],
      ['c', ''],
    ] as const) {
      const { version, ...entry } = await far.put(key, content, { agent: 'x' });
      expect(entry).toEqual(await near.put(key, content, { agent: 'x' }));
      expect(version).toBeGreaterThan(0);
      expect(await far.get(key)).toBe(near.get(key));
    }
    expect(await far.keys()).toEqual(near.keys());
    expect(await far.stats()).toEqual({ ...near.stats(), agents: { x: 3 } });
    await far.clear();
    expect(await far.keys()).toEqual([]);
  });

  it('sums over all processes and evicts the longest unchanged', async () => {
    const store = memory();
    const [one, two] = [contextOver(store, { maxEntries: 3 }), contextOver(store, { maxEntries: 3 })];
    await one.put('a', long, { agent: 'first' });
    await two.put('b', long, { agent: 'second' });
    await one.put('c', 'short', { agent: 'second' });
    expect(await two.stats()).toMatchObject({ entries: 3, agents: { first: 1, second: 2 } });
    await two.put('d', 'x');
    expect(await one.keys()).toEqual(['b', 'c', 'd']);
    await one.delete('b');
    expect(await two.keys()).toEqual(['c', 'd']);
  });

  it('keeps namespaces apart, and from the originals', async () => {
    const store = memory();
    const [one, two] = [contextOver(store, { namespace: 'one' }), contextOver(store, { namespace: 'two' })];
    await one.put('k', 'mine');
    expect(await two.get('k')).toBe(null);
    await two.clear();
    expect(await one.get('k')).toBe('mine');
  });

  it('lets entries expire', async () => {
    let now = 0;
    const context = contextOver(memory({ now: () => now }), { ttl: 10 });
    await context.put('k', 'v');
    now = 9_999;
    expect(await context.get('k')).toBe('v');
    now = 10_000;
    expect(await context.get('k')).toBe(null);
    expect((await context.stats()).entries).toBe(0);
  });

  it('changes only what was read, and loses no update of agents that share a key', async () => {
    const store = memory();
    const [one, two] = [contextOver(store), contextOver(store)];
    const first = await one.putIf('plan', 0, 'draft', { agent: 'a' });
    expect(await two.putIf('plan', 0, 'mine')).toBe(null);
    expect(await two.putIf('plan', first?.version ?? 0, 'better')).toMatchObject({ original: 'better' });
    expect(await one.putIf('plan', first?.version ?? 0, 'late')).toBe(null);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).update('list', (now) => `${now ?? ''}${i},`)),
    );
    const list = (await one.get('list', { full: true }))?.split(',').filter(Boolean).map(Number);
    expect(list?.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('tells of changes, also where the store cannot', async () => {
    const store = memory();
    const silent: SharedStore = {
      ...store,
      get: store.get,
      set: store.set,
      delete: store.delete,
      group: (name) => withoutWatch(store.group(name)),
    };
    for (const backend of [store, silent]) {
      const context = createSharedContext({
        store: backend,
        headroom: createHeadroom(),
        watchEveryMs: 5,
        namespace: String(backend === store),
      });
      const seen: string[] = [];
      const stop = await context.watch(({ key, version }) => seen.push(version === undefined ? `-${key}` : key));
      await context.put('a', 'x');
      await new Promise((resolve) => setTimeout(resolve, 60));
      await context.delete('a');
      await new Promise((resolve) => setTimeout(resolve, 60));
      await stop();
      await context.put('b', 'x');
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(seen).toEqual(['a', '-a']);
    }
  });

  it('is told from the in-memory context by the compiler', () => {
    expectTypeOf<ReturnType<StoredContext['get']>>().toEqualTypeOf<Promise<string | null>>();
    expectTypeOf<ReturnType<SharedContext['get']>>().toEqualTypeOf<string | null>();
    expectTypeOf<SharedContext>().not.toExtend<StoredContext>();
    // @ts-expect-error a plain store has no groups
    expect(() => createSharedContext({ store: { get: () => undefined, set() {}, delete() {} } })).toThrow(
      HeadroomError,
    );
  });

  it('refuses bounds that are none and content that is no value', async () => {
    expect(() => createSharedContext({ store: memory(), ttl: 0 })).toThrow(HeadroomError);
    await expect(contextOver(memory()).put('k', () => 1)).rejects.toThrow(HeadroomError);
  });
});

function withoutWatch(group: ReturnType<SharedStore['group']>): ReturnType<SharedStore['group']> {
  return {
    get: (key) => group.get(key),
    put: (key, entry) => group.put(key, entry),
    delete: (key) => group.delete(key),
    list: () => group.list(),
    clear: () => group.clear(),
  };
}
