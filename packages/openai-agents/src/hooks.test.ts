import { type CompressEvent, createHeadroom, type Hooks, SharedContext } from '@headroom/core';
import { Agent, type AgentInputItem, type HandoffInputData, RunToolCallOutputItem } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { compressHandoff, type HeadroomAgentOptions, headroomInputFilter } from './index.js';

const rows = JSON.stringify(
  Array.from({ length: 150 }, (_, id) => ({
    id,
    room: `room ${id % 7}`,
    latency: (id * 7919) % 1000,
    ok: id % 31 > 0,
  })),
);
const items = [
  { role: 'system', content: 'You watch rooms.' },
  { role: 'user', content: 'Which room has the highest latency?' },
  { type: 'function_call', callId: 'a', name: 'rooms', arguments: '{}' },
  { type: 'function_call_result', callId: 'a', name: 'rooms', status: 'completed', output: rows },
] as AgentInputItem[];
const agent = new Agent({ name: 'a', model: 'gpt-4o' });
const outputItem = () => new RunToolCallOutputItem(items[3] as never, agent, rows);

const doors: Record<string, (options: HeadroomAgentOptions) => Promise<AgentInputItem[]>> = {
  async headroomInputFilter(options) {
    const given = { modelData: { input: items }, agent, context: undefined };
    return (await headroomInputFilter(options)(given as never)).input;
  },
  async compressHandoff(options) {
    const data = { inputHistory: items.slice(0, 3), preHandoffItems: [outputItem()], newItems: [] };
    const { inputHistory, preHandoffItems, newItems } = compressHandoff({ ...options, keep: 'short' })(
      data as HandoffInputData,
    );
    return [
      ...(inputHistory as AgentInputItem[]),
      ...[...preHandoffItems, ...newItems].map(({ rawItem }) => rawItem),
    ] as AgentInputItem[];
  },
};

for (const [name, reach] of Object.entries(doors)) {
  describe(`hooks of ${name}`, () => {
    const read = async (hooks: Hooks) => reach({ hooks });
    const kept = (list: readonly AgentInputItem[]) => String((list.at(-1) as { output: unknown }).output);

    it('computeBiases decides how much of a result is kept', async () => {
      const sizes: number[] = [];
      for (const bias of [0.3, 1, 4]) sizes.push(kept(await read({ computeBiases: () => ({ 3: bias }) })).length);
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(sizes[2]).toBeLessThan(rows.length);
    });

    it.each([
      ['longer', [items[1], items[0], ...items]],
      ['shorter', items.slice(1)],
    ])('preCompress decides what is compressed, with a %s list', async (_, list) => {
      const after = await read({ preCompress: () => list });
      expect(after.slice(0, -1)).toEqual(list.slice(0, -1));
      expect(after.at(-1)).toMatchObject({ type: 'function_call_result', callId: 'a', status: 'completed' });
      expect(kept(after).length).toBeLessThan(rows.length / 2);
    });

    it('postCompress hears the hashes that bring originals back', async () => {
      const events: CompressEvent[] = [];
      const headroom = createHeadroom();
      await reach({ headroom, hooks: { postCompress: (event) => void events.push(event) } });
      expect(events).toMatchObject([{ provider: 'openai-agents', userQuery: 'Which room has the highest latency?' }]);
      expect(Object.keys(headroom.stats().doors)).toEqual(['openai-agents']);
      const found = await headroom.retrieve(events[0]?.ccrHashes[0] ?? '');
      expect(found).toMatchObject({ status: 'found', text: rows });
    });
  });
}

it('preCompress of a handoff keeps run items, the given text and shared originals in their places', () => {
  const context = new SharedContext();
  const question = 'Which room has the highest latency?';
  const data = { inputHistory: question, preHandoffItems: [], newItems: [outputItem()] } as unknown as HandoffInputData;
  const call = items[2] as AgentInputItem;
  const longer = compressHandoff({ context, hooks: { preCompress: ([asked, result]) => [asked, call, result] } })(data);
  expect(longer.newItems).toEqual([]);
  expect(longer.inputHistory).toHaveLength(3);
  expect(context.get('a', { full: true })).toBe(rows);
  const asked = { ...items[1], content: `${question} Mind the cellar.` };
  const same = compressHandoff({ hooks: { preCompress: ([, result]) => [asked, result] } })(data);
  expect(same).toMatchObject({ inputHistory: [asked], newItems: [{ rawItem: { callId: 'a' } }] });
});
