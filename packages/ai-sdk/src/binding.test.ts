import { type BindingProvider, type BindingTurn, bindingProvider } from '@headroom/core/testing';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { withHeadroom } from './index.js';
import { generated, OPTIONS, SDKS, streamed } from './sdks.fixture.js';

interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}
interface Params {
  readonly prompt: readonly { readonly role: string; readonly content: string | readonly Part[] }[];
  readonly tools?: readonly { readonly name: string }[];
}
interface Result {
  readonly responseMessages?: unknown[] | PromiseLike<unknown[]>;
  readonly response: { messages: unknown[] } | PromiseLike<{ messages: unknown[] }>;
}
type Block = Record<string, unknown>;

const RUNS = 3;
const STEPS = 10;

/** A prompt as a provider package writes it for Anthropic. */
function requestOf({ prompt, tools = [] }: Params) {
  const messages = prompt
    .filter(({ role }) => role !== 'system')
    .map(({ role, content }) => ({
      role: role === 'assistant' ? 'assistant' : 'user',
      content: (content as readonly Part[]).map(blockOf),
    }));
  return { tools: tools.map(({ name }) => ({ name })), messages };
}

function blockOf({ type, text, toolCallId, toolName, input, output, providerOptions }: Part): Block {
  const { acme } = (providerOptions ?? {}) as { acme?: { signature?: string } };
  if (type === 'reasoning') return { type: 'thinking', thinking: text, signature: acme?.signature };
  if (type === 'tool-call') return { type: 'tool_use', id: toolCallId, name: toolName, input };
  if (type === 'tool-result') return { type: 'tool_result', tool_use_id: toolCallId, content: output };
  return { type, text };
}

/** What a provider package makes of an answer. */
function lineOf(content: readonly Block[]) {
  const thinking = content.find(({ type }) => type === 'thinking');
  const text = content.find(({ type }) => type === 'text')?.text as string | undefined;
  const calls = content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id, name, input }) => ({ id: String(id), name: String(name), args: input }));
  const line = { reasoning: String(thinking?.thinking), calls, ...(text !== undefined && { text }) };
  return { line, signature: String(thinking?.signature) };
}

for (const { version, ai, Mock } of SDKS) {
  describe(`AI SDK ${version}: thirty steps with a provider that binds reasoning to its prefix`, () => {
    async function talk(how: 'generate' | 'stream', isForgetful = false) {
      const state = { step: 0, round: 0 };
      const provider: BindingProvider = bindingProvider({ dialect: 'anthropic', script: (request) => say(request) });
      const say = (request: object): BindingTurn => {
        const { step } = state;
        const round = state.round++;
        const hash = [...JSON.stringify(request).matchAll(/hash=([0-9a-f]{24})/g)].at(-1)?.[1] ?? 'none';
        const own = { id: `own_${step}_${round}`, name: 'headroom_retrieve', input: { hash, lines: `${round + 1}` } };
        const look = { id: `look_${step}`, name: 'look', input: { step } };
        const kind = step % 5;
        const hidden = step === 7 ? 8 : kind === 1 || kind === 4 ? 1 : 0;
        if (round < Math.min(hidden, 7)) return { text: `Looking ${round}. `, calls: [own] };
        if (step % STEPS === STEPS - 1) return { text: `Said in step ${step}.` };
        return { calls: kind === 2 ? [own, look] : [look] };
      };
      const answer = (params: unknown) => {
        const { status, body } = provider.answer(requestOf(params as Params));
        if (status !== 200) throw new Error(JSON.stringify(body));
        return lineOf(body.content as readonly Block[]);
      };
      const signed = (value: object, signature: string) =>
        JSON.parse(JSON.stringify(value).replace(/"signature":"sig [^"]*"/g, `"signature":"${signature}"`));
      const inner = new Mock({
        doGenerate: async (params) => {
          const { line, signature } = answer(params);
          return signed(generated(line), signature);
        },
        doStream: async (params) => {
          const { line, signature } = answer(params);
          const parts: object[] = [];
          for await (const part of streamed(line).stream as unknown as AsyncIterable<object>) parts.push(part);
          return { stream: ReadableStream.from(signed(parts, signature)) as ReadableStream<never> };
        },
      });
      const once = withHeadroom(inner, OPTIONS);
      const model = new Proxy(once, {
        get: (target, key) => Reflect.get(isForgetful ? withHeadroom(inner, OPTIONS) : target, key),
      });
      const tools = {
        look: ai.tool({
          inputSchema: ai.jsonSchema<{ step: number }>({ type: 'object', properties: { step: { type: 'number' } } }),
          execute: async ({ step }) => listing(`room ${step}`),
        }),
      };
      let messages: unknown[] = [];
      for (let run = 0; run < RUNS; run++) {
        messages = [...messages, { role: 'user', content: `Question ${run}` }];
        const options = {
          model,
          tools,
          messages,
          maxRetries: 0,
          stopWhen: ai.stepCountIs(STEPS),
          prepareStep({ stepNumber }: { stepNumber: number }) {
            state.step = run * STEPS + stepNumber;
            state.round = 0;
            if (stepNumber === 3) return { toolChoice: { type: 'tool', toolName: 'look' } };
            return stepNumber === 6 ? { toolChoice: 'required' } : {};
          },
        } as never;
        const said =
          how === 'generate'
            ? keptOf((await ai.generateText(options)) as never)
            : await finished(ai.streamText(options) as never);
        messages = [...messages, ...(await said)];
      }
      return { provider, steps: state.step + 1 };
    }

    /** A stream read to its end, and what the caller keeps of it. */
    async function finished(result: Result & { consumeStream(options: object): PromiseLike<void> }) {
      await result.consumeStream({
        onError: (error: unknown) => {
          throw error;
        },
      });
      return keptOf(result);
    }

    /** Version 7 tells the messages of all steps apart from those of the last. */
    async function keptOf({ responseMessages, response }: Result): Promise<unknown[]> {
      return (await responseMessages) ?? (await response).messages;
    }

    it.each(['generate', 'stream'] as const)('lose no reasoning and are never refused (%s)', async (how) => {
      const { provider, steps } = await talk(how);
      expect(steps).toBe(RUNS * STEPS);
      expect(provider.mismatches).toEqual([]);
      const last = JSON.stringify(provider.received.at(-1));
      expect(last).toContain('No more originals');
      expect(last.match(/"name":"headroom_retrieve"/g)?.length).toBeGreaterThan(15);
      expect(new Set(provider.received.map((request) => JSON.stringify(request.tools))).size).toBe(1);
    });

    it('would be refused without what the caller did not see', async () => {
      await expect(talk('generate', true)).rejects.toThrow('does not fit its prefix');
    });
  });
}
