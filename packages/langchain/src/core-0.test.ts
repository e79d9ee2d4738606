import { createHeadroom } from '@headroom/core';
import { InMemoryChatMessageHistory } from 'langchain-core-0/chat_history';
import { Document } from 'langchain-core-0/documents';
import { BaseChatModel } from 'langchain-core-0/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from 'langchain-core-0/messages';
import { ChatGenerationChunk } from 'langchain-core-0/outputs';
import { DynamicStructuredTool } from 'langchain-core-0/tools';
import { describe, expect, it, vi } from 'vitest';
import { headLines, listing } from '../../../tooling/testing/head-lines.js';
import * as door from './index.js';
import { kitchenSink } from './kitchen-sink.fixture.js';

// The sources of this package run on the earlier major of its peer.
vi.mock('@langchain/core/chat_history', () => import('langchain-core-0/chat_history'));
vi.mock('@langchain/core/language_models/chat_models', () => import('langchain-core-0/language_models/chat_models'));
vi.mock('@langchain/core/messages', () => import('langchain-core-0/messages'));
vi.mock('@langchain/core/runnables', () => import('langchain-core-0/runnables'));
vi.mock('@langchain/core/tools', () => import('langchain-core-0/tools'));
vi.mock(
  '@langchain/core/retrievers/document_compressors',
  () => import('langchain-core-0/retrievers/document_compressors'),
);

const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const long = listing('north');
const SECRET = 'secret is in bin';
/** What differs between the majors are types; these are the doors as programs on the earlier one see them. */
type Doors = {
  HeadroomChatModel: new (
    inner: BaseChatModel,
    options: object,
  ) => BaseChatModel & {
    bindTools: NonNullable<BaseChatModel['bindTools']>;
  };
};
const { HeadroomChatModel } = door as unknown as Doors;

class RecordingModel extends BaseChatModel {
  readonly reads: BaseMessage[][] = [];
  readonly options: Record<string, unknown>[] = [];

  constructor() {
    super({});
  }
  override _llmType(): string {
    return 'recording';
  }
  override async _generate(messages: BaseMessage[], options: Record<string, unknown>) {
    this.#record(messages, options);
    return { generations: [{ message: new AIMessage('ok'), text: 'ok' }] };
  }
  override async *_streamResponseChunks(messages: BaseMessage[], options: Record<string, unknown>) {
    this.#record(messages, options);
    for (const text of ['o', 'k']) yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
  }
  override bindTools(tools: unknown[], kwargs: object = {}) {
    return this.bind({ tools, ...kwargs } as object);
  }
  #record(messages: BaseMessage[], options: Record<string, unknown>): void {
    this.reads.push(messages);
    this.options.push(options);
  }
}

describe('on @langchain/core 0.3', () => {
  const sink = () => kitchenSink(long) as unknown as BaseMessage[];
  const conversation = () => sink().slice(0, 6);

  it('messages differ in the content of tool results only, and keep their classes', async () => {
    const messages = sink();
    expect(messages[3]).toBeInstanceOf(ToolMessage);
    const after = await door.shortenMessages(door.openDoor(OPTIONS), messages as never[]);
    const changed = after.flatMap((message, index) => (message === messages[index] ? [] : [index]));
    expect(changed).toEqual([3, 4, 7, 8, 9]);
    for (const index of changed) {
      const [old, now] = [messages[index], after[index]] as unknown as [BaseMessage, BaseMessage];
      expect(now.constructor).toBe(old.constructor);
      const without = (value: object) =>
        JSON.parse(JSON.stringify(value, (key, item) => (key === 'content' ? undefined : item)));
      expect(without(now.toJSON())).toEqual(without(old.toJSON()));
      expect(without({ ...now })).toEqual(without({ ...old }));
      expect(JSON.stringify(now)).not.toContain(SECRET);
    }
  });

  it('HeadroomChatModel stays around everything the model makes of itself', async () => {
    const inner = new RecordingModel();
    const llm = new HeadroomChatModel(inner, OPTIONS);
    const tools = [{ type: 'function', function: { name: 'search', parameters: {} } }];
    expect((await llm.invoke(conversation())).content).toBe('ok');
    const words: unknown[] = [];
    for await (const { content } of await llm.stream(conversation())) words.push(content);
    expect(words).toEqual(['o', 'k']);
    await llm.bind({ stop: ['END'] }).invoke(conversation());
    await llm.bindTools(tools).invoke(conversation());
    await llm
      .bindTools(tools)
      .withConfig({ tags: ['x'] })
      .invoke(conversation());
    await llm.bindTools(tools).withRetry().invoke(conversation());
    await llm.withFallbacks([new RecordingModel()]).invoke(conversation());
    await llm.withStructuredOutput({ title: 'city', type: 'object' }, { includeRaw: true }).invoke(conversation());
    await llm.batch([conversation(), conversation()]);
    expect(inner.reads).toHaveLength(10);
    for (const read of inner.reads) {
      expect(read[3]).toMatchObject({ id: 'tool-1', name: 'search', status: 'success', artifact: { rows: [1, 2, 3] } });
      expect(read[3]?.content).toContain('hash=');
      expect(read[3]?.content).not.toContain(SECRET);
    }
    expect(inner.options.slice(2, 6)).toMatchObject([{ stop: ['END'] }, { tools }, { tools }, { tools }]);
  });

  it('wrapTools shortens texts and messages, and lets other results be', async () => {
    const make = (name: string, func: () => Promise<unknown>) =>
      new DynamicStructuredTool({ name, description: 'd', schema: { type: 'object', properties: {} }, func });
    const given = [make('search', async () => long), make('rows', async () => ({ rows: 3 }))];
    const [search, rows] = door.wrapTools(given, OPTIONS) as unknown as [DynamicStructuredTool, DynamicStructuredTool];
    const text = await search.invoke({});
    expect(text).toContain('hash=');
    expect(text).not.toContain(SECRET);
    const message = await search.invoke({ type: 'tool_call', id: 'x', name: 'search', args: {} });
    expect(message).toBeInstanceOf(ToolMessage);
    expect(message).toMatchObject({ tool_call_id: 'x', content: text });
    expect(await rows.invoke({})).toEqual({ rows: 3 });
  });

  it('documents, histories and the retrieve tool work', async () => {
    const compressor = new door.HeadroomDocumentCompressor(OPTIONS);
    const [document] = await compressor.compressDocuments([new Document({ pageContent: long, id: 'd' })], 'Where?');
    expect(document).toBeInstanceOf(Document);
    expect(document).toMatchObject({ id: 'd', pageContent: expect.stringContaining('hash=') });

    const base = new InMemoryChatMessageHistory();
    const history = new door.HeadroomChatMessageHistory(base as never, OPTIONS);
    const told = [new HumanMessage('Where?'), new ToolMessage({ content: long, tool_call_id: 'a' })];
    await history.addMessages(told as never[]);
    const [, read] = await history.getMessages();
    expect(read).toBeInstanceOf(ToolMessage);
    expect(read?.content).toContain('hash=');
    expect((await base.getMessages())[1]).toBe(told[1]);

    const headroom = createHeadroom(OPTIONS);
    const { ccrHashes } = await headroom.compress(told, { format: door.messageFormat });
    const tool = door.headroomTool(headroom);
    expect(tool).toBeInstanceOf(DynamicStructuredTool);
    expect(await tool.invoke({ hash: ccrHashes[0] })).toContain(SECRET);
  });
});
