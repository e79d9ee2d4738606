import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { type BaseStore, InMemoryStore, MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { describe, expect, it } from 'vitest';
import { createMemory, Scope, sqliteMemory } from '../../index.js';
import { MemoryGraphStore } from '../../langgraph.js';
import { ANN, twoUsers } from '../memory.fixture.js';

const fresh = () => createMemory({ store: sqliteMemory({ path: ':memory:' }) });

/** What two stores are asked, and what must be the same of their answers. */
async function asked(store: BaseStore) {
  const plain = (items: Awaited<ReturnType<BaseStore['search']>>) =>
    items
      .map(({ namespace, key, value }) => ({ namespace, key, value }))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  await store.put(['ann', 'facts'], 'a', { text: 'Hello', n: 1, deep: { list: [1, null, 'é'] } });
  await store.put(['ann', 'facts'], 'b', { text: 'hello', n: 2 });
  await store.put(['ann', 'facts', 'old'], 'a', { text: 'Hello', n: 3 });
  await store.put(['bob', 'facts'], 'a', { text: 'Bob', n: 4 }, false);
  await store.put(['ann', 'facts'], 'a', { text: 'hello ', n: 1 });
  await store.put(['ann', 'facts'], 'gone', { text: 'gone' });
  await store.delete(['ann', 'facts'], 'gone');
  await store.delete(['ann', 'facts'], 'never there');
  return [
    (await store.get(['ann', 'facts'], 'a'))?.value,
    await store.get(['ann', 'facts'], 'gone'),
    await store.get(['ann'], 'a'),
    plain(await store.search(['ann'])),
    plain(await store.search(['ann', 'facts', 'old'])),
    plain(await store.search([], { limit: 100 })),
    plain(await store.search(['ann'], { filter: { n: 2 } })),
    plain(await store.search(['ann'], { filter: { n: { $gte: 2, $lt: 3 } } })),
    plain(await store.search(['ann'], { filter: { n: { $ne: 2 } } })),
    (await store.search(['ann'], { limit: 2 })).length,
    (await store.search(['ann'], { limit: 2, offset: 2 })).length,
    await store.listNamespaces(),
    await store.listNamespaces({ prefix: ['ann'] }),
    await store.listNamespaces({ suffix: ['facts'] }),
    await store.listNamespaces({ prefix: ['*', 'facts'], maxDepth: 2 }),
    await store.listNamespaces({ limit: 1, offset: 1 }),
  ];
}

describe('MemoryGraphStore', () => {
  it('answers as the store of LangGraph does', async () => {
    const store = new MemoryGraphStore({ memory: fresh(), scope: ANN });
    expect(await asked(store)).toEqual(await asked(new InMemoryStore()));
  });

  it('finds by words, by the fields that were named, and within a namespace only', async () => {
    const memory = fresh();
    const store = new MemoryGraphStore({ memory, scope: ANN });
    await store.put(['pets'], 'rex', { name: 'Rex', kind: 'lantern', age: 7 });
    await store.put(['pets'], 'minka', { name: 'Minka', kind: 'mortgage', secret: 'a lantern once' }, ['name', 'kind']);
    await store.put(['cars'], 'fiat', { note: { text: 'the lantern sits behind' } });
    await store.put(['pets'], 'hidden', { kind: 'lantern' }, false);
    const found = await store.search(['pets'], { query: 'which lantern' });
    expect(found.map(({ key }) => key)).toEqual(['rex']);
    expect(found[0]?.score).toBeGreaterThan(0);
    expect((await store.search([], { query: 'lantern' })).map(({ key }) => key).sort()).toEqual(['fiat', 'rex']);
    expect(await store.search(['pets'], { query: 'lantern', filter: { age: 8 } })).toEqual([]);
    await store.put(['pets'], 'rex', { name: 'Rex', kind: 'glacier' });
    expect(await store.search(['pets'], { query: 'lantern' })).toEqual([]);
    const item = await store.get(['pets'], 'rex');
    expect(item?.createdAt.getTime()).toBeLessThanOrEqual(item?.updatedAt.getTime() ?? 0);
    const [record] = await memory.list({ scope: ANN, limit: 1 });
    expect((await memory.history(ANN, record?.id ?? '')).records.map(({ state }) => state)).toEqual([
      'replaced',
      'current',
    ]);
  });

  it('keeps users apart, within and beside a graph, and refuses while it is not known whose it is', async () => {
    const memory = await twoUsers();
    const store = new MemoryGraphStore({ memory, scope: ([user]) => Scope.of({ user }) });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('model', async ({ messages }, { configurable, store: kept }) => {
        const user = configurable?.user as string;
        const words = messages.at(-1)?.text ?? '';
        if (words.includes('?')) {
          const items = (await kept?.search([user], { query: words })) ?? [];
          return { messages: [new AIMessage(items.map(({ value }) => value.text).join(' ') || 'I cannot tell.')] };
        }
        await kept?.put([user, 'facts'], 'place', { text: words });
        return { messages: [new AIMessage('Noted.')] };
      })
      .addEdge('__start__', 'model')
      .compile({ store });
    const say = async (user: string, words: string) => {
      const { messages } = await graph.invoke({ messages: [new HumanMessage(words)] }, { configurable: { user } });
      return messages.at(-1)?.text;
    };
    await Promise.all([say('ann', 'I live in Oslo.'), say('bob', 'I live in Lima.')]);
    await say('ann', 'I live in Bergen now.');
    expect(await Promise.all(['ann', 'bob', 'carl'].map((user) => say(user, 'Where do I live?')))).toEqual([
      'I live in Bergen now.',
      'I live in Lima.',
      'I cannot tell.',
    ]);
    expect(await store.search([])).toEqual([]);
    expect(await store.listNamespaces()).toEqual([]);
    const nobody = new MemoryGraphStore({ memory, scope: undefined });
    expect(await nobody.get(['ann', 'facts'], 'place')).toBeNull();
    await expect(nobody.put(['ann'], 'x', {})).rejects.toThrow('not known whose');
    for (const options of [{}, { memory }])
      expect(() => new MemoryGraphStore(options as never)).toThrow(expect.objectContaining({ code: 'invalid_option' }));
  });
});
