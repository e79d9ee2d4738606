import { memory } from '@headroom/core';
import { expect, it } from 'vitest';
import { headroomMiddleware } from './middleware.js';

const log = Array.from(
  { length: 300 },
  (_, i) =>
    `2026-01-06 09:${10 + (i % 50)}:${10 + (i % 45)} worker ${(i * 7919) % 97} finished shard ${(i * 31) % 1009}`,
);
const call = { toolCallId: 'c', toolName: 'run' };
const prompt = [
  { role: 'user', content: [{ type: 'text', text: 'Is it still running?' }] },
  { role: 'assistant', content: [{ type: 'tool-call', ...call, input: {} }] },
  { role: 'tool', content: [{ type: 'tool-result', ...call, output: { type: 'text', value: log.join('\n') } }] },
];
const run = { type: 'function', name: 'run', inputSchema: { type: 'object', properties: {} } };

it('repeats what was sent in a named conversation, whatever the options', async () => {
  const store = memory();
  const sent = async (options: object, headroom: object = {}) => {
    const params = { prompt, tools: [run], providerOptions: { headroom } };
    const ready = await headroomMiddleware({ store, ...options }).transformParams({
      params: params as never,
      model: { modelId: 'gpt-4o' },
    });
    return JSON.stringify((ready as { prompt: unknown }).prompt);
  };
  const first = await sent({ conversation: 'thread-1' });
  expect(first.length).toBeLessThan(JSON.stringify(prompt).length / 2);
  expect(await sent({ conversation: 'thread-1', mode: 'lossless' })).toBe(first);
  expect(await sent({ mode: 'lossless' }, { conversation: 'thread-1' })).toBe(first);
  expect(await sent({ mode: 'lossless' }, { conversation: 'thread-1', tenant: 'other' })).not.toBe(first);
  expect(await sent({ mode: 'lossless' })).not.toBe(first);
});
