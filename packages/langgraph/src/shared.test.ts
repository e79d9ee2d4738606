import { createHeadroom, HeadroomError } from '@headroom/core';
import { Annotation, InMemoryStore, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { OPTIONS } from '../../langchain/src/models.fixture.js';
import { graphStore, readShared, StoreContext, share, sharedChannel } from './index.js';

const headroom = createHeadroom(OPTIONS);

describe('sharedChannel', () => {
  it('carries what parallel agents share, through checkpoints', async () => {
    const State = Annotation.Root({ shared: sharedChannel(), seen: Annotation<string> });
    const checkpointer = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('north', async () => ({ shared: await share('north', listing('north'), { agent: 'north', headroom }) }))
      .addNode('south', async () => ({ shared: await share('south', listing('south'), { agent: 'south', headroom }) }))
      .addNode('reader', ({ shared }) => ({ seen: `${readShared(shared, 'north')}\n${readShared(shared, 'south')}` }))
      .addEdge(START, 'north')
      .addEdge(START, 'south')
      .addEdge(['north', 'south'], 'reader')
      .compile({ checkpointer });
    const config = { configurable: { thread_id: 't' } };
    const { seen } = await graph.invoke({}, config);
    expect(seen).toContain('north shelf 0');
    expect(seen).toContain('south shelf 0');
    expect(seen).not.toContain('4711');
    const { values } = await graph.getState(config);
    expect(readShared(values.shared, 'south', { full: true })).toBe(listing('south'));
    expect(values.shared.south).toMatchObject({ agent: 'south', key: 'south' });
    expect(readShared(values.shared, 'toString')).toBeNull();
  });
});

describe('StoreContext', () => {
  it('does what SharedContext does, for every process that reaches the store', async () => {
    const store = new InMemoryStore();
    const writer = new StoreContext(store, { headroom });
    const entry = await writer.put('findings', listing('north'), { agent: 'researcher' });
    const reader = new StoreContext(store, { headroom });
    expect(await reader.get('findings')).toBe(entry.compressed);
    expect(await reader.get('findings', { full: true })).toBe(listing('north'));
    expect(await reader.getEntry('findings')).toEqual(entry);
    expect(await reader.get('nothing')).toBeNull();
    const stats = await reader.stats();
    expect(stats).toMatchObject({ entries: 1, totalOriginalTokens: entry.originalTokens });
    expect(stats.savingsPercent).toBeGreaterThan(50);
    await reader.clear();
    expect(await writer.keys()).toEqual([]);
  });

  it('keeps its bounds: lifetime, number of entries, and namespaces apart', async () => {
    const store = new InMemoryStore();
    let clock = 0;
    const context = new StoreContext(store, { headroom, ttl: 10, maxEntries: 2, now: () => clock });
    const other = new StoreContext(store, {
      headroom,
      namespace: ['headroom', 'shared', 'thread-2'],
      now: () => clock,
    });
    await other.put('theirs', 'x');
    for (const key of ['a', 'b', 'c']) {
      await context.put(key, key);
      clock += 1000;
    }
    expect(await context.keys()).toEqual(['b', 'c']);
    clock = 11_500;
    expect(await context.get('b')).toBeNull();
    expect(await context.keys()).toEqual(['c']);
    expect(await other.keys()).toEqual(['theirs']);
    expect(() => new StoreContext(store, { ttl: 0 })).toThrow(HeadroomError);
  });
});

describe('graphStore', () => {
  it('keeps originals, knows what expired, and deletes', async () => {
    let clock = 0;
    const store = graphStore(new InMemoryStore(), { now: () => clock });
    await store.set('k', 'text', { ttl: 5 });
    await store.set('for-ever', 'text');
    expect(await store.get('k')).toBe('text');
    clock = 6000;
    expect(await store.get('k')).toBeUndefined();
    expect(await store.expired?.('k')).toBe(true);
    expect(await store.expired?.('never')).toBe(false);
    expect(await store.get('for-ever')).toBe('text');
    await store.delete('for-ever');
    expect(await store.get('for-ever')).toBeUndefined();
  });

  it('serves the engine', async () => {
    const engine = createHeadroom({ ...OPTIONS, store: graphStore(new InMemoryStore()) });
    const { hash } = await engine.compressText(listing('north'));
    expect(await engine.retrieve(hash ?? '')).toMatchObject({ status: 'found', text: listing('north') });
  });
});
