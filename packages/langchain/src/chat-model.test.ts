import { createHeadroom } from '@headroom/core';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { initChatModel } from 'langchain/chat_models/universal';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakeProvider, startProvider } from '../../../tooling/testing/fake-provider.js';
import { listing } from '../../../tooling/testing/head-lines.js';
import { HeadroomChatModel, headroomTool } from './index.js';
import { isCurrent, OPTIONS, RecordingModel } from './models.fixture.js';

const SECRET = 'north secret is in bin 4711';
const messages = [
  new HumanMessage('Where is the secret?'),
  new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'search', args: {} }] }),
  new ToolMessage({ content: listing('north'), tool_call_id: 'a' }),
];
const search = {
  type: 'function' as const,
  function: { name: 'search', description: 's', parameters: { type: 'object', properties: {} } },
};

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

for (const useResponsesApi of [false, true]) {
  describe(`HeadroomChatModel around ChatOpenAI, ${useResponsesApi ? 'responses' : 'chat completions'}`, () => {
    async function start(say: object = { text: '{"city":"Bonn"}' }, options: object = OPTIONS) {
      provider = await startProvider(() => say);
      const inner = new ChatOpenAI({
        model: 'gpt-4o',
        apiKey: 'none',
        maxRetries: 0,
        useResponsesApi,
        configuration: { baseURL: provider.url },
      });
      return { llm: new HeadroomChatModel(inner, options), arrived: provider.arrived };
    }
    const toolNames = (body: { tools?: { name?: string; function?: { name: string } }[] }) =>
      body.tools?.map((tool) => tool.function?.name ?? tool.name);

    it('sends the short text and keeps the answer of the model', async () => {
      const { llm, arrived } = await start();
      const answer = await llm.invoke(messages);
      expect(answer.text).toBe('{"city":"Bonn"}');
      expect(answer.usage_metadata).toMatchObject({ input_tokens: 100, output_tokens: 10 });
      expect(arrived[0]?.text).not.toContain(SECRET);
      expect(arrived[0]?.text).toContain('hash=');
    });

    it('stays around bindTools, withConfig and both (P-165)', async () => {
      const { llm, arrived } = await start();
      await llm.bindTools([search]).invoke(messages);
      await llm
        .bindTools([search])
        .withConfig({ stop: ['END'] })
        .invoke(messages);
      await llm.withConfig({ tags: ['x'] }).invoke(messages);
      await llm.withConfig({ tools: [search] }).invoke(messages);
      expect(arrived.map(({ body }) => toolNames(body))).toEqual([['search'], ['search'], undefined, ['search']]);
      for (const { text } of arrived) expect(text).not.toContain(SECRET);
    });

    // The earlier `ChatOpenAI` cannot read what it gets for jsonMode over responses, wrapped or not.
    const jsonMode = isCurrent || !useResponsesApi ? (['jsonMode'] as const) : [];
    it.each(['jsonSchema', 'functionCalling', ...jsonMode] as const)(
      'stays around withStructuredOutput, %s',
      async (method) => {
        const calls = [{ id: 'c', name: 'extract', args: { city: 'Bonn' } }];
        const { llm, arrived } = await start(method === 'functionCalling' ? { calls } : { text: '{"city":"Bonn"}' });
        const schema = z.object({ city: z.string() });
        expect(await llm.withStructuredOutput(schema, { method }).invoke(messages)).toEqual({ city: 'Bonn' });
        const raw = await llm.withStructuredOutput(schema, { method, includeRaw: true }).invoke(messages);
        expect(raw.parsed).toEqual({ city: 'Bonn' });
        expect(arrived).toHaveLength(2);
        for (const { text } of arrived) expect(text).not.toContain(SECRET);
      },
    );

    it('stays around withRetry and withFallbacks, batches and pipes', async () => {
      const { llm, arrived } = await start();
      await llm.withRetry({ stopAfterAttempt: 2 }).invoke(messages);
      await llm.bindTools([search]).withRetry({ stopAfterAttempt: 2 }).invoke(messages);
      await llm.withFallbacks([new RecordingModel()]).invoke(messages);
      await llm.batch([messages, messages]);
      expect(arrived).toHaveLength(5);
      for (const { text } of arrived) expect(text).not.toContain(SECRET);
    });

    it('streams token by token, with one model run in the callbacks', async () => {
      const { llm, arrived } = await start({ text: 'a long enough answer' });
      const runs: string[] = [];
      const callbacks = [
        {
          handleChatModelStart: (serialized: { id: string[] }) => void runs.push(`start ${serialized.id.at(-1)}`),
          handleLLMEnd: () => void runs.push('end'),
        },
      ];
      const chunks: string[] = [];
      for await (const chunk of await llm.stream(messages, { callbacks })) chunks.push(chunk.text);
      expect(chunks.join('')).toBe('a long enough answer');
      expect(chunks.filter(Boolean).length).toBeGreaterThan(1);
      expect(runs).toEqual(['start ChatOpenAI', 'end']);
      expect(arrived[0]?.text).not.toContain(SECRET);
    });

    it.runIf(isCurrent)('streams content-block events', async () => {
      const { llm, arrived } = await start({ text: 'a long enough answer' });
      const events = llm.bindTools([search]).streamEvents(messages, { version: 'v3' } as never);
      let text = '';
      for await (const event of events as unknown as AsyncIterable<{ event: string; delta?: { text?: string } }>)
        text += event.delta?.text ?? '';
      expect(text).toBe('a long enough answer');
      expect(arrived[0]?.text).not.toContain(SECRET);
      expect(toolNames(arrived[0]?.body)).toEqual(['search']);
    });

    it('names the tool in its markers only where the tool is bound', async () => {
      const headroom = createHeadroom(OPTIONS);
      const { llm, arrived } = await start({ text: 'ok' }, { headroom });
      await llm.invoke(messages);
      await llm.bindTools([search, headroomTool(headroom)]).invoke(messages);
      await llm.bindTools([headroomTool(headroom)], { tool_choice: 'none' }).invoke(messages);
      expect(arrived.map(({ text }) => text.includes('call headroom_retrieve with hash='))).toEqual([
        false,
        true,
        false,
      ]);
    });

    it('leaves nothing out where the tool was asked for and is out of reach', async () => {
      const { llm, arrived } = await start({ text: 'ok' }, { ...OPTIONS, retrieval: 'tool' });
      await llm.bindTools([search]).invoke(messages);
      expect(arrived[0]?.text).toContain(SECRET);
    });
  });
}

describe('HeadroomChatModel around a model that is chosen by the run', () => {
  const settings = { modelProvider: 'openai', apiKey: 'none', maxRetries: 0 };
  async function start(fields: object = { configurableFields: ['model'] }) {
    provider = await startProvider(() => ({ text: 'a long enough answer' }));
    const configuration = { baseURL: provider.url };
    const inner = await initChatModel('gpt-4o', { ...settings, configuration, ...fields } as never);
    return { llm: new HeadroomChatModel(inner as never, OPTIONS), arrived: provider.arrived };
  }
  const mini = { configurable: { model: 'gpt-4o-mini' } };

  it('asks the model that was chosen, with its tools and short texts', async () => {
    const { llm, arrived } = await start();
    const headroom = createHeadroom(OPTIONS);
    expect((await llm.invoke(messages, mini)).text).toBe('a long enough answer');
    await llm.bindTools([search]).invoke(messages, mini);
    await llm.bindTools([headroomTool(headroom)]).invoke(messages);
    await llm.withConfig(mini).invoke(messages);
    expect(arrived.map(({ body }) => body.model)).toEqual(['gpt-4o-mini', 'gpt-4o-mini', 'gpt-4o', 'gpt-4o-mini']);
    for (const { text } of arrived) expect(text).not.toContain(SECRET);
    expect(arrived[1]?.body.tools).toHaveLength(1);
    expect(arrived.map(({ text }) => text.includes('call headroom_retrieve with'))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('streams, batches, retries and follows a schema', async () => {
    const { llm, arrived } = await start({ configurableFields: 'any' });
    const chunks: string[] = [];
    for await (const chunk of await llm.stream(messages, mini)) chunks.push(chunk.text);
    expect(chunks.join('')).toBe('a long enough answer');
    expect(chunks.filter(Boolean).length).toBeGreaterThan(1);
    await llm.batch([messages, messages], mini);
    await llm.withRetry().invoke(messages, mini);
    expect(arrived.map(({ body }) => body.model)).toEqual(Array(4).fill('gpt-4o-mini'));
    for (const { text } of arrived) expect(text).not.toContain(SECRET);
  });

  it('is there for what does not go through invoke', async () => {
    const { llm, arrived } = await start();
    const { generations } = await llm.generate([messages]);
    expect(generations[0]?.[0]?.text).toBe('a long enough answer');
    const bound = llm.bindTools([search]) as unknown as HeadroomChatModel;
    expect((await bound.generate([messages])).generations[0]?.[0]?.text).toBe('a long enough answer');
    expect(arrived[1]?.body.tools).toHaveLength(1);
    for (const { text } of arrived) expect(text).not.toContain(SECRET);
  });

  it('opts out', async () => {
    const { llm, arrived } = await start({ configurableFields: 'any' });
    await llm.invoke(messages, { headroom: false });
    await llm.invoke(messages, { configurable: { headroom: false, model: 'gpt-4o-mini' } });
    for (const { text } of arrived) expect(text).toContain(SECRET);
    expect(arrived[1]?.body.model).toBe('gpt-4o-mini');
  });
});

describe('HeadroomChatModel', () => {
  it('opts out for one call, or one run', async () => {
    const inner = new RecordingModel();
    const llm = new HeadroomChatModel(inner, OPTIONS);
    await llm.invoke(messages, { headroom: false });
    await llm.invoke(messages, { configurable: { headroom: false } });
    await llm.bindTools([search]).invoke(messages, { configurable: { headroom: false } });
    await llm.invoke(messages, { configurable: { headroom: true } });
    const full = inner.reads.map((read) => String(read.at(-1)?.content).includes(SECRET));
    expect(full).toEqual([true, true, true, false]);
    for (const options of inner.options) expect(options).not.toHaveProperty('headroom');
  });

  it('is not hurt by a listener that throws or rejects', async () => {
    class Odd extends RecordingModel {}
    Object.assign(Odd.prototype, { bindTools: () => ({}) });
    const boom = () => {
      throw new Error('a fault of the listener');
    };
    for (const onWarning of [boom, async () => boom()])
      expect(new HeadroomChatModel(new Odd(), { ...OPTIONS, onWarning }).bindTools([search])).toEqual({});
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('refuses what is no chat model itself', () => {
    const inner = new RecordingModel();
    for (const wrong of [
      inner.withRetry(),
      inner.withConfig({}),
      inner.bindTools([search]),
      undefined,
      null,
      'gpt-4o',
      {},
    ])
      expect(() => new HeadroomChatModel(wrong as never)).toThrow(/wrap the model\s+first/);
  });

  it('knows the tools of a model whose bindTools returns the model itself', async () => {
    class Keeping extends RecordingModel {
      override bindTools(): never {
        return this as never;
      }
    }
    const headroom = createHeadroom(OPTIONS);
    const inner = new Keeping();
    const llm = new HeadroomChatModel(inner, { headroom, retrieval: 'tool' });
    await llm.bindTools([search, headroomTool(headroom)]).invoke(messages);
    await llm.bindTools([search]).invoke(messages);
    const [bound, plain] = inner.reads.map((read) => String(read.at(-1)?.content));
    expect(bound).toContain('call headroom_retrieve with hash=');
    expect(plain).toContain(SECRET);
  });

  it('looks like the model it wraps', () => {
    const inner = new ChatOpenAI({ model: 'gpt-4o', apiKey: 'none' });
    const llm = new HeadroomChatModel(inner);
    expect(llm.getName()).toBe(inner.getName());
    expect(llm._llmType()).toBe('openai');
    expect(llm.toJSON()).toEqual(inner.toJSON());
    expect(llm.profile).toEqual(inner.profile);
    expect((llm as unknown as { model: string }).model).toBe('gpt-4o');
    expect(llm.getLsParams({} as never)).toEqual(inner.getLsParams({} as never));
  });

  it('stays around what models make of themselves by default', async () => {
    const inner = new RecordingModel();
    const llm = new HeadroomChatModel(inner, OPTIONS);
    const schema = { title: 'city', type: 'object', properties: {} };
    await llm.withStructuredOutput(schema, { includeRaw: true }).invoke(messages);
    await llm.bindTools([search]).withRetry().invoke(messages);
    await llm.bindTools([search]).withFallbacks([new RecordingModel()]).invoke(messages);
    await inner.withConfig({ tags: ['x'] }).invoke(messages);
    // The earlier major has `bind`, too.
    const { bind } = llm as unknown as { bind?: typeof llm.withConfig };
    await bind?.call(llm, { stop: ['END'] }).invoke(messages);
    const short = inner.reads.map((read) => !String(read.at(-1)?.content).includes(SECRET));
    expect(short).toEqual([true, true, true, false, ...(bind ? [true] : [])]);
    expect(inner.options.slice(0, 3)).toMatchObject([{ tools: [{}] }, { tools: [search] }, { tools: [search] }]);
  });

  it('says so where no model is found in what a model made of itself', async () => {
    const odd = { invoke: async () => 'uncompressed' };
    class Odd extends RecordingModel {}
    Object.assign(Odd.prototype, { bindTools: () => odd });
    const warnings: string[] = [];
    const llm = new HeadroomChatModel(new Odd(), { ...OPTIONS, onWarning: ({ code }) => void warnings.push(code) });
    expect(llm.bindTools([search])).toBe(odd);
    expect(warnings).toEqual(['unknown_shape']);
  });

  it('shows what the model cannot do as missing', () => {
    class Mute extends RecordingModel {}
    Object.assign(Mute.prototype, { bindTools: undefined });
    expect(new HeadroomChatModel(new Mute()).bindTools).toBeUndefined();
  });
});
