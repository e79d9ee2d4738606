import { createHeadroom, memory } from '@headroom/core';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { expect, it } from 'vitest';
import { headroomPreModelHook } from './index.js';

const log = Array.from(
  { length: 300 },
  (_, i) =>
    `2026-01-06 09:${10 + (i % 50)}:${10 + (i % 45)} worker ${(i * 7919) % 97} finished shard ${(i * 31) % 1009}`,
).join('\n');
const messages = [
  new HumanMessage('Is it still running?'),
  new AIMessage({ content: '', tool_calls: [{ id: 'c', name: 'run', args: {} }] }),
  new ToolMessage({ content: log, tool_call_id: 'c', name: 'run' }),
];

it('a thread repeats what a model has read in it, whatever the options', async () => {
  const store = memory();
  const read = async (options: object, thread_id?: string) => {
    const config = thread_id === undefined ? {} : { configurable: { thread_id } };
    const { llmInputMessages } = await headroomPreModelHook({ store, ...options })({ messages }, config);
    return llmInputMessages[2]?.content as string;
  };
  const first = await read({}, 'thread-1');
  expect(first.length).toBeLessThan(log.length / 2);
  expect(await read({ mode: 'lossless' }, 'thread-1')).toBe(first);
  expect(await read({ mode: 'lossless', conversation: 'thread-1' }, 'thread-2')).toBe(first);
  expect(await read({ mode: 'lossless' }, 'thread-2')).not.toBe(first);
  expect(await read({ mode: 'lossless', record: false }, 'thread-1')).not.toBe(first);
  expect(await read({ mode: 'lossless' })).not.toBe(first);
});

it('counts under its own name', async () => {
  const headroom = createHeadroom();
  await headroomPreModelHook({ headroom })({ messages }, {});
  expect(Object.keys(headroom.stats().doors)).toEqual(['langgraph']);
});
