import { createHeadroom } from '@headroom/core';
import { testFormat } from '@headroom/core/testing';
import { type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { HeadroomChatModel } from './chat-model.js';
import { messageFormat, openDoor, shortenMessages } from './index.js';
import { kitchenSink } from './kitchen-sink.fixture.js';
import { isCurrent, OPTIONS, RecordingModel } from './models.fixture.js';

const long = listing('north');

const plain = (type: string, fields: object) => ({ _getType: () => type, ...fields });

describe('messageFormat', () => {
  // Messages as plain objects, because the contract freezes and clones its samples.
  const sample = () => [
    plain('system', { content: 'You count boxes.' }),
    plain('human', {
      content: [
        { type: 'text', text: 'How many boxes?' },
        { type: 'image_url', image_url: 'x' },
      ],
    }),
    plain('ai', { content: '', tool_calls: [{ id: 'a', name: 'search', args: { q: 1 } }] }),
    plain('tool', { content: long, tool_call_id: 'a' }),
    plain('tool', { content: [{ type: 'text', text: long }], tool_call_id: 'b', name: 'shot' }),
  ];

  it('reads texts, queries, calls and errors', () => {
    const messages = [
      ...sample(),
      plain('tool', { content: 'no', tool_call_id: 'a', status: 'error' }),
    ] as unknown as BaseMessage[];
    expect([...messageFormat.blocks(messages)]).toMatchObject([
      { at: [0, 'content'], role: 'system', query: '' },
      { at: [1, 'content', 0, 'text'], role: 'user', query: 'How many boxes?' },
      { at: [3, 'content'], role: 'tool', call: { id: 'a', tool: 'search', input: { q: 1 } } },
      { at: [4, 'content', 0, 'text'], role: 'tool', call: { id: 'b', tool: 'shot' } },
      { at: [5, 'content'], role: 'tool', isError: true },
    ]);
  });

  const withMethods = {
    ...messageFormat,
    matches: (body: unknown): body is readonly BaseMessage[] => messageFormat.matches(body),
  };
  testFormat({ describe, it, expect }, withMethods, { samples: [] });
});

describe('messages that reach the model', () => {
  const door = openDoor(OPTIONS);

  it('are the very same list when there is nothing to compress', async () => {
    const messages = kitchenSink('short');
    expect(await shortenMessages(door, messages)).toBe(messages);
  });

  it('keep results that a provider reads by their form, such as those of its computer', async () => {
    const call = plain('ai', { content: '', tool_calls: [{ id: 'a', name: 'computer', args: {} }] });
    const additional_kwargs = { type: 'computer_call_output' };
    for (const content of [long, [{ type: 'text', text: long }]]) {
      const messages = [call, new ToolMessage({ content, tool_call_id: 'a', additional_kwargs })] as BaseMessage[];
      expect(await shortenMessages(door, messages)).toBe(messages);
    }
  });

  it('differ in the content of tool results only; all others are the same objects', async () => {
    const messages = kitchenSink(long);
    const before = JSON.stringify(messages);
    const after = await shortenMessages(door, messages);
    const changed = after.flatMap((message, index) => (message === messages[index] ? [] : [index]));
    expect(changed).toEqual([3, 4, 7, 8, 9]);
    expect(JSON.stringify(messages)).toBe(before);
    for (const index of changed) {
      const [old, now] = [messages[index], after[index]] as [BaseMessage, BaseMessage];
      expect(now.constructor).toBe(old.constructor);
      expect(JSON.stringify(now.content)).toContain('The original is stored under hash=');
      // Serialization, dict form and every own property are what they were, content apart.
      const without = (value: object) =>
        JSON.parse(JSON.stringify(value, (key, item) => (key === 'content' ? undefined : item)));
      expect(without(now.toJSON())).toEqual(without(old.toJSON()));
      expect(without(now.toDict())).toEqual(without(old.toDict()));
      expect(Object.keys(now).sort()).toEqual(Object.keys(old).sort());
      expect(without({ ...now })).toEqual(without({ ...old }));
      expect(JSON.stringify(now.toJSON())).not.toContain('secret is in bin 4711');
    }
    expect((after[3] as ToolMessage).artifact).toBe((messages[3] as ToolMessage).artifact);
    expect((after[4]!.content as unknown[])[1]).toBe((messages[4]!.content as unknown[])[1]);
  });

  it('reach a wrapped model the same way, streamed or not', async () => {
    const inner = new RecordingModel();
    const llm = new HeadroomChatModel(inner, OPTIONS);
    const messages = kitchenSink(long).slice(0, 6);
    await llm.invoke(messages);
    for await (const _ of await llm.stream(messages));
    for (const read of inner.reads) {
      for (const index of [0, 1, 2, 5]) expect(read[index]).toBe(messages[index]);
      expect(read[3]).toMatchObject({ id: 'tool-1', name: 'search', status: 'success', artifact: { rows: [1, 2, 3] } });
    }
    expect(inner.reads).toHaveLength(2);
  });

  it('are left alone in one call that opts out, and in one that is aborted', async () => {
    const inner = new RecordingModel();
    const warnings: string[] = [];
    const llm = new HeadroomChatModel(inner, { ...OPTIONS, onWarning: ({ code }) => void warnings.push(code) });
    const messages = kitchenSink(long).slice(0, 4);
    await llm.invoke(messages, { headroom: false });
    expect(inner.reads[0]?.[3]).toBe(messages[3]);
    expect(inner.options[0]).not.toHaveProperty('headroom');
    await llm._generate(messages, { signal: AbortSignal.abort() });
    expect(inner.reads[1]?.[3]).toBe(messages[3]);
    expect(warnings).toContain('aborted');
  });

  it('are counted with the tokenizer of the model, and hooks see them', async () => {
    const seen: string[] = [];
    const hooks = {
      computeBiases: (list: readonly unknown[]) => ({ [list.length - 1]: 2 }),
      postCompress: ({ model, ccrHashes }: { model: string; ccrHashes: readonly string[] }) =>
        void seen.push(model, ...ccrHashes),
    };
    const llm = new HeadroomChatModel(new RecordingModel(), { ...OPTIONS, hooks });
    await llm.invoke(kitchenSink(long).slice(0, 4));
    expect(seen).toEqual(['gpt-4o', expect.stringMatching(/^[0-9a-f]{24}$/)]);
  });

  it('keep a class whose constructor asks for more, and share nothing with what they were made from', async () => {
    class Picky extends ToolMessage {
      constructor(fields: ConstructorParameters<typeof ToolMessage>[0], ticket?: string) {
        if (ticket !== 'ticket') throw new Error('no ticket');
        super(fields as never);
      }
    }
    const picky = new Picky({ content: long, tool_call_id: 'a' }, 'ticket');
    const [short] = await shortenMessages(door, [picky]);
    expect(short).toBeInstanceOf(Picky);
    expect(short?.content).toContain('hash=');
    // A reducer of LangGraph gives ids in this way.
    Object.assign(short!.lc_kwargs, { id: 'new' });
    expect(picky.lc_kwargs).not.toHaveProperty('id');
  });

  it.runIf(isCurrent)('forget blocks they were made from', async () => {
    const made = { contentBlocks: [{ type: 'text', text: long }], tool_call_id: 'a' };
    const [short] = await shortenMessages(door, [new ToolMessage(made as never)]);
    expect(JSON.stringify(short)).not.toContain('secret is in bin 4711');
    expect(JSON.stringify(short!.lc_kwargs)).not.toContain('secret is in bin 4711');
  });

  it('can be compressed with the format alone', () => {
    const messages = kitchenSink(long);
    expect(createHeadroom(OPTIONS).compressSync(messages, { format: messageFormat }).ccrHashes).toHaveLength(1);
  });
});
