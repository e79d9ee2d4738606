import { expect, it } from 'vitest';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { anthropic } from './anthropic.js';

const blocks = [...anthropic.blocks(kitchenSinks.anthropic.body)];
const blockOf = (text: string) => blocks.find((block) => block.text === text);

it('anthropic pairs several results of one message with their calls', () => {
  expect(blockOf('TEXT error result')?.call).toEqual({ id: 'tu_2', tool: 'Bash', input: { command: 'KEEP command' } });
  expect(blockOf('TEXT second part')?.call?.tool).toBe('Bash');
  expect(blockOf('TEXT string result')?.call).toEqual({ id: 'tu_1', tool: 'Read', input: { path: 'KEEP path' } });
  expect(blockOf('TEXT mcp result')).toMatchObject({ role: 'tool', call: { tool: 'query' } });
  expect(blockOf('TEXT result without a call')).not.toHaveProperty('call');
});

it('anthropic marks errors and cited texts', () => {
  expect(blocks.filter(({ isError }) => isError).map(({ text }) => text)).toEqual([
    'TEXT error result',
    'TEXT second part',
  ]);
  expect(blocks.filter(({ pinned }) => pinned).map(({ text }) => text)).toEqual(['TEXT cited']);
});

it('anthropic gives results the words that stand in their own message', () => {
  expect(blockOf('TEXT string result')?.query).toBe('TEXT second question');
  expect(blockOf('TEXT mcp result')?.query).toBe('TEXT first question');
});

it('anthropic keeps the last real question when a message holds only results and reminders', () => {
  const reminder = { type: 'text', text: '<system-reminder>Be tidy.</system-reminder>' };
  const result = { type: 'tool_result', tool_use_id: 'a', content: 'out' };
  const messages = [
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Bash', input: {} }] },
    { role: 'user', content: [result, reminder] },
  ];
  expect([...anthropic.blocks(messages)].map(({ query }) => query)).toEqual(['Why?', 'Why?', 'Why?']);
});
