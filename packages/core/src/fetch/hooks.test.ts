import { describe, expect, it } from 'vitest';
import { createHeadroom, type Headroom } from '../compress.js';
import type { CompressEvent, Hooks } from '../pipeline/hooks.js';
import { type HttpConversation, httpConversations } from '../testing/http-conversations.js';
import { headroomFetch } from './headroom-fetch.js';

const [chat] = httpConversations() as readonly [HttpConversation, ...HttpConversation[]];

describe('hooks of headroomFetch', () => {
  async function pass(hooks: Hooks, engine?: Headroom) {
    let sent = '';
    const fetch: typeof globalThis.fetch = async (_, init) => {
      sent = String(init?.body);
      return new Response('{}');
    };
    const call = headroomFetch({ fetch, hooks, ...(engine && { headroom: engine }) });
    await call(`https://api.openai.com${chat.path}`, { method: 'POST', body: chat.json });
    return sent;
  }
  const listOf = (text: string) => (JSON.parse(text) as { messages: { role: string; content: string }[] }).messages;

  it('computeBiases decides how much of a result is kept', async () => {
    const sizes: number[] = [];
    for (const bias of [0.3, 1, 4]) sizes.push((await pass({ computeBiases: () => ({ 2: bias }) })).length);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
    expect(sizes[2]).toBeLessThan(chat.json.length);
  });

  it('preCompress decides what is compressed', async () => {
    const note = { role: 'system', content: 'Mind the é.' };
    const text = await pass({ preCompress: (messages) => [note, ...messages] });
    expect(listOf(text).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(listOf(text)[0]).toEqual(note);
    expect(listOf(text)[1]).toEqual(listOf(chat.json)[0]);
    expect(listOf(text)[3]?.content.length).toBeLessThan((listOf(chat.json)[2]?.content.length ?? 0) / 2);
    expect(text).toContain('12345678901234567890123');
  });

  it('postCompress hears the hashes that bring originals back', async () => {
    const events: CompressEvent[] = [];
    const engine = createHeadroom();
    await pass({ postCompress: (event) => void events.push(event) }, engine);
    expect(events).toMatchObject([{ provider: 'openai-chat', model: 'gpt-4o' }]);
    expect(Object.keys(engine.stats().doors)).toEqual(['fetch']);
    const found = await engine.retrieve(events[0]?.ccrHashes[0] ?? '');
    expect(found).toMatchObject({ status: 'found', text: listOf(chat.json)[2]?.content });
  });
});
