import { type CompressEvent, HeadroomError, type Hooks } from '@headroom/core';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { DynamicStructuredTool } from '@langchain/core/tools';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import {
  HeadroomChatMessageHistory,
  type HeadroomDoorOptions,
  headroomMiddleware,
  openDoor,
  shortenMessages,
  wrapTools,
} from './index.js';
import { OPTIONS } from './models.fixture.js';

const long = listing('north');
const SECRET = 'secret is in bin 4711';

function makeTool(name: string, func: (input: { room?: string }) => Promise<unknown>, more: object = {}) {
  const schema = { type: 'object', properties: { room: { type: 'string' } } } as const;
  return new DynamicStructuredTool({ name, description: 'd', schema, func, ...more });
}

describe('wrapTools', () => {
  it('shortens texts and messages, keeps artifacts, and lets other results be', async () => {
    const tools = [
      makeTool('search', async ({ room }) => listing(String(room))),
      makeTool('rows', async ({ room }) => [long, { room }], { responseFormat: 'content_and_artifact' }),
      makeTool('count', async () => ({ rows: 3 })),
      makeTool('headroom_retrieve', async () => long),
    ] as const;
    const [search, rows, count, retrieve] = wrapTools(tools, OPTIONS);
    const text = await search.invoke({ room: 'south' });
    expect(text).toContain('south shelf 0');
    expect(text).toContain('hash=');
    expect(text).not.toContain(SECRET);
    const call = { type: 'tool_call' as const, id: 'x', name: 'rows', args: { room: 'north' } };
    const message = (await rows.invoke(call)) as ToolMessage;
    expect(message).toBeInstanceOf(ToolMessage);
    expect(message).toMatchObject({ tool_call_id: 'x', name: 'rows', artifact: { room: 'north' } });
    expect(message.content).toContain('hash=');
    expect(await count.invoke({})).toEqual({ rows: 3 });
    expect(retrieve).toBe(tools[3]);
    expect(search).toBeInstanceOf(DynamicStructuredTool);
    expect(await tools[0].invoke({ room: 'south' })).toContain(SECRET);
  });
});

const told: BaseMessage[] = [
  new HumanMessage('Where is the secret?'),
  new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'search', args: {} }] }),
  new ToolMessage({ content: listing('south'), tool_call_id: 'a', id: 'earlier' }),
  new AIMessage({ content: '', tool_calls: [{ id: 'x', name: 'search', args: {} }] }),
];
const arrived = () => new ToolMessage({ content: long, tool_call_id: 'x', name: 'search', artifact: 'kept' });

const doors: Record<string, (options: HeadroomDoorOptions, result: ToolMessage) => Promise<unknown>> = {
  'headroomMiddleware at birth': (options, result) =>
    headroomMiddleware({ ...options, at: 'birth' }).wrapToolCall({ state: { messages: told } }, () => result),
  async wrapTools(options, result) {
    const [search] = wrapTools([makeTool('search', async () => result)], options);
    return search?.invoke({ type: 'tool_call', id: 'x', name: 'search', args: {} });
  },
};

for (const [name, bear] of Object.entries(doors)) {
  describe(`a result that is born through ${name}`, () => {
    const born = async (hooks: Hooks, result = arrived()) => {
      const message = await bear({ ...OPTIONS, hooks }, result);
      expect(message).toBeInstanceOf(ToolMessage);
      return message as ToolMessage;
    };

    it('is the only one that is compressed', async () => {
      const events: CompressEvent[] = [];
      const message = await born({ postCompress: (event) => void events.push(event) });
      expect(message).toMatchObject({ tool_call_id: 'x', artifact: 'kept', content: expect.stringContaining('hash=') });
      expect(events.map(({ ccrHashes }) => ccrHashes.length)).toEqual([1]);
    });

    const note = new HumanMessage({ content: 'Mind the rooms.', id: 'note' });
    const lists: Record<string, NonNullable<Hooks['preCompress']>> = {
      'puts messages before and behind it': (messages) => [note, ...messages, note],
      'takes all others away': (messages) => messages.slice(-1),
      'turns the list around': (messages) => messages.toReversed(),
    };
    it.each(Object.entries(lists))('stays the result where a hook %s', async (_, preCompress) => {
      const message = await born({ preCompress });
      expect(message).toMatchObject({ tool_call_id: 'x', artifact: 'kept', content: expect.stringContaining('hash=') });
      expect(message.content).not.toContain(SECRET);
    });

    it('is what a hook puts in its place, if that answers the same call', async () => {
      const redacted = new ToolMessage({ content: listing('west'), tool_call_id: 'x', name: 'search' });
      expect((await born({ preCompress: () => [redacted] })).content).toContain('west shelf 0');
      const result = arrived();
      expect((await born({ preCompress: () => [note] }, result)).content).toBe(long);
      expect((await born({ preCompress: () => [] }, result)).content).toBe(long);
    });
  });
}

it('wrapTools leaves definitions of hosted tools as they are', () => {
  const hosted = { type: 'web_search_preview', name: 'web' };
  expect(wrapTools([hosted] as never)).toEqual([hosted]);
  expect(wrapTools([hosted] as never)[0]).toBe(hosted);
});

it('headroomMiddleware refuses a place or a limit that is none', () => {
  for (const wrong of [{ at: 'brith' }, { maxRetrievals: -1 }, { maxRetrievals: Number.NaN }, { maxRetrievals: '5' }])
    expect(() => headroomMiddleware(wrong as never), JSON.stringify(wrong)).toThrow(HeadroomError);
});

it('a result at birth refers to none before it, which may be taken away', async () => {
  // Short enough to stand there whole, so that a second one could refer to it.
  const log = Array.from(
    { length: 14 },
    (_, i) =>
      `${'abcdefghijklmn'[i]}: ${['amber', 'birch', 'cedar'][i % 3]}-${'opqrstuvwxyzab'[i]} has ${'klmnopqrstuvwx'[i]} in store`,
  ).join('\n');
  const before = [...told.slice(0, 2), new ToolMessage({ content: log, tool_call_id: 'a' }), ...told.slice(3)];
  const again = new ToolMessage({ content: log, tool_call_id: 'x', name: 'search' });
  const middleware = headroomMiddleware({ minTokens: 50, at: 'birth' });
  const { content } = await middleware.wrapToolCall({ state: { messages: before } }, () => again);
  expect(content).not.toMatch(/same as in|same \d+ lines|nothing changed since/i);
  const base = { getMessages: async () => [...before, again] };
  const history = new HeadroomChatMessageHistory(base as never, { minTokens: 50 });
  expect(String((await history.getMessages()).at(-1)?.content)).not.toMatch(/same as in|same \d+ lines/i);
  const door = openDoor({ minTokens: 50 });
  expect(String((await shortenMessages(door, [...before, again])).at(-1)?.content)).toMatch(/same/i);
});
