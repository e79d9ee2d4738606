import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { ChatOpenAI } from '@langchain/openai';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Arrived,
  type FakeProvider,
  type Say,
  startProvider,
} from '../../../../../tooling/testing/fake-provider.js';
import { Scope } from '../../index.js';
import { type LangChainCall, MemoryChatMessageHistory, memoryTools, recallMessages } from '../../langchain.js';
import { ANN, BOB, twoUsers } from '../memory.fixture.js';

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

async function start(script: (arrived: Arrived, index: number) => Say) {
  provider = await startProvider(script);
  const model = new ChatOpenAI({
    model: 'gpt-4o',
    apiKey: 'none',
    maxRetries: 0,
    configuration: { baseURL: provider.url },
  });
  return { model, arrived: provider.arrived };
}

const messagesOf = ({ body }: Arrived) => body.messages as { role: string; content: string }[];

describe('recallMessages', () => {
  it('changes the newest human message only, and nothing where there is nothing to say', async () => {
    const memory = await twoUsers();
    const recall = recallMessages({ memory, scope: BOB });
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const messages = [
      new SystemMessage('Be short.'),
      new HumanMessage('Hi.'),
      new AIMessage('Hello.'),
      new HumanMessage({ content: [{ type: 'text', text: 'Where do I deploy to?' }, image], id: 'h1', name: 'Bob' }),
    ];
    const placed = await RunnableLambda.from(recall).invoke(messages);
    for (const at of [0, 1, 2]) expect(placed[at]).toBe(messages[at]);
    expect(placed[3]).toBeInstanceOf(HumanMessage);
    expect(placed[3]).toMatchObject({ id: 'h1', name: 'Bob' });
    expect(placed[3]?.content).toEqual([
      ...((messages[3]?.content ?? []) as object[]),
      { type: 'text', text: expect.stringContaining('Singapore') },
    ]);
    expect(messages[3]?.content).toHaveLength(2);
    const other = [new HumanMessage('Which colour is the sky of zebras?')];
    expect(await recall(other)).toBe(other);
    const later = [...messages, new ToolMessage({ content: 'x', tool_call_id: 'c' })];
    expect((await recall(later))[3]?.content).toEqual(placed[3]?.content);
  });

  it('goes before any model, and each request is the beginning of the next', async () => {
    const memory = await twoUsers();
    const { model, arrived } = await start((_, index) => ({ text: `Said ${index}.` }));
    const scope = ({ configurable }: LangChainCall) => Scope.of({ user: configurable?.user as string });
    const chain = RunnableLambda.from(recallMessages({ memory, scope })).pipe(model);
    const messages: BaseMessage[] = [new SystemMessage('Be short.')];
    for (let turn = 1; turn <= 30; turn++) {
      await memory.remember({ scope: ANN, text: `In week ${turn} Ann ate lentils ${turn}.`, key: `food.${turn % 4}` });
      messages.push(new HumanMessage(`What did I eat in week ${turn}?`));
      messages.push(await chain.invoke(messages, { configurable: { user: 'ann' } }));
      expect(arrived.at(-1)?.text).toContain(`lentils ${turn}`);
    }
    for (const [index, next] of arrived.slice(1).entries()) {
      const before = messagesOf(arrived[index] as Arrived);
      expect(messagesOf(next).slice(0, before.length)).toEqual(before);
    }
    await chain.invoke([new HumanMessage('What did I eat in week 3?')]);
    expect(arrived.at(-1)?.text).not.toContain('lentils');
  });
});

describe('MemoryChatMessageHistory', () => {
  it('gives back exactly what was said, in its session only, and can be recalled from others', async () => {
    const memory = await twoUsers();
    const session = ANN.session('one');
    const history = new MemoryChatMessageHistory({ memory, scope: session });
    const call = { id: 'c1', name: 'look', args: { room: 'a' }, type: 'tool_call' as const };
    const said = [
      new HumanMessage({ content: 'My dog Rex is seven.', name: 'Ann' }),
      new AIMessage({ content: '', tool_calls: [call] }),
      new ToolMessage({ content: 'seen', tool_call_id: 'c1' }),
      new AIMessage('Yes.'),
      new HumanMessage('Yes.'),
      new HumanMessage('Yes.'),
    ];
    for (const message of said.slice(0, 2)) await history.addMessage(message);
    await history.addMessages(said.slice(2));
    const back = await new MemoryChatMessageHistory({ memory, scope: session }).getMessages();
    expect(back.map((message) => message.toDict())).toEqual(said.map((message) => message.toDict()));
    expect(await new MemoryChatMessageHistory({ memory, scope: ANN.session('two') }).getMessages()).toEqual([]);
    expect(await new MemoryChatMessageHistory({ memory, scope: BOB.session('one') }).getMessages()).toEqual([]);
    expect((await memory.recall({ scope: ANN, question: 'How old is Rex?', within: true })).text).toContain('seven');
    expect((await memory.recall({ scope: ANN, question: 'How old is Rex?' })).text).not.toContain('seven');
    await history.clear();
    expect(await history.getMessages()).toEqual([]);
    const nobody = new MemoryChatMessageHistory({ memory, scope: undefined });
    expect(await nobody.getMessages()).toEqual([]);
    await expect(nobody.addMessage(new HumanMessage('x'))).rejects.toThrow('not known whose');
    for (const options of [{}, { memory }, { memory, scope: ANN }])
      expect(() => new MemoryChatMessageHistory(options as never)).toThrow(
        expect.objectContaining({ code: 'invalid_option' }),
      );
  });
});

it('tools take their scope from the config of a call', async () => {
  const memory = await twoUsers();
  const tools = memoryTools({ memory, scope: ({ configurable }) => Scope.of({ user: configurable?.user as string }) });
  const search = tools.find(({ name }) => name === 'memory_search');
  expect(await search?.invoke({ query: 'deploy' }, { configurable: { user: 'bob' } })).toContain('Singapore');
  expect(await search?.invoke({ query: 'deploy' })).toContain('Refused');
});
