import { Agent, MemorySession, OpenAIProvider, Runner } from '@openai/agents';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Arrived,
  type FakeProvider,
  type Say,
  startProvider,
} from '../../../../../tooling/testing/fake-provider.js';
import { Scope } from '../../index.js';
import { memoryInputFilter, memoryTools } from '../../openai-agents.js';
import { ANN, twoUsers, unframed } from '../memory.fixture.js';

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

/** An item without its id, which sessions of the SDK leave out. */
type Item = { readonly id?: string; readonly role?: string };
type Options = Parameters<typeof memoryInputFilter>[0] & Parameters<typeof memoryTools>[0];

describe.each([false, true])('memory in a run of the Agents SDK (responses: %s)', (useResponses) => {
  const itemsOf = ({ body }: Arrived) =>
    ((useResponses ? body.input : body.messages) as Item[]).map(({ id: _, ...item }) => item);

  async function start(options: Options, script: (arrived: Arrived, index: number) => Say) {
    provider = await startProvider(script);
    const runner = new Runner({
      modelProvider: new OpenAIProvider({ apiKey: 'none', baseURL: provider.url, useResponses }),
      tracingDisabled: true,
      callModelInputFilter: memoryInputFilter(options),
    });
    const agent = new Agent({ name: 'a', model: 'gpt-4o', instructions: 'Be short.', tools: memoryTools(options) });
    return { runner, agent, arrived: provider.arrived };
  }

  it('answers the second conversation from the first, by its own tools', async () => {
    const memory = await twoUsers();
    const save: Say = { calls: [{ id: 'a', name: 'memory_save', args: { text: 'Carl deploys to Lima.' } }] };
    const script = ({ text }: Arrived, index: number): Say =>
      index === 0 ? save : { text: /deploys to (\w+)/.exec(text)?.[1] ?? '?' };
    const { runner, agent, arrived } = await start({ memory, scope: Scope.user('carl') }, script);
    await runner.run(agent, 'From now on I deploy elsewhere.');
    expect(arrived[1]?.text).toMatch(/Saved as \[/);
    const { finalOutput } = await runner.run(agent, 'Where do I deploy to?');
    expect(finalOutput).toBe('Lima');
    expect(JSON.stringify(itemsOf(arrived[2] as Arrived).at(-1))).toContain('Where do I deploy to?');
  });

  it('sends over thirty turns of a session each request as the beginning of the next', async () => {
    const memory = await twoUsers();
    let turn = 0;
    let round = 0;
    const list: Say = { calls: [{ id: 'x', name: 'memory_list', args: {} }] };
    const { runner, agent, arrived } = await start({ memory, scope: ANN }, (_, index) =>
      turn % 3 === 0 && round++ === 0
        ? { calls: [{ ...list.calls?.[0], id: `x${index}` } as never] }
        : { text: `Said ${turn}.` },
    );
    const session = new MemorySession();
    for (turn = 1; turn <= 30; turn++) {
      round = 0;
      await memory.remember({ scope: ANN, text: `In week ${turn} Ann ate lentils ${turn}.`, key: `food.${turn % 4}` });
      await runner.run(agent, `What did I eat in week ${turn}?`, { session });
      expect(arrived.at(-1)?.text).toContain(`lentils ${turn}`);
    }
    expect(arrived).toHaveLength(40);
    for (const [index, next] of arrived.slice(1).entries()) {
      const before = itemsOf(arrived[index] as Arrived);
      expect(itemsOf(next).slice(0, before.length)).toEqual(before);
    }
    expect(arrived.at(-1)?.text.match(/<memory note/g)?.length).toBeGreaterThanOrEqual(30);
  });

  it('keeps two users apart in model and tools, and quotes what is hostile', async () => {
    const memory = await twoUsers();
    const scope = ({ context }: { context?: unknown }) =>
      Scope.of({ user: (context as { user?: string } | undefined)?.user });
    const search: Say = { calls: [{ id: 's', name: 'memory_search', args: { query: 'deploy' } }] };
    const { runner, agent, arrived } = await start({ memory, scope }, ({ text }) =>
      text.includes('"s"') ? { text: 'ok' } : search,
    );
    const users = ['ann', 'bob', 'nobody', 'ann', 'bob', 'nobody'];
    await Promise.all(
      users.map((user) =>
        runner.run(agent, `Where do I, ${user}, deploy to?`, { context: user === 'nobody' ? {} : { user } }),
      ),
    );
    expect(arrived).toHaveLength(users.length * 2);
    for (const { text } of arrived) {
      const user = /Where do I, (\w+)/.exec(text)?.[1];
      expect(text.includes('Frankfurt')).toBe(user === 'ann');
      expect(text.includes('Singapore')).toBe(user === 'bob');
      const placed = JSON.parse(`"${/<memory note.*?<\/memory>/.exec(text)?.[0] ?? ''}"`);
      if (user === 'ann') expect(unframed(placed)).toEqual([]);
      if (user === 'nobody' && text.includes('"s"')) expect(text).toContain('Refused: it is not known whose');
    }
  });

  it('lets a run go on when memory fails', async () => {
    const memory = await twoUsers();
    const { runner, agent, arrived } = await start({ memory, scope: ANN }, () => ({ text: 'ok' }));
    await memory.close();
    expect((await runner.run(agent, 'Where do I deploy to?')).finalOutput).toBe('ok');
    expect(arrived[0]?.text).not.toContain('<memory');
  });
});
