import { createHeadroom } from '@headroom/core';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { ClearToolUsesEdit, contextEditingMiddleware, createAgent, initChatModel } from 'langchain';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Arrived, type FakeProvider, type Say, startProvider } from '../../../tooling/testing/fake-provider.js';
import { listing } from '../../../tooling/testing/head-lines.js';
import { type HeadroomMiddlewareOptions, headroomEdit, headroomMiddleware, headroomTool, wrapTools } from './index.js';
import { OPTIONS } from './models.fixture.js';

const SECRET = 'secret is in bin 4711';
const search = tool(({ room }) => listing(room), {
  name: 'search',
  description: 'Lists a room of the warehouse.',
  schema: z.object({ room: z.string() }),
});

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

const hashIn = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';
const lookUp = (room: string): Say => ({ calls: [{ id: `c-${room}`, name: 'search', args: { room } }] });
const retrieve = (id: string, hash: string, more: object = {}) => ({
  id,
  name: 'headroom_retrieve',
  args: { hash, ...more },
});

for (const useResponsesApi of [false, true]) {
  const list = useResponsesApi ? 'input' : 'messages';
  const messagesOf = ({ body }: Arrived) => body[list] as unknown[];

  describe(`createAgent over ${useResponsesApi ? 'responses' : 'chat completions'}`, () => {
    async function model(script: (arrived: Arrived, index: number) => Say) {
      await provider?.stop();
      provider = await startProvider(script);
      return new ChatOpenAI({
        model: 'gpt-4o',
        apiKey: 'none',
        maxRetries: 0,
        useResponsesApi,
        configuration: { baseURL: provider.url },
      });
    }
    const ask = { messages: [new HumanMessage('Where is the secret?')] };

    async function run(
      script: (arrived: Arrived, index: number) => Say,
      options: HeadroomMiddlewareOptions = OPTIONS,
      how: object = {},
    ) {
      const agent = createAgent({
        model: await model(script),
        tools: [search],
        middleware: [headroomMiddleware(options)],
      });
      const { messages } = await agent.invoke(ask, { recursionLimit: 100, ...how });
      return { messages: messages as BaseMessage[], arrived: provider?.arrived ?? [], text: messages.at(-1)?.text };
    }

    const thirty = ({ text }: Arrived, index: number): Say => {
      if (index === 9) return { calls: [retrieve('r9', hashIn(text), { query: '4711' })] };
      return index < 31 ? lookUp(`room${index}`) : { text: 'All searched.' };
    };
    const bytes = (all: readonly Arrived[]) => all.reduce((sum, { text }) => sum + text.length, 0);

    it.each(['call', 'birth'] as const)(
      'over 30 steps, at %s, what arrives is a prefix of what arrives next and much shorter',
      async (at) => {
        const { arrived, messages, text } = await run(thirty, { ...OPTIONS, at });
        expect(text).toBe('All searched.');
        expect(arrived).toHaveLength(32);
        for (const [index, next] of arrived.slice(1).entries()) {
          const before = messagesOf(arrived[index] as Arrived);
          expect(messagesOf(next).slice(0, before.length)).toEqual(before);
          expect(next.body.tools).toEqual(arrived[0]?.body.tools);
        }
        expect(arrived.at(-1)?.text).toContain(SECRET);
        // The state holds the full results, or the short ones, as was asked for.
        const held = messages.filter((message) => ToolMessage.isInstance(message) && message.name === 'search');
        expect(held.every(({ content }) => String(content).includes(SECRET))).toBe(at === 'call');
        const agent = createAgent({ model: await model((a, i) => thirty(a, i < 9 ? i : i + 1)), tools: [search] });
        await agent.invoke(ask, { recursionLimit: 100 });
        expect(bytes(arrived)).toBeLessThan(bytes(provider?.arrived ?? []) * 0.3);
      },
    );

    it('brings back an original once, three times by part, and together with another tool', async () => {
      const { arrived, text } = await run((seen, index) => {
        const hash = hashIn(seen.text);
        if (index === 0) return lookUp('north');
        if (index === 1) return { calls: [retrieve('r1', hash)] };
        if (index < 4) return { calls: [retrieve(`r${index}`, hash, { lines: `${index}` })] };
        if (index === 4) return { calls: [retrieve('r4', hash, { lines: '61' }), ...(lookUp('south').calls ?? [])] };
        return { text: seen.text.includes('[lines 61 of 120]') ? 'done' : 'lost' };
      });
      expect(text).toBe('done');
      expect(arrived[1]?.text).not.toContain(SECRET);
      expect(arrived[2]?.text).toContain(SECRET);
      expect(arrived[5]?.text).toContain('south shelf 0');
      expect(arrived[5]?.text).not.toContain('south shelf 60');
    });

    it('tells the model what to do about a bad hash', async () => {
      const { text } = await run((seen, index) => {
        if (index === 0) return { calls: [retrieve('r0', 'f'.repeat(24))] };
        return { text: /No original is known under this hash/.test(seen.text) ? 'told' : 'silent' };
      });
      expect(text).toBe('told');
    });

    it('ends a model that retrieves for ever, and says so', async () => {
      const warnings: string[] = [];
      const options = {
        ...OPTIONS,
        maxRetrievals: 4,
        onWarning: ({ code }: { code: string }) => void warnings.push(code),
      };
      const { arrived, text } = await run(
        (seen, index) =>
          index === 0 ? lookUp('north') : { text: 'hm', calls: [retrieve(`r${index}`, hashIn(seen.text))] },
        options,
      );
      // A search, four originals, three refusals, and the answer whose call is dropped.
      expect(arrived).toHaveLength(9);
      expect(text).toBe('hm');
      for (const { body } of arrived) expect(body).toMatchObject({ tools: arrived[0]?.body.tools });
      for (const { body } of arrived) expect(body.tool_choice).toBe(arrived[0]?.body.tool_choice);
      expect(arrived.at(-1)?.text.split('No more originals')).toHaveLength(4);
      expect(new Set(warnings)).toEqual(new Set(['retrieve_limit']));
    });

    it('counts originals in a row: other work in between makes room for more', async () => {
      const { text } = await run(
        (seen, index) => {
          if (index === 12) return { text: seen.text.includes('No more originals') ? 'refused' : 'free' };
          return index % 2 === 0 ? lookUp('north') : { calls: [retrieve(`r${index}`, hashIn(seen.text))] };
        },
        { ...OPTIONS, maxRetrievals: 1 },
      );
      expect(text).toBe('free');
    });

    it('streams', async () => {
      const agent = createAgent({
        model: await model((seen, index) =>
          index === 0
            ? lookUp('north')
            : index === 1
              ? { calls: [retrieve('r1', hashIn(seen.text))] }
              : { text: seen.text.includes(SECRET) ? 'in bin 4711' : 'lost' },
        ),
        tools: [search],
        middleware: [headroomMiddleware(OPTIONS)],
      });
      const words: string[] = [];
      for await (const [chunk] of await agent.stream(ask, { streamMode: 'messages' }))
        if (chunk instanceof AIMessage) words.push(chunk.text);
      expect(words.join('')).toBe('in bin 4711');
      expect(words.filter(Boolean).length).toBeGreaterThan(1);
    });

    it('opts out for one run', async () => {
      const script = (_: Arrived, index: number): Say => (index === 0 ? lookUp('north') : { text: 'ok' });
      const { arrived } = await run(script, OPTIONS, { configurable: { headroom: false } });
      expect(arrived[1]?.text).toContain(SECRET);
    });

    it('leaves nothing out where a later middleware takes the tool away', async () => {
      const agent = createAgent({
        model: await model((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' })),
        tools: [search],
        middleware: [
          { name: 'only-search', wrapModelCall: (call, handler) => handler({ ...call, tools: [search] }) },
          headroomMiddleware(OPTIONS),
        ],
      });
      await agent.invoke(ask);
      expect(provider?.arrived[1]?.text).toContain(SECRET);
    });

    it('names no tool that a middleware behind it takes away, and says so once', async () => {
      const warnings: string[] = [];
      const onWarning = ({ code }: { code: string }) => void warnings.push(code);
      const agent = createAgent({
        model: await model((_, index) => (index < 3 ? lookUp(`room${index}`) : { text: 'ok' })),
        tools: [search],
        systemPrompt: 'You search.',
        middleware: [
          headroomMiddleware({ ...OPTIONS, onWarning }),
          { name: 'only-search', wrapModelCall: (call, handler) => handler({ ...call, tools: [search] }) },
        ],
      });
      await agent.invoke(ask);
      for (const { text } of provider?.arrived ?? []) expect(text).not.toContain('headroom_retrieve');
      expect(provider?.arrived[3]?.text).toContain('room2 secret is in bin');
      expect(warnings.filter((code) => code === 'tool_missing')).toHaveLength(1);
    });

    it('keeps its short texts for a model that a middleware behind it chooses', async () => {
      const other = await model((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' }));
      const agent = createAgent({
        model: other,
        tools: [search],
        middleware: [
          headroomMiddleware(OPTIONS),
          { name: 'swap', wrapModelCall: (call, handler) => handler({ ...call, model: other }) },
        ],
      });
      await agent.invoke(ask);
      expect(provider?.arrived[1]?.text).not.toContain(SECRET);
    });

    it.each(['behind it', 'before it', 'and headroomEdit'])(
      'refers to no result that ClearToolUsesEdit %s has cleared',
      async (where) => {
        const log = Array.from(
          { length: 80 },
          (_, i) => `line ${i}: job ${i * 7919} of shelf ${(i * 31) % 17} is done`,
        ).join('\n');
        const same = tool(() => log, { name: 'search', description: 'A log.', schema: z.object({ room: z.string() }) });
        const clear = () => new ClearToolUsesEdit({ trigger: { messages: 4 }, keep: { messages: 1 } });
        const edits = where === 'and headroomEdit' ? [headroomEdit(), clear()] : [clear()];
        const chain = [contextEditingMiddleware({ edits }), headroomMiddleware({ minTokens: 50 })] as const;
        const agent = createAgent({
          model: await model((_, index) => (index < 2 ? lookUp(`room${index}`) : { text: 'ok' })),
          tools: [same],
          middleware: where === 'before it' ? [...chain] : where === 'behind it' ? [...chain].reverse() : [chain[0]],
        });
        await agent.invoke({ messages: [new HumanMessage('Which job is of shelf 3?')] });
        const last = provider?.arrived.at(-1)?.text ?? '';
        expect(last).toContain('[cleared]');
        expect(last).not.toMatch(/same as in|same \d+ lines|nothing changed since/i);
      },
    );

    it('leaves the answers of returnDirect tools to the user whole', async () => {
      const report = tool(({ room }) => listing(room), {
        name: 'search',
        description: 'A report.',
        schema: z.object({ room: z.string() }),
        returnDirect: true,
      });
      const headroom = createHeadroom(OPTIONS);
      for (const [tools, middleware] of [
        [[report], [headroomMiddleware({ ...OPTIONS, at: 'birth' })]],
        [wrapTools([report], { headroom }), []],
      ] as const) {
        const agent = createAgent({
          model: await model(() => lookUp('north')),
          tools: [...tools],
          middleware: [...middleware],
        });
        const { messages } = await agent.invoke(ask);
        expect(messages.at(-1)?.text).toBe(listing('north'));
        expect(provider?.arrived).toHaveLength(1);
      }
    });

    it('works for a model that is chosen by the run', async () => {
      await model((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' }));
      const chosen = await initChatModel('gpt-4o', {
        modelProvider: 'openai',
        configurableFields: ['model'],
        apiKey: 'none',
        maxRetries: 0,
        useResponsesApi,
        configuration: { baseURL: provider?.url },
      });
      const agent = createAgent({ model: chosen, tools: [search], middleware: [headroomMiddleware(OPTIONS)] });
      await agent.invoke(ask, { configurable: { model: 'gpt-4o-mini' } });
      expect(provider?.arrived[1]?.text).not.toContain(SECRET);
      expect(provider?.arrived[1]?.text).toContain('call headroom_retrieve with hash=');
    });

    it('compresses inside contextEditingMiddleware', async () => {
      const agent = createAgent({
        model: await model((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' })),
        tools: [search],
        middleware: [contextEditingMiddleware({ edits: [headroomEdit(OPTIONS)] })],
      });
      await agent.invoke(ask);
      expect(provider?.arrived[1]?.text).toContain('The original is stored under hash=');
      expect(provider?.arrived[1]?.text).not.toContain(SECRET);
    });

    it('compresses through wrapTools, artifacts and the original tool untouched', async () => {
      const headroom = createHeadroom(OPTIONS);
      const rows = tool(async ({ room }) => [listing(room), { room }], {
        name: 'rows',
        description: 'Rows.',
        schema: z.object({ room: z.string() }),
        responseFormat: 'content_and_artifact',
      });
      const [wrapped, same] = wrapTools([rows, headroomTool(headroom)], { headroom });
      expect(same.name).toBe('headroom_retrieve');
      const call = { type: 'tool_call' as const, id: 'x', name: 'rows', args: { room: 'north' } };
      const short = (await wrapped.invoke(call)) as ToolMessage;
      expect(short.content).toContain('The original is stored under hash=');
      expect(short).toMatchObject({ tool_call_id: 'x', name: 'rows', artifact: { room: 'north' } });
      expect(((await rows.invoke(call)) as ToolMessage).content).toContain(SECRET);
      expect(await wrapTools([search], { headroom })[0].invoke({ room: 'north' })).not.toContain(SECRET);
      expect(wrapped).toBeInstanceOf(rows.constructor);
      const agent = createAgent({
        model: await model((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' })),
        tools: [...wrapTools([search], { headroom })],
      });
      await agent.invoke(ask);
      expect(provider?.arrived[1]?.text).not.toContain(SECRET);
    });
  });
}
