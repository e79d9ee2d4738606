import { HumanMessage } from '@langchain/core/messages';
import { expect, it } from 'vitest';
import { kitchenSink as prompt } from '../../../ai-sdk/src/kitchen-sink.fixture.js';
import { kitchenSinks } from '../../../core/src/testing/kitchen-sinks.js';
import { kitchenSink as messages } from '../../../langchain/src/kitchen-sink.fixture.js';
import { kitchenSink as items } from '../../../openai-agents/src/kitchen-sink.fixture.js';
import { memoryMiddleware } from '../ai-sdk.js';
import { memoryFetch } from '../index.js';
import { recallMessages } from '../langchain.js';
import { memoryInputFilter } from '../openai-agents.js';
import { BOB, twoUsers } from './memory.fixture.js';

const QUESTION = 'Where do I deploy to?';

// biome-ignore lint/suspicious/noExplicitAny: requests of four providers
type Request = any;

const REQUESTS: Record<string, [address: string, ask: (request: Request) => void]> = {
  'openai-chat': ['/v1/chat/completions', ({ messages: all }) => all.push({ role: 'user', content: QUESTION })],
  'openai-responses': ['/v1/responses', ({ input }) => input.push({ role: 'user', content: QUESTION })],
  anthropic: [
    '/v1/messages',
    ({ messages: all }) => all.push({ role: 'user', content: [{ type: 'text', text: QUESTION }] }),
  ],
  gemini: [
    '/v1beta/models/g:generateContent',
    ({ contents }) => contents.push({ role: 'user', parts: [{ text: QUESTION }] }),
  ],
};

it.each(Object.entries(REQUESTS))(
  'everything there is in %s passes by the byte, beside what is placed',
  async (name, [path, ask]) => {
    const memory = await twoUsers();
    const sink = structuredClone((kitchenSinks as Record<string, object>)[name]) as Request;
    const body = sink.request ?? sink.body ?? sink;
    const sent: string[] = [];
    const fetch = (async (_: unknown, init: RequestInit) => {
      sent.push(init.body as string);
      return Response.json({});
    }) as typeof globalThis.fetch;
    const door = memoryFetch({ memory, scope: BOB, fetch });
    ask(body);
    const text = JSON.stringify(body, null, 1);
    await door(`https://llm.test${path}`, { method: 'POST', body: text });
    const now = sent[0] ?? '';
    expect(now).toContain('Singapore');
    const at = now.indexOf(QUESTION) + QUESTION.length;
    expect(now.slice(0, at)).toBe(text.slice(0, at));
    // What follows is the end of the body as it was, behind the end of a part where one was added.
    const END = '</memory>"';
    const rest = now.slice(now.indexOf(END) + END.length).replace(/^\}\]?/, '');
    expect(rest).not.toBe('');
    expect(text.endsWith(rest)).toBe(true);
  },
);

it('everything there is in frameworks keeps its identity, beside the newest user turn', async () => {
  const memory = await twoUsers();
  const options = { memory, scope: BOB };
  const asked = { role: 'user', content: [{ type: 'text', text: QUESTION }] };
  const params = { prompt: [...prompt('a text'), asked], seed: 1 };
  const { prompt: placed, seed } = await memoryMiddleware(options).transformParams({ params });
  const list = [...messages('a text'), new HumanMessage(QUESTION)];
  const recalled = await recallMessages(options)(list);
  const input = [...items('a text'), { role: 'user' as const, content: QUESTION }];
  const filtered = await memoryInputFilter(options)({ modelData: { input }, agent: {} as never, context: undefined });
  for (const [before, after] of [
    [params.prompt, placed],
    [list, recalled],
    [input, filtered.input],
  ] as [unknown[], unknown[]][]) {
    expect(after).toHaveLength(before.length);
    for (const [i, one] of before.slice(0, -1).entries()) expect(after[i]).toBe(one);
    expect(JSON.stringify(after.at(-1))).toContain('Singapore');
    expect(JSON.stringify(before.at(-1))).not.toContain('Singapore');
  }
  expect(seed).toBe(1);
});
