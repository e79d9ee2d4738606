import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Arrived,
  type FakeProvider,
  type Say,
  startProvider,
} from '../../../../../tooling/testing/fake-provider.js';
import { Scope } from '../../index.js';
import { type LangChainCall, memoryMiddleware } from '../../langchain.js';
import { ANN, twoUsers, unframed } from '../memory.fixture.js';

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

describe('memory in createAgent', () => {
  it('answers the second conversation from the first, by its own tools', async () => {
    const memory = await twoUsers();
    const save: Say = { calls: [{ id: 'a', name: 'memory_save', args: { text: 'Carl deploys to Lima.' } }] };
    const { model, arrived } = await start(({ text }, index) =>
      index === 0 ? save : { text: /deploys to (\w+)/.exec(text)?.[1] ?? '?' },
    );
    const middleware = [memoryMiddleware({ memory, scope: Scope.user('carl') })];
    const agent = createAgent({ model, tools: [], middleware, systemPrompt: 'Be short.' });
    await agent.invoke({ messages: [new HumanMessage('From now on I deploy elsewhere.')] });
    expect(arrived[1]?.text).toMatch(/Saved as \[/);
    const { messages } = await agent.invoke({ messages: [new HumanMessage('Where do I deploy to?')] });
    expect(messages.at(-1)?.text).toBe('Lima');
    expect(messages[0]?.text).toBe('Where do I deploy to?');
    const [system, human] = messagesOf(arrived[2] as Arrived);
    expect(JSON.stringify(system?.content)).toContain('Be short.');
    expect(human?.content).toMatch(/^Where do I deploy to\?\n\n<memory/);
  });

  it('sends over thirty turns each request as the beginning of the next', async () => {
    const memory = await twoUsers();
    let turn = 0;
    let round = 0;
    const { model, arrived } = await start((_, index) =>
      turn % 3 === 0 && round++ === 0
        ? { calls: [{ id: `x${index}`, name: 'memory_list', args: {} }] }
        : { text: `Said ${turn}.` },
    );
    const agent = createAgent({ model, tools: [], middleware: [memoryMiddleware({ memory, scope: ANN })] });
    let messages: unknown[] = [];
    for (turn = 1; turn <= 30; turn++) {
      round = 0;
      await memory.remember({ scope: ANN, text: `In week ${turn} Ann ate lentils ${turn}.`, key: `food.${turn % 4}` });
      const asked = new HumanMessage(`What did I eat in week ${turn}?`);
      ({ messages } = (await agent.invoke({ messages: [...messages, asked] } as never)) as { messages: unknown[] });
      expect(arrived.at(-1)?.text).toContain(`lentils ${turn}`);
    }
    expect(arrived).toHaveLength(40);
    for (const [index, next] of arrived.slice(1).entries()) {
      const before = messagesOf(arrived[index] as Arrived);
      expect(messagesOf(next).slice(0, before.length)).toEqual(before);
      expect(next.body.tools).toEqual(arrived[0]?.body.tools);
    }
  });

  it('keeps two users apart in model and tools, and quotes what is hostile', async () => {
    const memory = await twoUsers();
    const scope = ({ context }: LangChainCall) => Scope.of({ user: (context as { user?: string } | undefined)?.user });
    const search: Say = { calls: [{ id: 's', name: 'memory_search', args: { query: 'deploy' } }] };
    const { model, arrived } = await start(({ text }) => (text.includes('"s"') ? { text: 'ok' } : search));
    const agent = createAgent({ model, tools: [], middleware: [memoryMiddleware({ memory, scope })] });
    const users = ['ann', 'bob', 'nobody', 'ann', 'bob', 'nobody'];
    await Promise.all(
      users.map((user) => {
        const messages = [new HumanMessage(`Where do I, ${user}, deploy to?`)];
        return agent.invoke({ messages }, { context: user === 'nobody' ? {} : { user } } as never);
      }),
    );
    expect(arrived).toHaveLength(users.length * 2);
    for (const one of arrived) {
      const user = /Where do I, (\w+)/.exec(one.text)?.[1];
      expect(one.text.includes('Frankfurt')).toBe(user === 'ann');
      expect(one.text.includes('Singapore')).toBe(user === 'bob');
      const said = messagesOf(one);
      if (user === 'ann')
        for (const { content } of said.filter(({ role }) => role !== 'assistant'))
          expect(unframed(content)).toEqual([]);
      if (user === 'nobody' && said.length > 1)
        expect(said.at(-1)?.content).toContain('Refused: it is not known whose');
    }
  });
});
