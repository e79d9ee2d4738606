import { describe, expect, it } from 'vitest';
import { listing, tightLines } from '../../../tooling/testing/head-lines.js';
import { headroomMiddleware, withHeadroom } from './index.js';
import { kitchenSink } from './kitchen-sink.fixture.js';
import { generated, OPTIONS, SDKS } from './sdks.fixture.js';

const long = listing('north');
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof URL)) {
    for (const item of Object.values(value)) freeze(item);
    Object.freeze(value);
  }
  return value;
}

/** The paths at which two values differ. */
function differences(a: unknown, b: unknown, at = ''): string[] {
  if (Object.is(a, b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [at];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}/${key}`),
  );
}

for (const { version, specification, ai, Mock } of SDKS) {
  describe(`AI SDK ${version}: what reaches the model`, () => {
    async function reach(prompt: unknown, more: object = {}, options = OPTIONS) {
      const inner = new Mock({ doGenerate: async () => generated({ text: 'ok' }) });
      const model = ai.wrapLanguageModel({ model: inner, middleware: headroomMiddleware(options) });
      const params = freeze({ prompt, temperature: 0.5, providerOptions: { openai: { store: false } }, ...more });
      await model.doGenerate(params as never);
      const got = inner.doGenerateCalls[0] as unknown as {
        prompt: { content: unknown[] }[];
        tools?: { name: string }[];
      };
      return { params, got };
    }

    it('is the very same call when there is nothing to compress', async () => {
      const { params, got } = await reach(kitchenSink('short'));
      expect(got).toBe(params);
    });

    it('differs in texts of tool results only', async () => {
      const before = kitchenSink(long);
      const { got } = await reach(before);
      expect(differences(before, got.prompt)).toEqual([
        '/3/content/0/output/value',
        '/3/content/1/output/value/0/text',
      ]);
      for (const index of [0, 1, 2, 4]) expect(got.prompt[index]).toBe(before[index]);
      const [first] = got.prompt[3]!.content as { output: { type: string; value: string; providerOptions: unknown } }[];
      expect(first?.output).toMatchObject({ type: 'text', providerOptions: expect.anything() });
      expect(first?.output.value).toContain('call headroom_retrieve with hash=');
      expect(got.tools?.map(({ name }) => name)).toEqual(['headroom_retrieve']);
    });

    it.each([
      ['toolChoice none', { toolChoice: { type: 'none' } }, false],
      ['toolChoice required', { toolChoice: { type: 'required' } }, true],
      ['a named tool', { toolChoice: { type: 'tool', toolName: 'search' } }, false],
      ['a JSON answer', { responseFormat: { type: 'json' } }, true],
    ])(
      'keeps choice, format and the list of tools under %s, and packs what is new where the model cannot ask (P-175)',
      async (_, more, canAsk) => {
        const tools = [{ type: 'function', name: 'search', inputSchema: { type: 'object' } }];
        const { params, got } = await reach(kitchenSink(long).slice(0, 4), { tools, ...more });
        const free = await reach(kitchenSink(long).slice(0, 4), { tools });
        expect(got).toMatchObject(more);
        expect(got.tools).toEqual(free.got.tools);
        const read = JSON.stringify(got.prompt);
        expect(read === JSON.stringify(canAsk ? free.got.prompt : params.prompt)).toBe(true);
        expect(read.includes('call headroom_retrieve with hash=')).toBe(canAsk);
      },
    );

    it.each([
      ['toolChoice none', { toolChoice: { type: 'none' } }],
      ['a named tool', { toolChoice: { type: 'tool', toolName: 'search' } }],
    ])('keeps what was sent before as it was sent under %s', async (_, more) => {
      const tools = [{ type: 'function', name: 'search', inputSchema: { type: 'object' } }];
      const prompt = [...kitchenSink(long), { role: 'assistant', content: [{ type: 'text', text: 'In bin 4711.' }] }];
      const free = await reach(prompt, { tools });
      const { got } = await reach(prompt, { tools, ...more });
      expect(JSON.stringify(got.prompt)).toContain('call headroom_retrieve with hash=');
      expect(got.prompt).toEqual(free.got.prompt);
    });

    it('still packs without loss where no tool may be offered', async () => {
      const text = Array.from({ length: 80 }, (_, line) => `key ${line}   =   value ${line}`).join('\n');
      const options = { compressors: [tightLines()], minTokens: 50 };
      const { got } = await reach(kitchenSink(text), { toolChoice: { type: 'none' } }, options);
      const [first] = got.prompt[3]!.content as { output: { value: string } }[];
      expect(first?.output.value.length).toBeLessThan(text.length);
      expect(first?.output.value).not.toContain('Left out');
      expect(got.tools).toBeUndefined();
    });

    it('offers the tool from the first turn on where the caller works with tools', async () => {
      const tools = [{ type: 'function', name: 'search', inputSchema: { type: 'object' } }];
      const { params, got } = await reach(kitchenSink('short'), { tools });
      expect(got.prompt).toBe(params.prompt);
      expect(got.tools?.map(({ name }) => name)).toEqual(['search', 'headroom_retrieve']);
    });

    it("leaves a tool of that name to the caller's own loop", async () => {
      const tools = [{ type: 'function', name: 'headroom_retrieve', inputSchema: { type: 'object' } }];
      const { got } = await reach(kitchenSink(long), { tools });
      expect(got.tools).toBe(tools);
      expect(JSON.stringify(got.prompt)).toContain('call headroom_retrieve with hash=');
    });

    it('is the very same call when this call opts out', async () => {
      const { params, got } = await reach(kitchenSink(long), { providerOptions: { headroom: { enabled: false } } });
      expect(got).toBe(params);
    });

    it('is the very same call when the call is aborted, with a warning', async () => {
      const warnings: string[] = [];
      const onWarning = ({ code }: { code: string }) => void warnings.push(code);
      const { params, got } = await reach(
        kitchenSink(long),
        { abortSignal: AbortSignal.abort() },
        { ...OPTIONS, onWarning },
      );
      expect(got).toBe(params);
      expect(warnings).toContain('aborted');
    });

    it('is counted with the tokenizer of the model, not of a default (P-170)', async () => {
      const seen: string[] = [];
      const hooks = { postCompress: ({ model }: { model: string }) => void seen.push(model) };
      await reach(kitchenSink(long), {}, { ...OPTIONS, hooks });
      expect(seen).toEqual(['mock-model-id']);
    });

    it('keeps more where computeBiases says so', async () => {
      const biases: number[] = [];
      const watching = {
        name: 'watching',
        match: () => 1,
        compress: (_: unknown, { bias }: { bias: number }) => void biases.push(bias),
      };
      await reach(kitchenSink(long), {}, { compressors: [watching], hooks: { computeBiases: () => ({ 3: 2 }) } });
      expect(biases).toContain(2);
    });

    it('keeps the specification version of the model when it is wrapped without wrapLanguageModel', async () => {
      const inner = new Mock({ doGenerate: async () => generated({ text: 'ok' }) });
      const model = withHeadroom(inner, OPTIONS);
      expect(model.specificationVersion).toBe(specification);
      const { text } = await ai.generateText({ model, prompt: 'hello' });
      expect(text).toBe('ok');
    });
  });
}
