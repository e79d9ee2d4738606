import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAI as createOpenAI4 } from '@ai-sdk/openai4';
import { createHeadroom } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Arrived, type FakeProvider, type Say, startProvider } from '../../../tooling/testing/fake-provider.js';
import { listing } from '../../../tooling/testing/head-lines.js';
import { compressedOutputs, headroomPrepareStep, headroomTools, withHeadroom } from './index.js';
import { OPTIONS, SDKS } from './sdks.fixture.js';

const SECRET = 'secret is in bin 4711';
let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

/** Makes the model of one wire format against the fake provider. */
type Wire = { readonly name: string; readonly list: 'messages' | 'input' };
const WIRES: readonly Wire[] = [
  { name: 'chat completions', list: 'messages' },
  { name: 'responses', list: 'input' },
];

for (const { version, ai } of SDKS) {
  const create = version === '6' ? createOpenAI : (createOpenAI4 as unknown as typeof createOpenAI);
  const search = ai.tool({
    description: 'Lists a room of the warehouse.',
    inputSchema: z.object({ room: z.string() }),
    execute: async ({ room }) => listing(room),
  });

  for (const { name, list } of WIRES) {
    describe(`AI SDK ${version} agent over ${name}`, () => {
      async function start(script: (arrived: Arrived, index: number) => Say) {
        provider = await startProvider(script);
        const openai = create({ baseURL: provider.url, apiKey: 'none' });
        return { provider, model: list === 'messages' ? openai.chat('gpt-4o') : openai.responses('gpt-4o') };
      }
      const messagesOf = ({ body }: Arrived) => body[list] as unknown[];
      const hashIn = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';

      /** Searches thirty rooms, one a step, and asks for an original at step 9. */
      const thirty = ({ text }: Arrived, index: number): Say => {
        if (index === 9)
          return { calls: [{ id: 'r9', name: 'headroom_retrieve', args: { hash: hashIn(text), query: '4711' } }] };
        if (index < 31) return { calls: [{ id: `c${index}`, name: 'search', args: { room: `room${index}` } }] };
        return { text: 'All searched.' };
      };

      for (const how of ['generateText', 'streamText'] as const) {
        it(`${how}: over 30 steps what arrives is a prefix of what arrives next, and much shorter than without`, async () => {
          const run = async (wrapped: boolean) => {
            const { provider: at, model: plain } = await start(
              wrapped ? thirty : (a, i) => thirty(a, i < 9 ? i : i + 1),
            );
            const model = wrapped ? withHeadroom(plain, OPTIONS) : plain;
            const settings = { model, tools: { search }, stopWhen: ai.stepCountIs(40), prompt: 'Where is the secret?' };
            const text =
              how === 'generateText' ? (await ai.generateText(settings)).text : await ai.streamText(settings).text;
            expect(text).toBe('All searched.');
            const { arrived } = at;
            await at.stop();
            return arrived;
          };
          const arrived = await run(true);
          expect(arrived).toHaveLength(32);
          for (const [index, next] of arrived.slice(1).entries()) {
            const before = messagesOf(arrived[index] as Arrived);
            expect(messagesOf(next).slice(0, before.length)).toEqual(before);
            expect(next.body.tools).toEqual(arrived[0]?.body.tools);
          }
          expect(arrived.at(-1)?.text).toContain(SECRET);
          const plain = await run(false);
          const bytes = (all: readonly Arrived[]) => all.reduce((sum, { text }) => sum + text.length, 0);
          expect(bytes(arrived)).toBeLessThan(bytes(plain) * 0.25);
        });
      }

      it("answers through the SDK's own loop when the caller holds the tool", async () => {
        const headroom = createHeadroom({ compressors: [...(OPTIONS.compressors ?? [])], minTokens: 50 });
        const { provider: at, model } = await start(({ text }, index) => {
          if (index === 0) return { calls: [{ id: 'c0', name: 'search', args: { room: 'north' } }] };
          if (index === 1) return { calls: [{ id: 'r1', name: 'headroom_retrieve', args: { hash: hashIn(text) } }] };
          return { text: text.includes(SECRET) ? 'bin 4711' : 'unknown' };
        });
        const { text, steps } = await ai.generateText({
          model: withHeadroom(model, { headroom }),
          tools: { search, ...headroomTools(headroom) },
          stopWhen: ai.stepCountIs(5),
          prompt: 'Where is the secret?',
        });
        expect(text).toBe('bin 4711');
        expect(steps[1]?.toolCalls.map(({ toolName }) => toolName)).toEqual(['headroom_retrieve']);
        expect(at.arrived[1]?.text).not.toContain(SECRET);
        expect(JSON.stringify(at.arrived[0]?.body.tools)).toContain('The hexadecimal digits');
      });

      it('compresses at birth with compressedOutputs: the history is short, the program has the whole output', async () => {
        const headroom = createHeadroom({ compressors: [...(OPTIONS.compressors ?? [])], minTokens: 50 });
        const { provider: at, model } = await start((_, index) =>
          index === 0 ? { calls: [{ id: 'c0', name: 'search', args: { room: 'north' } }] } : { text: 'ok' },
        );
        const { steps, response } = await ai.generateText({
          model,
          tools: compressedOutputs({ search, ...headroomTools(headroom) }, { headroom }),
          stopWhen: ai.stepCountIs(5),
          prompt: 'Where is the secret?',
        });
        expect(steps[0]?.toolResults[0]?.output).toBe(listing('north'));
        expect(at.arrived[1]?.text).toContain('call headroom_retrieve with hash=');
        expect(at.arrived[1]?.text).not.toContain(SECRET);
        if (version === '6') expect(JSON.stringify(response.messages)).not.toContain(SECRET);
      });

      it('compresses for good with headroomPrepareStep', async () => {
        const { provider: at, model } = await start((_, index) =>
          index < 3 ? { calls: [{ id: `c${index}`, name: 'search', args: { room: `room${index}` } }] } : { text: 'ok' },
        );
        const { text } = await ai.generateText({
          model,
          tools: { search },
          stopWhen: ai.stepCountIs(5),
          prepareStep: headroomPrepareStep(OPTIONS),
          prompt: 'Where is the secret?',
        });
        expect(text).toBe('ok');
        expect(at.arrived[3]?.text).not.toContain(SECRET);
        expect(at.arrived[3]?.text.match(/The original is stored under hash=/g)).toHaveLength(3);
      });
    });
  }
}
