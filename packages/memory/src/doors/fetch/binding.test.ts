import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { withHeadroom } from '@headroom/core/fetch';
import { type BindingDialect, bindingProvider } from '@headroom/core/testing';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { type MemoryFetchOptions, memoryFetch, withMemory } from '../../index.js';
import { ANN, twoUsers } from '../memory.fixture.js';

const TURNS = 30;
const FOOD = ['lentils', 'noodles', 'dumplings', 'porridge', 'pancakes'];

/** What a real client of a dialect sends for a history and gets back, and how it writes a user's turn and a tool's result. */
type Talk = (fetch: typeof globalThis.fetch, options: MemoryFetchOptions) => (turn: number) => Promise<unknown>;

// biome-ignore lint/suspicious/noExplicitAny: histories of three SDKs
type History = any[];
const question = (turn: number) => `What did I eat in week ${turn}?`;
const isLong = (turn: number) => turn % 3 === 0;

const TALKS: Record<BindingDialect, Talk> = {
  anthropic(fetch, options) {
    const client = withHeadroom(
      withMemory(new Anthropic({ apiKey: 'k', fetch, maxRetries: 0, logLevel: 'off' }), options),
    );
    const messages: History = [];
    return async (turn) => {
      messages.push({ role: 'user', content: question(turn) });
      const tools = [{ name: 'look', input_schema: { type: 'object' as const } }];
      for (;;) {
        // The newest message is marked for the cache, as agents do it.
        const last = messages.at(-1);
        const parts = typeof last.content === 'string' ? [{ type: 'text', text: last.content }] : last.content;
        const marked = [...parts.slice(0, -1), { ...parts.at(-1), cache_control: { type: 'ephemeral' } }];
        const sent = [...messages.slice(0, -1), { ...last, content: marked }];
        const { content } = await client.messages.create({
          model: 'claude-test',
          max_tokens: 9,
          tools,
          messages: sent,
        });
        messages.push({ role: 'assistant', content });
        const calls = content.filter((part) => part.type === 'tool_use');
        if (calls.length === 0) return;
        messages.push({
          role: 'user',
          content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'ok' })),
        });
      }
    };
  },
  'openai-responses'(fetch, options) {
    const client = withMemory(withHeadroom(new OpenAI({ apiKey: 'k', fetch, maxRetries: 0 })), options);
    const input: History = [];
    return async (turn) => {
      input.push({ role: 'user', content: question(turn) });
      for (;;) {
        const { output } = await client.responses.create({ model: 'gpt-5', input });
        input.push(...output);
        const calls = output.filter((item) => item.type === 'function_call');
        if (calls.length === 0) return;
        input.push(...calls.map(({ call_id }) => ({ type: 'function_call_output', call_id, output: 'ok' })));
      }
    };
  },
  gemini(fetch, options) {
    const client = new GoogleGenAI({
      apiKey: 'k',
      httpOptions: { fetch: memoryFetch({ ...options, fetch }) } as never,
    });
    const contents: History = [];
    return async (turn) => {
      contents.push({ role: 'user', parts: [{ text: question(turn) }] });
      for (;;) {
        const { candidates } = await client.models.generateContent({ model: 'gemini-3-pro', contents });
        const said = candidates?.[0]?.content;
        contents.push(said);
        const calls = said?.parts?.filter((part) => part.functionCall) ?? [];
        if (calls.length === 0) return;
        contents.push({ role: 'user', parts: [{ functionResponse: { name: 'look', response: { output: 'ok' } } }] });
      }
    };
  },
};

describe.each(Object.keys(TALKS) as BindingDialect[])('thirty turns with memory and a %s that binds', (dialect) => {
  async function talk(more: Partial<MemoryFetchOptions> = {}) {
    const memory = await twoUsers();
    let turn = 0;
    let round = 0;
    const provider = bindingProvider({
      dialect,
      script: () => {
        const isCall = isLong(turn) && round++ === 0;
        return isCall ? { calls: [{ id: `c${turn}`, name: 'look', input: {} }] } : { text: `Said ${turn}.` };
      },
    });
    const say = TALKS[dialect](provider.fetch, { memory, scope: ANN, ...more });
    for (turn = 1; turn <= TURNS; turn++) {
      round = 0;
      // What is known changes all the time: each turn brings back something else, also at a second look.
      const text = `In week ${turn} Ann ate ${FOOD[turn % FOOD.length]}.`;
      await memory.remember({ scope: ANN, text, key: `food.${turn % 4}` });
      await say(turn);
      expect(JSON.stringify(provider.received.at(-1)).includes(text)).toBe(!more.placed || !isLong(turn));
    }
    return provider;
  }

  it('lose no reasoning, and each is answered from what is remembered', async () => {
    const { mismatches, received } = await talk();
    expect(mismatches).toEqual([]);
    expect(received).toHaveLength(TURNS + TURNS / 3);
    expect(JSON.stringify(received.at(-1)).match(/<memory note/g)?.length).toBe(TURNS);
  });

  it('would be refused or lose reasoning if what was placed were forgotten', async () => {
    const placed = { get: () => undefined, set: () => undefined };
    if (dialect === 'openai-responses') expect((await talk({ placed })).mismatches.length).toBeGreaterThan(0);
    else await expect(talk({ placed })).rejects.toThrow('prefix');
  });
});
