import { createHeadroom } from '@headroom/core';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import {
  END,
  InMemoryStore,
  MemorySaver,
  MessagesAnnotation,
  messagesStateReducer,
  START,
  StateGraph,
} from '@langchain/langgraph';
import { createReactAgent, ToolNode } from '@langchain/langgraph/prebuilt';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Arrived, type FakeProvider, type Say, startProvider } from '../../../tooling/testing/fake-provider.js';
import { listing } from '../../../tooling/testing/head-lines.js';
import { OPTIONS, openaiModel } from '../../langchain/src/models.fixture.js';
import { compressMessages, graphStore, headroomPreModelHook, headroomTool, shortener } from './index.js';

const SECRET = 'secret is in bin 4711';
const search = tool(({ room }) => listing(room), {
  name: 'search',
  description: 'Lists a room of the warehouse.',
  schema: z.object({ room: z.string() }),
});
const lookUp = (room: string): Say => ({ calls: [{ id: `c-${room}`, name: 'search', args: { room } }] });
const hashIn = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';
const question = { messages: [new HumanMessage('Where is the secret?')] };

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

const state = (): BaseMessage[] => [
  new HumanMessage({ content: 'Where is the secret?', id: 'h' }),
  new AIMessage({
    content: '',
    id: 'a',
    tool_calls: [
      { id: 'c1', name: 'search', args: {} },
      { id: 'c2', name: 'search', args: {} },
    ],
  }),
  new ToolMessage({ content: listing('north'), tool_call_id: 'c1', id: 't1', artifact: { kept: true } }),
  new ToolMessage({ content: listing('south'), tool_call_id: 'c2', id: 't2', status: 'error' }),
];

describe('compressMessages', () => {
  it('returns changed messages only, under their ids, and a reducer never doubles them (P-167)', async () => {
    const before = state();
    const update = (await compressMessages(OPTIONS)({ messages: before })) as { messages: BaseMessage[] };
    expect(update.messages.map(({ id }) => id)).toEqual(['t1']);
    const after = messagesStateReducer(before, update.messages);
    expect(after.map(({ id }) => id)).toEqual(['h', 'a', 't1', 't2']);
    expect(after[2]).toMatchObject({ artifact: { kept: true }, tool_call_id: 'c1' });
    expect(after[2]?.content).toContain('hash=');
    expect(after[3]).toBe(before[3]);
  });

  it('is idempotent, leaves messages without an id, honours the key and the opt-out', async () => {
    const node = compressMessages(OPTIONS);
    const once = messagesStateReducer(
      state(),
      ((await node({ messages: state() })) as { messages: BaseMessage[] }).messages,
    );
    expect(await node({ messages: once })).toEqual({});
    const nameless = state().map((message) => Object.assign(message, { id: undefined }));
    expect(await node({ messages: nameless })).toEqual({});
    expect(await compressMessages({ ...OPTIONS, messagesKey: 'log' })({ log: state() })).toMatchObject({
      log: [{ id: 't1' }],
    });
    expect(await node({ messages: state() }, { configurable: { headroom: false } })).toEqual({});
    expect(await node({ messages: state() }, { signal: AbortSignal.abort() })).toEqual({});
    expect(await node({})).toEqual({});
  });
});

describe('a graph', () => {
  async function build(
    script: (arrived: Arrived, index: number) => Say,
    memory: { checkpointer: MemorySaver; store: InMemoryStore },
  ) {
    await provider?.stop();
    provider = await startProvider(script);
    const headroom = createHeadroom({ ...OPTIONS, store: graphStore(memory.store) });
    const tools = [search, headroomTool(headroom)];
    const llm = openaiModel(provider.url).bindTools(tools);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await llm.invoke(messages)] }))
      .addNode('tools', new ToolNode(tools))
      .addNode('shorten', compressMessages({ headroom, retrieval: 'tool' }))
      .addEdge(START, 'agent')
      .addConditionalEdges('agent', ({ messages }) =>
        (messages.at(-1) as AIMessage).tool_calls?.length ? 'tools' : END,
      )
      .addEdge('tools', 'shorten')
      .addEdge('shorten', 'agent')
      .compile(memory);
    return { graph, arrived: provider.arrived };
  }
  const config = { configurable: { thread_id: 'one' }, recursionLimit: 200 };

  it('over 30 turns sends a prefix of what it sends next, and holds no message twice', async () => {
    const memory = { checkpointer: new MemorySaver(), store: new InMemoryStore() };
    const { graph, arrived } = await build(({ text }, index) => {
      if (index === 9)
        return { calls: [{ id: 'r9', name: 'headroom_retrieve', args: { hash: hashIn(text), query: '4711' } }] };
      return index < 31 ? lookUp(`room${index}`) : { text: 'All searched.' };
    }, memory);
    const { messages } = await graph.invoke(question, config);
    expect(messages.at(-1)?.text).toBe('All searched.');
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    for (const [index, next] of arrived.slice(1).entries()) {
      const before = arrived[index]?.body.messages as unknown[];
      expect(next.body.messages.slice(0, before.length)).toEqual(before);
    }
    expect(arrived.at(-1)?.text).toContain(SECRET);
    expect(arrived.at(-1)?.text.match(/secret is in bin 4711/g)?.length).toBe(1);
  });

  it('replays a checkpoint to the same bytes, and originals survive a restart with it', async () => {
    const memory = { checkpointer: new MemorySaver(), store: new InMemoryStore() };
    const script = (_: Arrived, index: number): Say => (index === 0 ? lookUp('north') : { text: 'ok' });
    const first = await build(script, memory);
    await first.graph.invoke(question, config);
    const sent = first.arrived[1]?.text;
    expect(sent).not.toContain(SECRET);
    // Another process: a new engine and a new graph over the same checkpointer and store.
    const second = await build(({ text }, index) => {
      if (index === 0) return { text: 'again' };
      if (index === 1) return { calls: [{ id: 'r', name: 'headroom_retrieve', args: { hash: hashIn(text) } }] };
      return { text: text.includes(SECRET) ? 'in bin 4711' : 'lost' };
    }, memory);
    const history = [];
    for await (const snapshot of second.graph.getStateHistory(config)) history.push(snapshot);
    const beforeShorten = history.find(({ next }) => next[0] === 'shorten');
    const replayed = await second.graph.invoke(null, { ...beforeShorten?.config, recursionLimit: 50 });
    expect(second.arrived[0]?.text).toBe(sent);
    expect(replayed.messages.filter(({ id }) => id === replayed.messages[2]?.id)).toHaveLength(1);
    const { messages } = await second.graph.invoke({ messages: [new HumanMessage('Say it again.')] }, config);
    expect(messages.at(-1)?.text).toBe('in bin 4711');
  });

  it('reads short and stores full with a preModelHook', async () => {
    provider = await startProvider((_, index) => (index < 3 ? lookUp(`room${index}`) : { text: 'ok' }));
    const agent = createReactAgent({
      llm: openaiModel(provider.url),
      tools: [search],
      preModelHook: headroomPreModelHook(OPTIONS),
    });
    const { messages } = await agent.invoke(question);
    expect(messages.filter(({ content }) => String(content).includes(SECRET))).toHaveLength(3);
    expect(provider.arrived).toHaveLength(4);
    for (const { text } of provider.arrived) expect(text).not.toContain(SECRET);
    for (const [index, next] of provider.arrived.slice(1).entries()) {
      const before = provider.arrived[index]?.body.messages as unknown[];
      expect(next.body.messages.slice(0, before.length)).toEqual(before);
    }
  });

  it('gives nodes that call models themselves the messages to send', async () => {
    const messages = state();
    const short = await shortener(OPTIONS)(messages);
    expect(short.map((message, index) => message === messages[index])).toEqual([true, true, false, true]);
  });
});
