import { type CompressEvent, createHeadroom, type Hooks } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { headroomMiddleware } from './middleware.js';
import { headroomPrepareStep } from './prepare-step.js';
import { generated, SDKS } from './sdks.fixture.js';

const rows = JSON.stringify(
  Array.from({ length: 150 }, (_, id) => ({
    id,
    room: `room ${id % 7}`,
    latency: (id * 7919) % 1000,
    ok: id % 31 > 0,
  })),
);
const output = { type: 'text', value: rows };
const prompt = [
  { role: 'system', content: 'You watch rooms.' },
  { role: 'user', content: [{ type: 'text', text: 'Which room has the highest latency?' }] },
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'rooms', input: {} }] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'rooms', output }] },
];
interface Read {
  readonly role: string;
  readonly content: readonly { readonly output: { readonly value: string } }[];
}

for (const { version, ai, Mock } of SDKS) {
  const doors: Record<string, (hooks: Hooks, headroom?: ReturnType<typeof createHeadroom>) => Promise<Read[]>> = {
    async middleware(hooks, headroom) {
      const inner = new Mock({ doGenerate: async () => generated({ text: 'ok' }) });
      const middleware = headroomMiddleware({ hooks, ...(headroom && { headroom }) });
      await ai.wrapLanguageModel({ model: inner, middleware }).doGenerate({ prompt } as never);
      return inner.doGenerateCalls[0]?.prompt as unknown as Read[];
    },
    async prepareStep(hooks, headroom) {
      const step = headroomPrepareStep({ hooks, ...(headroom && { headroom }) });
      return (await step({ messages: prompt as never[], model: 'gpt-4o' }))?.messages as unknown as Read[];
    },
  };
  for (const [name, reach] of Object.entries(doors)) {
    describe(`AI SDK ${version}: hooks of the ${name}`, () => {
      const kept = (read: readonly Read[]) => read.at(-1)?.content[0]?.output.value ?? '';

      it('computeBiases decides how much of a result is kept', async () => {
        const sizes: number[] = [];
        for (const bias of [0.3, 1, 4]) sizes.push(kept(await reach({ computeBiases: () => ({ 3: bias }) })).length);
        expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
        expect(sizes[2]).toBeLessThan(rows.length);
      });

      it('preCompress decides what is compressed', async () => {
        const read = await reach({ preCompress: (messages) => messages.slice(1) });
        expect(read.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
        expect(read[0]).toBe(prompt[1]);
        expect(kept(read).length).toBeLessThan(rows.length / 2);
      });

      it('postCompress hears the hashes that bring originals back', async () => {
        const events: CompressEvent[] = [];
        const headroom = createHeadroom();
        await reach({ postCompress: (event) => void events.push(event) }, headroom);
        expect(events).toMatchObject([{ provider: 'ai-sdk', userQuery: 'Which room has the highest latency?' }]);
        expect(Object.keys(headroom.stats().doors)).toEqual(['ai-sdk']);
        const found = await headroom.retrieve(events[0]?.ccrHashes[0] ?? '');
        expect(found).toMatchObject({ status: 'found', text: rows });
      });
    });
  }
}
