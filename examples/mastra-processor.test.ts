import { Socket } from 'node:net';
import { createHeadroom, RETRIEVE_TOOL } from '@headroom/core';
import { Agent, type AgentExecutionOptions } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { kitchenSink } from '../packages/ai-sdk/src/kitchen-sink.fixture.js';
import { type Arrived, type FakeProvider, type Say, startProvider } from '../tooling/testing/fake-provider.js';
import { headLines, listing } from '../tooling/testing/head-lines.js';
import { HeadroomProcessor } from './mastra-processor.js';

type MessageListInput = Parameters<Agent['generate']>[0];

const SECRET = 'secret is in bin 4711';
const headroom = () => createHeadroom({ compressors: [headLines()], minTokens: 50 });
const providers: FakeProvider[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const provider of providers.splice(0)) await provider.stop();
});

const tools = {
  search: createTool({
    id: 'search',
    description: 'Lists a room of the warehouse.',
    inputSchema: z.object({ room: z.string() }),
    execute: async ({ room }) => {
      if (room === 'closed') throw new Error(`The room is closed:\n${listing('closed')}`);
      return listing(room);
    },
  }),
};

/** An agent on a scripted provider, with the processor or without it. */
async function start(script: (arrived: Arrived, index: number) => Say, processor?: HeadroomProcessor) {
  const provider = await startProvider(script);
  providers.push(provider);
  const model = { id: 'local/gpt-4o', url: provider.url, apiKey: 'none' } as const;
  const inputProcessors = processor ? [processor] : [];
  const agent = new Agent({ id: 'a', name: 'a', instructions: 'You search.', model, tools, inputProcessors });
  return { agent, arrived: provider.arrived };
}

const search = (room: string, index = 0): Say => ({ calls: [{ id: `c${index}`, name: 'search', args: { room } }] });
const hashIn = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';
const namesOf = ({ body }: Arrived) => body.tools?.map((tool: { function: { name: string } }) => tool.function.name);

const partsOf = (message: unknown) => (message as { content: { output?: { value: unknown } }[] }).content;

describe('a processor for Mastra', () => {
  it('gives the model the same objects, but for the texts of tool results', async () => {
    const prompt = kitchenSink(listing('north'));
    const processor = new HeadroomProcessor(headroom());
    const process = (list: unknown) =>
      processor.processLLMRequest({
        prompt: list,
        model: { modelId: 'gpt-4o' },
        state: { retrieval: 'tool' },
      } as never);
    const got = (await process(prompt))?.prompt as unknown as typeof prompt;
    for (const index of [0, 1, 2, 4]) expect(got[index]).toBe(prompt[index]);
    const [found, shot, ...others] = partsOf(prompt[3]);
    const [foundNow, shotNow, ...othersNow] = partsOf(got[3]);
    for (const [index, part] of others.entries()) expect(othersNow[index]).toBe(part);
    const { value } = foundNow?.output ?? {};
    const images = [shot, shotNow].map((part) => (part?.output?.value as unknown[] | undefined)?.[1]);
    expect(value).toContain('call headroom_retrieve with hash=');
    expect(foundNow).toEqual({ ...found, output: { ...found?.output, value } });
    expect(images[0]).toMatchObject({ type: 'image-data' });
    expect(images[1]).toBe(images[0]);
    expect(await process(kitchenSink('short'))).toBe(undefined);
  });

  it('differs on the wire from an agent without it in texts of tool results and in the offered tool only', async () => {
    const conversation: MessageListInput = [
      {
        role: 'user',
        content: [
          { type: 'text', text: listing('user') },
          { type: 'image', image: 'data:image/png;base64,iVBORw0KGgo=' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: listing('thought'), providerOptions: { acme: { signature: 'c2ln' } } },
          { type: 'text', text: listing('said') },
          { type: 'tool-call', toolCallId: 'c', toolName: 'search', input: { room: 'north' } },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 'search',
            output: { type: 'text', value: listing('north') },
          },
        ],
      },
      { role: 'user', content: 'And in the closed room?' },
    ];
    const closed = (_: Arrived, index: number) => (index === 0 ? search('closed') : { text: 'Nothing.' });
    const [plain = [], shorter = []] = await Promise.all(
      [undefined, new HeadroomProcessor(headroom())].map(async (processor) => {
        const { agent, arrived } = await start(closed, processor);
        expect((await agent.generate(conversation)).text).toBe('Nothing.');
        return arrived;
      }),
    );
    expect(shorter).toHaveLength(2);
    expect(shorter[0]?.body.messages[1].content[1].image_url.url).toContain('iVBORw0KGgo=');
    expect(shorter[0]?.body.messages[2].reasoning_content).toBe(listing('thought'));
    for (const [index, before] of plain.entries()) {
      const { messages, tools: offered, ...rest } = shorter[index]?.body ?? {};
      const { messages: given, tools: own, ...same } = before.body;
      expect(rest).toEqual(same);
      expect(offered.slice(0, -1)).toEqual(own);
      const changed = given.flatMap((message: object, at: number) =>
        JSON.stringify(message) === JSON.stringify(messages[at]) ? [] : [at],
      );
      expect(changed).toEqual([3]);
      expect(messages[3]).toEqual({ ...given[3], content: messages[3].content });
      expect(messages[3].content).not.toContain(SECRET);
    }
    const error = shorter[1]?.body.messages.at(-1);
    expect(error).toMatchObject({ role: 'tool', content: expect.stringContaining('closed secret is in bin 4711') });
  });

  it.each(['generate', 'stream'] as const)(
    '%s: what arrives is a prefix of what arrives next over thirty steps, and originals come back',
    async (how) => {
      const connect = vi.spyOn(Socket.prototype, 'connect');
      const { agent, arrived } = await start(({ text }, index) => {
        if (index === 9)
          return { calls: [{ id: 'r9', name: RETRIEVE_TOOL, args: { hash: hashIn(text), query: '4711' } }] };
        return index < 30 ? search(`room${index}`, index) : { text: 'All searched.' };
      }, new HeadroomProcessor(headroom()));
      const options = { maxSteps: 40 };
      const question = 'Where is the secret?';
      const text =
        how === 'generate'
          ? (await agent.generate(question, options)).text
          : await (await agent.stream(question, options)).text;
      expect(text).toBe('All searched.');
      expect(arrived).toHaveLength(31);
      for (const [index, next] of arrived.slice(1).entries()) {
        const { messages, tools: offered } = arrived[index]?.body ?? {};
        expect(next.body.messages.slice(0, messages.length)).toEqual(messages);
        expect(next.body.tools).toEqual(offered);
      }
      expect(arrived[9]?.text).not.toContain(SECRET);
      expect(arrived[10]?.text).toContain(SECRET);
      const places = connect.mock.calls.flat(2).flatMap((given) => (given as { host?: string })?.host ?? []);
      expect(new Set(places)).toEqual(new Set(['127.0.0.1']));
    },
  );

  it.each<[string, object]>([
    ['the choice of tools is fixed', { toolChoice: 'none' }],
    ['no tool is active', { activeTools: [] }],
  ])('leaves nothing out where %s', async (_, options) => {
    const { agent, arrived } = await start(() => ({ text: 'ok' }), new HeadroomProcessor(headroom()));
    const conversation = kitchenSink(listing('north')).slice(4);
    const said: MessageListInput = [
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'search', input: {} }] },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 'search',
            output: { type: 'text', value: listing('north') },
          },
        ],
      },
      ...(conversation as never[]),
    ];
    await agent.generate(said, options as AgentExecutionOptions);
    expect(namesOf(arrived[0] as Arrived) ?? []).not.toContain(RETRIEVE_TOOL);
    expect(arrived[0]?.text).toContain(SECRET);
  });
});
