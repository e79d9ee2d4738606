import { memory } from '@headroom/core';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { expect, it } from 'vitest';
import { startProvider } from '../../../tooling/testing/fake-provider.js';
import { type HeadroomMiddlewareOptions, headroomMiddleware } from './index.js';

const log = Array.from(
  { length: 300 },
  (_, i) =>
    `2026-01-06 09:${10 + (i % 50)}:${10 + (i % 45)} worker ${(i * 7919) % 97} finished shard ${(i * 31) % 1009}`,
).join('\n');
const messages = () => [
  new HumanMessage('Is it still running?'),
  new AIMessage({ content: '', tool_calls: [{ id: 'c', name: 'run', args: {} }] }),
  new ToolMessage({ content: log, tool_call_id: 'c', name: 'run' }),
];

it('an agent repeats what its model has read in a thread, whatever the options', async () => {
  const provider = await startProvider(() => ({ text: 'Yes.' }));
  const store = memory();
  const read = async (options: HeadroomMiddlewareOptions, thread_id: string) => {
    const model = new ChatOpenAI({
      model: 'gpt-4o',
      apiKey: 'none',
      maxRetries: 0,
      configuration: { baseURL: provider.url },
    });
    const middleware = [headroomMiddleware({ store, retrieval: 'summary', ...options })];
    const agent = createAgent({ model, tools: [], middleware });
    await agent.invoke({ messages: messages() }, { configurable: { thread_id } });
    return provider.arrived.at(-1)?.body.messages[2].content as string;
  };
  try {
    const first = await read({}, 'thread-1');
    expect(first.length).toBeLessThan(log.length / 2);
    expect(await read({ mode: 'lossless' }, 'thread-1')).toBe(first);
    expect(await read({ mode: 'lossless' }, 'thread-2')).not.toBe(first);
    expect(await read({ mode: 'lossless', conversation: 'thread-1' }, 'thread-2')).toBe(first);
    expect(await read({ mode: 'lossless', record: false }, 'thread-1')).not.toBe(first);
  } finally {
    await provider.stop();
  }
});
