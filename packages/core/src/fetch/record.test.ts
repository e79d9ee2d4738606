import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';

const log = Array.from(
  { length: 300 },
  (_, i) =>
    `2026-01-06 09:${10 + (i % 50)}:${10 + (i % 45)} worker ${(i * 7919) % 97} finished shard ${(i * 31) % 1009}`,
);
const body = JSON.stringify({
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Is it still running?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: log.join('\n') },
  ],
});

async function sentWith(options: HeadroomFetchOptions, headers: Record<string, string> = {}): Promise<string> {
  let sent = '';
  const fetch = (async (_: unknown, init: RequestInit) => {
    sent = String(init.body);
    return new Response('{}');
  }) as typeof globalThis.fetch;
  const init = { method: 'POST', headers: { authorization: 'Bearer k', ...headers }, body };
  await headroomFetch({ fetch, ...options })('https://api.openai.com/v1/chat/completions', init);
  return sent;
}

describe('the record of outcomes behind a fetch', () => {
  it.each<[string, HeadroomFetchOptions, Record<string, string>]>([
    ['an option', { conversation: 'thread-1' }, {}],
    ['a function', { conversation: () => 'thread-1' }, {}],
    ['a header', {}, { 'x-headroom-conversation': 'thread-1' }],
    ['the owner alone, where that is asked for', { record: true }, {}],
  ])('is used where the conversation is named by %s', async (_, options, headers) => {
    const store = memory();
    const first = await sentWith({ store, ...options }, headers);
    expect(first.length).toBeLessThan(body.length / 2);
    expect(await sentWith({ store, mode: 'lossless', ...options }, headers)).toBe(first);
    // Of another tenant, and of nobody's conversation, nothing is found.
    expect(await sentWith({ store, mode: 'lossless', ...options, tenant: 'other' }, headers)).not.toBe(first);
    expect(await sentWith({ store, mode: 'lossless' })).not.toBe(first);
  });
});
