import { SharedContext } from '@headroom/core';
import { testFormat } from '@headroom/core/testing';
import {
  Agent,
  type AgentInputItem,
  RunContext,
  type RunItem,
  RunMessageOutputItem,
  RunToolCallItem,
  RunToolCallOutputItem,
} from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { headLines, listing } from '../../../tooling/testing/head-lines.js';
import { compressHandoff, headroomInputFilter, headroomTool, itemFormat } from './index.js';
import { call, kitchenSink, result } from './kitchen-sink.fixture.js';

const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const long = listing('north');
const SECRET = 'north secret is in bin 4711';
testFormat({ describe, it, expect }, itemFormat, {
  samples: [
    {
      name: 'input items',
      body: [
        { role: 'system', content: 'You count boxes.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'How many?' },
            { type: 'input_image', image: 'x' },
          ],
        },
        call('a'),
        result('a', long),
        result('b', { type: 'text', text: long }),
        result('a', [
          { type: 'input_text', text: long },
          { type: 'input_image', image: 'x' },
        ]),
        { role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'Many.' }] },
      ],
    },
  ],
});

const agent = new Agent({ name: 'searcher', model: 'gpt-4o' });
type Filter = ReturnType<typeof headroomInputFilter>;
const filtered = async (filter: Filter, input: AgentInputItem[], by: Agent = agent) =>
  (await filter({ modelData: { input, instructions: 'Be brief.' }, agent: by as never, context: undefined })).input;

describe('headroomInputFilter', () => {
  it('returns the very same data when there is nothing to compress', async () => {
    const modelData = { input: kitchenSink('short'), instructions: 'Be brief.' };
    expect(await headroomInputFilter(OPTIONS)({ modelData, agent: agent as never, context: undefined })).toBe(
      modelData,
    );
  });

  it('changes results of function tools only; all other items are the same objects, and results of a server-held call stay', async () => {
    const input = kitchenSink(long);
    const before = structuredClone(input);
    const after = await filtered(headroomInputFilter(OPTIONS), input);
    expect(after.flatMap((item, index) => (item === input[index] ? [] : [index]))).toEqual([7, 8]);
    expect(input).toEqual(before);
    expect(after[7]).toEqual({ ...(before[7] as object), output: expect.stringContaining('stored under hash=') });
    const image = { type: 'input_image', image: 'data:image/png;base64,AAAA' };
    expect(after[8]).toEqual({
      ...(before[8] as object),
      output: [{ type: 'input_text', text: expect.stringContaining('Left out') }, image],
    });
  });

  it('keeps identity, names the tool where the agent holds it, and makes lossless changes only where it is out of reach', async () => {
    const filter = headroomInputFilter(OPTIONS);
    expect(filter.preserveInputIdentity).toBe(true);
    const tools = [headroomTool({ retrieve: async () => ({ status: 'unknown', hash: '', message: '' }) })];
    const holder = new Agent({ name: 'holder', tools });
    const forbidden = new Agent({ name: 'forbidden', tools, modelSettings: { toolChoice: 'none' } });
    const input = kitchenSink(long);
    expect(JSON.stringify(await filtered(filter, input, holder))).toContain('call headroom_retrieve with hash=');
    expect(JSON.stringify(await filtered(filter, input, forbidden))).not.toContain('headroom_retrieve');
    const asked = headroomInputFilter({ ...OPTIONS, retrieval: 'tool' });
    expect(await filtered(asked, input, forbidden)).toBe(input);
    expect(await filtered(asked, input, agent)).toBe(input);
  });

  it('skips, aborts, warns and calls hooks', async () => {
    const input = kitchenSink(long);
    expect(await filtered(headroomInputFilter({ ...OPTIONS, skip: ({ agent: by }) => by === agent }), input)).toBe(
      input,
    );
    const warnings: string[] = [];
    const models: string[] = [];
    const onWarning = ({ code }: { code: string }) => void warnings.push(code);
    expect(await filtered(headroomInputFilter({ ...OPTIONS, signal: AbortSignal.abort(), onWarning }), input)).toBe(
      input,
    );
    expect(warnings).toEqual(['aborted']);
    await filtered(
      headroomInputFilter({ ...OPTIONS, hooks: { postCompress: ({ model }) => void models.push(model) } }),
      input,
    );
    expect(models).toEqual(['gpt-4o']);
    expect(() => headroomInputFilter({ retrieval: 'none', mode: 'aggressive' })).toThrow(/choose one/);
    expect(() => headroomInputFilter({ skip: true } as never)).toThrow(/skip/);
  });
});

describe('compressHandoff', () => {
  const raw = kitchenSink(long);
  const items = (): RunItem[] => [
    new RunToolCallItem(raw[4] as never, agent),
    new RunToolCallOutputItem(raw[7] as never, agent, long, { seen: true }),
    new RunMessageOutputItem(raw[3] as never, agent),
  ];

  it('is synchronous, changes outputs of tools only and keeps classes and program-side outputs', () => {
    const data = {
      inputHistory: 'Where is the secret?',
      preHandoffItems: items(),
      newItems: [items()[2] as RunItem],
      runContext: new RunContext(),
    };
    const after = compressHandoff({ ...OPTIONS, keep: 'short' })(data);
    expect(after.inputHistory).toBe(data.inputHistory);
    expect(after.newItems).toBe(data.newItems);
    expect(after.runContext).toBe(data.runContext);
    expect(after.preHandoffItems[0]).toBe(data.preHandoffItems[0]);
    expect(after.preHandoffItems[2]).toBe(data.preHandoffItems[2]);
    const output = after.preHandoffItems[1] as RunToolCallOutputItem;
    expect(output).toBeInstanceOf(RunToolCallOutputItem);
    expect(output).toMatchObject({ output: long, customData: { seen: true }, callId: 'a' });
    expect(JSON.stringify(output.rawItem)).not.toContain(SECRET);
    expect(JSON.stringify(data.preHandoffItems[1]?.rawItem)).toContain(SECRET);
  });

  it('leaves the items of the run to the run unless asked otherwise', () => {
    const data = { inputHistory: raw, preHandoffItems: items(), newItems: [] };
    const after = compressHandoff(OPTIONS)(data);
    expect(after.preHandoffItems).toBe(data.preHandoffItems);
    expect(JSON.stringify(after.inputHistory)).not.toContain(`${SECRET}"`);
    const none = { inputHistory: 'Where?', preHandoffItems: items(), newItems: [] };
    expect(compressHandoff(OPTIONS)(none)).toBe(none);
    expect(() => compressHandoff({ keep: 'shrt' } as never)).toThrow(/keep/);
  });

  it('shortens the history too, and returns the same data when there is nothing to do', () => {
    const data = { inputHistory: raw, preHandoffItems: [], newItems: [] };
    const after = compressHandoff(OPTIONS)(data);
    expect(
      (after.inputHistory as AgentInputItem[]).flatMap((item, index) => (item === raw[index] ? [] : [index])),
    ).toEqual([7, 8]);
    expect(after.newItems).toBe(data.newItems);
    const none = { inputHistory: kitchenSink('short'), preHandoffItems: [], newItems: [] };
    expect(compressHandoff(OPTIONS)(none)).toBe(none);
  });

  it('leaves the originals in a shared context, under the ids of their calls', () => {
    const context = new SharedContext();
    compressHandoff({ ...OPTIONS, context })({ inputHistory: [], preHandoffItems: items(), newItems: [] });
    expect(context.get('a', { full: true })).toBe(long);
    expect(context.keys()).toEqual(['a']);
  });
});
