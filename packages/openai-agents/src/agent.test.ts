import { createHeadroom } from '@headroom/core';
import { Agent, handoff, MaxTurnsExceededError, MemorySession, OpenAIProvider, Runner, tool } from '@openai/agents';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Arrived, type FakeProvider, type Say, startProvider } from '../../../tooling/testing/fake-provider.js';
import { headLines, listing } from '../../../tooling/testing/head-lines.js';
import { compressHandoff, headroomInputFilter, headroomTool } from './index.js';

const SECRET = 'secret is in bin 4711';
const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const search = tool({
  name: 'search',
  description: 'Lists a room of the warehouse.',
  parameters: z.object({ room: z.string() }),
  execute: async ({ room }) => listing(room),
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

for (const useResponses of [false, true]) {
  const messagesOf = ({ body }: Arrived) => (useResponses ? body.input : body.messages) as unknown[];

  describe(`a run over ${useResponses ? 'responses' : 'chat completions'}`, () => {
    async function start(script: (arrived: Arrived, index: number) => Say, filter = true) {
      await provider?.stop();
      provider = await startProvider(script);
      const headroom = createHeadroom(OPTIONS);
      const runner = new Runner({
        modelProvider: new OpenAIProvider({ apiKey: 'none', baseURL: provider.url, useResponses }),
        tracingDisabled: true,
        ...(filter && { callModelInputFilter: headroomInputFilter({ headroom }) }),
      });
      const agent = new Agent({
        name: 'searcher',
        model: 'gpt-4o',
        instructions: 'Search.',
        tools: filter ? [search, headroomTool(headroom)] : [search],
      });
      return { runner, agent, headroom, arrived: provider.arrived };
    }

    const thirty = ({ text }: Arrived, index: number): Say => {
      if (index === 9) return { calls: [retrieve('r9', hashIn(text), { query: '4711' })] };
      return index < 31 ? lookUp(`room${index}`) : { text: 'All searched.' };
    };
    const bytes = (all: readonly Arrived[]) => all.reduce((sum, { text }) => sum + text.length, 0);

    it.each([false, true])(
      'over 30 turns what arrives is a prefix of what arrives next and much shorter (stream: %s)',
      async (stream) => {
        const { runner, agent, arrived } = await start(thirty);
        if (stream) {
          const result = await runner.run(agent, 'Where is the secret?', { maxTurns: 40, stream: true });
          await result.completed;
          expect(result.finalOutput).toBe('All searched.');
        } else {
          const { finalOutput } = await runner.run(agent, 'Where is the secret?', { maxTurns: 40 });
          expect(finalOutput).toBe('All searched.');
        }
        expect(arrived).toHaveLength(32);
        for (const [index, next] of arrived.slice(1).entries()) {
          const before = messagesOf(arrived[index] as Arrived);
          expect(messagesOf(next).slice(0, before.length)).toEqual(before);
          expect(next.body.tools).toEqual(arrived[0]?.body.tools);
        }
        expect(arrived.at(-1)?.text).toContain(SECRET);
        const plain = await start((a, i) => thirty(a, i < 9 ? i : i + 1), false);
        await plain.runner.run(plain.agent, 'Where is the secret?', { maxTurns: 40 });
        expect(bytes(arrived)).toBeLessThan(bytes(plain.arrived) * 0.3);
      },
    );

    it('brings back an original once, three times by part, with another tool, and answers a bad hash', async () => {
      const { runner, agent, arrived } = await start((seen, index) => {
        const hash = hashIn(seen.text);
        if (index === 0) return lookUp('north');
        if (index === 1) return { calls: [retrieve('r1', hash)] };
        if (index < 4) return { calls: [retrieve(`r${index}`, hash, { lines: `${index}` })] };
        if (index === 4) return { calls: [retrieve('r4', hash, { lines: '61' }), ...(lookUp('south').calls ?? [])] };
        if (index === 5) return { calls: [retrieve('r5', 'f'.repeat(24))] };
        return {
          text: seen.text.includes('[lines 61 of 120]') && seen.text.includes('No original is known') ? 'done' : 'lost',
        };
      });
      const { finalOutput } = await runner.run(agent, 'Where is the secret?');
      expect(finalOutput).toBe('done');
      expect(arrived[1]?.text).not.toContain(SECRET);
      expect(arrived[2]?.text).toContain(SECRET);
      expect(arrived[5]?.text).not.toContain('south shelf 60');
    });

    it('is bounded by maxTurns when a model retrieves for ever', async () => {
      const { runner, agent, arrived } = await start(({ text }, index) =>
        index === 0 ? lookUp('north') : { calls: [retrieve(`r${index}`, hashIn(text))] },
      );
      await expect(runner.run(agent, 'Where?', { maxTurns: 6 })).rejects.toBeInstanceOf(MaxTurnsExceededError);
      expect(arrived).toHaveLength(6);
    });

    it('keeps sessions valid: the next run continues from the short history, byte for byte (P-177)', async () => {
      const { runner, agent, arrived } = await start((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' }));
      const session = new MemorySession();
      await runner.run(agent, 'Where is the secret?', { session });
      await runner.run(agent, 'And the boxes?', { session });
      const items = await session.getItems();
      expect(items.map((item) => ('role' in item ? item.role : item.type))).toEqual([
        'user',
        'function_call',
        'function_call_result',
        'assistant',
        'user',
        'assistant',
      ]);
      // The SDK itself drops the provider's ids of calls from sessions, with or without a filter.
      const withoutIds = (arrivedThen?: Arrived) =>
        messagesOf(arrivedThen as Arrived).map((item) => ({ ...(item as object), id: undefined }));
      expect(withoutIds(arrived[2]).slice(0, withoutIds(arrived[1]).length)).toEqual(withoutIds(arrived[1]));
      expect(arrived[2]?.text).not.toContain(SECRET);
    });

    it('hands off with shortened results, and the next agent can ask for the original', async () => {
      const { runner, headroom, arrived } = await start((seen, index) => {
        if (index === 0) return lookUp('north');
        if (index === 1) return { calls: [{ id: 'h1', name: 'transfer_to_coder', args: {} }] };
        if (index === 2) return { calls: [retrieve('r1', hashIn(seen.text))] };
        return { text: seen.text.includes(SECRET) ? 'coded' : 'lost' };
      }, true);
      const coder = new Agent({ name: 'coder', model: 'gpt-4o-mini', tools: [headroomTool(headroom)] });
      const researcher = new Agent({
        name: 'researcher',
        model: 'gpt-4o',
        tools: [search],
        handoffs: [handoff(coder, { inputFilter: compressHandoff({ headroom, retrieval: 'tool', keep: 'short' }) })],
      });
      const plain = new Runner({
        modelProvider: new OpenAIProvider({ apiKey: 'none', baseURL: provider?.url ?? '', useResponses }),
        tracingDisabled: true,
      });
      const { finalOutput, lastAgent } = await plain.run(researcher, 'Where is the secret?');
      expect([finalOutput, lastAgent?.name]).toEqual(['coded', 'coder']);
      expect(arrived[1]?.text).toContain(SECRET);
      expect(arrived[2]?.text).not.toContain(SECRET);
      expect(runner).toBeDefined();
    });

    it.each([
      ['originals', listing('north').length],
      ['short', 2000],
    ] as const)(
      'keeps the %s in the session over a handoff, and the model reads short texts either way',
      async (keep, most) => {
        const { runner, headroom, arrived } = await start((_, index) => {
          if (index === 0) return lookUp('north');
          return index === 1 ? { calls: [{ id: 'h1', name: 'transfer_to_coder', args: {} }] } : { text: 'ok' };
        });
        const coder = new Agent({ name: 'coder', model: 'gpt-4o-mini' });
        const inputFilter = compressHandoff({ headroom, ...(keep === 'short' && { keep }) });
        const researcher = new Agent({
          name: 'researcher',
          model: 'gpt-4o',
          tools: [search],
          handoffs: [handoff(coder, { inputFilter })],
        });
        const session = new MemorySession();
        await runner.run(researcher, 'Where is the secret?', { session });
        expect(arrived).toHaveLength(3);
        for (const { text } of arrived) expect(text).not.toContain(SECRET);
        const kept = (await session.getItems()).find(
          (item) => item.type === 'function_call_result' && item.name === 'search',
        );
        const text = JSON.stringify(kept);
        expect(text.includes(SECRET)).toBe(keep === 'originals');
        expect(text.length > most).toBe(keep === 'originals');
      },
    );

    if (useResponses) {
      it('leaves results alone when the server holds the conversation', async () => {
        const { runner, agent, arrived } = await start((_, index) => (index === 0 ? lookUp('north') : { text: 'ok' }));
        await runner.run(agent, 'Where is the secret?', { previousResponseId: 'resp_0' });
        expect(messagesOf(arrived[1] as Arrived)).toHaveLength(1);
        expect(arrived[1]?.text).toContain(SECRET);
      });
    }
  });
}
