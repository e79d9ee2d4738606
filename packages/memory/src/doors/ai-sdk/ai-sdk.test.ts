import { createOpenAI } from '@ai-sdk/openai';
import { type BindingTurn, bindingProvider } from '@headroom/core/testing';
import * as ai6 from 'ai';
import * as test6 from 'ai/test';
import * as ai7 from 'ai7';
import * as test7 from 'ai7/test';
import { describe, expect, it } from 'vitest';
import { memoryMiddleware, memoryTools } from '../../ai-sdk.js';
import { Scope } from '../../index.js';
import { ANN, twoUsers, unframed } from '../memory.fixture.js';

/** Both majors, driven through the types of the older one. */
const SDKS = [
  { version: '6', ai: ai6, Mock: test6.MockLanguageModelV3 },
  {
    version: '7',
    ai: ai7 as unknown as typeof ai6,
    Mock: test7.MockLanguageModelV4 as unknown as typeof test6.MockLanguageModelV3,
  },
] as const;

type Block = Record<string, unknown>;
interface Params {
  readonly prompt: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
}

const USAGE = {
  inputTokens: { total: 9, noCache: 9, cacheRead: 0, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** What a model answers, as the SDK wants it. */
function answerOf({ text, calls = [] }: BindingTurn, reasoning?: Block) {
  const content = [
    ...(reasoning
      ? [
          {
            type: 'reasoning',
            text: reasoning.thinking,
            providerMetadata: { acme: { signature: reasoning.signature } },
          },
        ]
      : []),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...calls.map(({ id, name, input }) => ({
      type: 'tool-call',
      toolCallId: id,
      toolName: name,
      input: JSON.stringify(input),
    })),
  ];
  const finishReason = { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: 'raw' };
  return { content, finishReason, usage: USAGE, warnings: [] } as never;
}

/** A prompt as a provider package writes it for Anthropic. */
function requestOf({ prompt }: Params) {
  const block = ({ type, text, toolCallId, toolName, input, output, providerOptions }: Block): Block => {
    const { acme } = (providerOptions ?? {}) as { acme?: { signature?: string } };
    if (type === 'reasoning') return { type: 'thinking', thinking: text, signature: acme?.signature };
    if (type === 'tool-call') return { type: 'tool_use', id: toolCallId, name: toolName, input };
    if (type === 'tool-result') return { type: 'tool_result', tool_use_id: toolCallId, content: output };
    return { type, text };
  };
  const turns = prompt.filter(({ role }) => role !== 'system');
  return {
    messages: turns.map(({ role, content }) => ({
      role: role === 'assistant' ? 'assistant' : 'user',
      content: (content as readonly Block[]).map(block),
    })),
  };
}

for (const { version, ai, Mock } of SDKS) {
  describe(`memory in AI SDK ${version}`, () => {
    /** A model with memory around it that keeps what it reads. */
    function started(options: Parameters<typeof memoryMiddleware>[0], say: (number: number) => BindingTurn) {
      const read: Params[] = [];
      const inner = new Mock({
        doGenerate: async (params) => answerOf(say(read.push(params as never))),
      });
      return { read, model: ai.wrapLanguageModel({ model: inner, middleware: memoryMiddleware(options) as never }) };
    }

    it('answers the second conversation from the first, by its own tools', async () => {
      const memory = await twoUsers();
      const scope = Scope.user('carl');
      const save = { calls: [{ id: 'a', name: 'memory_save', input: { text: 'Carl deploys to Lima.' } }] };
      const { read, model } = started({ memory, scope }, (number) => (number === 1 ? save : { text: 'Lima.' }));
      const tools = memoryTools({ memory, scope });
      const stopWhen = ai.stepCountIs(3);
      await ai.generateText({ model, tools, stopWhen, prompt: 'From now on I deploy to Lima.' });
      expect(JSON.stringify(read[1])).toMatch(/Saved as \[/);
      await ai.generateText({ model, tools, stopWhen, system: 'Be short.', prompt: 'Where do I deploy to?' });
      const last = read.at(-1)?.prompt ?? [];
      expect(last[0]).toMatchObject({ role: 'system', content: 'Be short.' });
      expect(last[1]?.content).toHaveLength(2);
      expect((last[1]?.content[1] as Block | undefined)?.text).toContain('Carl deploys to Lima.');
    });

    it('keeps the prefix over thirty turns with a provider that binds reasoning to it', async () => {
      const memory = await twoUsers();
      let turn = 0;
      let round = 0;
      const provider = bindingProvider({ dialect: 'anthropic', script: () => say() });
      const say = (): BindingTurn =>
        turn % 3 === 0 && round++ === 0
          ? { calls: [{ id: `c${turn}`, name: 'memory_list', input: {} }] }
          : { text: `Said ${turn}.` };
      const inner = new Mock({
        doGenerate: async (params) => {
          const { status, body } = provider.answer(requestOf(params as never));
          if (status !== 200) throw new Error(JSON.stringify(body));
          const blocks = body.content as Block[];
          const calls = blocks.filter(({ type }) => type === 'tool_use') as never;
          const text = blocks.find(({ type }) => type === 'text')?.text as string | undefined;
          return answerOf(
            { text, calls },
            blocks.find(({ type }) => type === 'thinking'),
          );
        },
      });
      const middleware = memoryMiddleware({ memory, scope: ANN }) as never;
      const model = ai.wrapLanguageModel({ model: inner, middleware });
      const tools = memoryTools({ memory, scope: ANN }) as never;
      let messages: unknown[] = [];
      for (turn = 1; turn <= 30; turn++) {
        round = 0;
        await memory.remember({
          scope: ANN,
          text: `In week ${turn} Ann ate lentils ${turn}.`,
          key: `food.${turn % 4}`,
        });
        messages = [...messages, { role: 'user', content: `What did I eat in week ${turn}?` }];
        const options = { model, tools, messages, maxRetries: 0, stopWhen: ai.stepCountIs(4) } as never;
        const result = (await ai.generateText(options)) as unknown as Result;
        messages = [...messages, ...((await result.responseMessages) ?? result.response.messages)];
        expect(JSON.stringify(provider.received.at(-1))).toContain(`lentils ${turn}`);
      }
      expect(provider.mismatches).toEqual([]);
      expect(provider.received).toHaveLength(40);
    });

    it('keeps two users apart in model and tools, and quotes what is hostile', async () => {
      const memory = await twoUsers();
      const scope = ({ providerOptions, context }: { providerOptions?: unknown; context?: unknown }) => {
        const { memory: told } = (providerOptions ?? {}) as { memory?: { user?: string } };
        return Scope.of({ user: told?.user ?? (context as { user?: string } | undefined)?.user });
      };
      const users = ['ann', 'bob', undefined, 'ann', 'bob', undefined];
      const seen = await Promise.all(
        users.map(async (user) => {
          const search = { calls: [{ id: 'a', name: 'memory_search', input: { query: 'deploy' } }] };
          const { read, model } = started({ memory, scope }, (number) => (number === 1 ? search : { text: 'ok' }));
          const context = { user };
          await ai.generateText({
            model,
            tools: memoryTools({ memory, scope }) as never,
            stopWhen: ai.stepCountIs(2),
            prompt: 'Where do I deploy to?',
            ...(user && { providerOptions: { memory: { user } } }),
            experimental_context: context,
            // Version 7 gives each tool a context of its own.
            toolsContext: { memory_search: context },
          } as never);
          return read;
        }),
      );
      for (const [i, [first, second]] of seen.entries()) {
        const user = users[i];
        const [told] = first?.prompt ?? [];
        const placed = (told?.content[1] as Block | undefined)?.text as string | undefined;
        const found = JSON.stringify(second?.prompt.at(-1));
        expect(placed?.includes('Frankfurt') ?? false).toBe(user === 'ann');
        expect(found.includes('Frankfurt')).toBe(user === 'ann');
        expect(found.includes('Singapore')).toBe(user === 'bob');
        if (!user) expect(found).toContain('Refused: it is not known whose');
        if (user === 'ann') expect(unframed(placed ?? '')).toEqual([]);
      }
    });

    it('lets a call go as it came when memory fails', async () => {
      const broken = { recall: () => Promise.reject(new Error('away')) };
      const codes: string[] = [];
      const onWarning = ({ code }: { code: string }) => void codes.push(code);
      const { read, model } = started({ memory: broken, scope: ANN, onWarning }, () => ({ text: 'ok' }));
      const { text } = await ai.generateText({ model, prompt: 'Where do I deploy to?' });
      expect(text).toBe('ok');
      expect(read[0]?.prompt[0]?.content).toEqual([expect.objectContaining({ text: 'Where do I deploy to?' })]);
      expect(codes).toEqual(['memory_failed']);
    });
  });
}

interface Result {
  readonly responseMessages?: unknown[] | PromiseLike<unknown[]>;
  readonly response: { messages: unknown[] };
}

it('reaches the wire of a provider package, each request as the beginning of the next', async () => {
  const memory = await twoUsers();
  const bodies: { messages: unknown[] }[] = [];
  const fetch = (async (_: unknown, init: RequestInit) => {
    bodies.push(JSON.parse(init.body as string));
    const message = { role: 'assistant', content: `Said ${bodies.length}.` };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    return Response.json({
      id: 'x',
      created: 0,
      model: 'gpt-4o',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage,
    });
  }) as typeof globalThis.fetch;
  const inner = createOpenAI({ apiKey: 'k', fetch }).chat('gpt-4o');
  const model = ai6.wrapLanguageModel({ model: inner, middleware: memoryMiddleware({ memory, scope: ANN }) });
  const messages: ai6.ModelMessage[] = [];
  for (const content of ['Where do I deploy to?', 'And with what do I deploy?', 'Thanks for all.']) {
    messages.push({ role: 'user', content });
    const { response } = await ai6.generateText({ model, system: 'Be short.', messages });
    messages.push(...response.messages);
  }
  expect(JSON.stringify(bodies[0]?.messages.at(-1))).toContain('Frankfurt');
  for (const [i, next] of bodies.slice(1).entries()) {
    const before = bodies[i]?.messages ?? [];
    expect(next.messages.slice(0, before.length)).toEqual(before);
  }
});
