import { type CompressEvent, createHeadroom, type Hooks, memory } from '@headroom/core';
import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { HeadroomChatModel, type HeadroomDoorOptions, headroomEdit, headroomMiddleware } from './index.js';
import { RecordingModel } from './models.fixture.js';

const rows = JSON.stringify(
  Array.from({ length: 150 }, (_, id) => ({
    id,
    room: `room ${id % 7}`,
    latency: (id * 7919) % 1000,
    ok: id % 31 > 0,
  })),
);
const conversation = () => [
  new SystemMessage('You watch rooms.'),
  new HumanMessage('Which room has the highest latency?'),
  new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'rooms', args: {} }] }),
  new ToolMessage({ content: rows, tool_call_id: 'a', id: 'tool-1', artifact: 'kept' }),
];

const doors: Record<string, (options: HeadroomDoorOptions, messages: BaseMessage[]) => Promise<BaseMessage[]>> = {
  async HeadroomChatModel(options, messages) {
    const inner = new RecordingModel();
    await new HeadroomChatModel(inner, options).invoke(messages);
    return inner.reads[0] ?? [];
  },
  async headroomMiddleware(options, messages) {
    const { wrapModelCall, tools } = headroomMiddleware(options);
    return wrapModelCall({ model: new RecordingModel(), messages, tools }, (call) => call.messages);
  },
  async headroomEdit(options, messages) {
    await headroomEdit(options).apply({ messages });
    return messages;
  },
};

for (const [name, reach] of Object.entries(doors)) {
  describe(`hooks of ${name}`, () => {
    const read = async (hooks: Hooks, messages: BaseMessage[] = conversation()) => reach({ hooks }, messages);
    const kept = (messages: readonly BaseMessage[]) => String(messages.at(-1)?.content);

    it('computeBiases decides how much of a result is kept', async () => {
      const sizes: number[] = [];
      for (const bias of [0.3, 1, 4]) sizes.push(kept(await read({ computeBiases: () => ({ 3: bias }) })).length);
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(sizes[2]).toBeLessThan(rows.length);
    });

    it('preCompress decides what is compressed, and messages stay messages', async () => {
      const given = conversation();
      const [, human, ai, result] = given as [BaseMessage, BaseMessage, BaseMessage, ToolMessage];
      const noted = new HumanMessage({ content: 'Mind the rooms.', id: 'note' });
      const after = await read({ preCompress: () => [noted, human, ai, noted, result] }, given);
      expect(after).toHaveLength(5);
      for (const [index, message] of [noted, human, ai, noted].entries()) expect(after[index]).toBe(message);
      expect(after[4]).toBeInstanceOf(ToolMessage);
      expect(after[4]).toMatchObject({ id: 'tool-1', artifact: 'kept', tool_call_id: 'a' });
      expect(JSON.stringify(after[4]).length).toBeLessThan(rows.length / 2);
      expect(result.content).toBe(rows);
    });

    it('postCompress hears the hashes that bring originals back', async () => {
      const events: CompressEvent[] = [];
      const headroom = createHeadroom();
      await reach({ headroom, hooks: { postCompress: (event) => void events.push(event) } }, conversation());
      expect(events).toMatchObject([{ provider: 'langchain', userQuery: 'Which room has the highest latency?' }]);
      expect(Object.keys(headroom.stats().doors)).toEqual(['langchain']);
      const found = await headroom.retrieve(events[0]?.ccrHashes[0] ?? '');
      expect(found).toMatchObject({ status: 'found', text: rows });
    });
  });
}

it('headroomMiddleware keeps originals where its tool looks for them', async () => {
  const { wrapModelCall, tools } = headroomMiddleware({ store: memory() });
  const read = await wrapModelCall({ model: 'gpt-4o', messages: conversation(), tools }, (call) => call.messages);
  const hash = /hash=([0-9a-f]{24})/.exec(String(read.at(-1)?.content))?.[1];
  expect(await tools[0]?.invoke({ hash })).toBe(rows);
});
