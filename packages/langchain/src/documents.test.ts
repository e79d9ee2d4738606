import { InMemoryChatMessageHistory } from '@langchain/core/chat_history';
import { Document } from '@langchain/core/documents';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { HeadroomChatMessageHistory, HeadroomDocumentCompressor } from './index.js';
import { OPTIONS } from './models.fixture.js';

describe('HeadroomDocumentCompressor', () => {
  it('shortens long documents, drops none, and keeps metadata, ids and class', async () => {
    const short = new Document({ pageContent: 'short', metadata: { source: 'a' } });
    const long = new Document({ pageContent: listing('north'), metadata: { source: 'b' }, id: 'doc-2' });
    const result = await new HeadroomDocumentCompressor(OPTIONS).compressDocuments(
      [short, long],
      'Where is the secret?',
    );
    expect(result).toHaveLength(2);
    expect(result[0]).toBe(short);
    expect(result[1]).toBeInstanceOf(Document);
    expect(result[1]).toMatchObject({ id: 'doc-2', metadata: long.metadata });
    expect(result[1]?.pageContent).toContain('hash=');
    expect(long.pageContent).toBe(listing('north'));
  });
});

describe('HeadroomChatMessageHistory', () => {
  it('is stored in full and read short', async () => {
    const base = new InMemoryChatMessageHistory();
    const history = new HeadroomChatMessageHistory(base, OPTIONS);
    await history.addMessages([
      new HumanMessage('Where?'),
      new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'search', args: {} }] }),
    ]);
    await history.addMessage(new ToolMessage({ content: listing('north'), tool_call_id: 'a', id: 't1' }));
    const [, , read] = await history.getMessages();
    expect(read).toMatchObject({ id: 't1', content: expect.stringContaining('hash=') });
    expect((await base.getMessages())[2]?.content).toBe(listing('north'));
    await history.clear();
    expect(await history.getMessages()).toEqual([]);
  });
});
