import { expect, it } from 'vitest';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { openaiChat } from './openai-chat.js';

const blocks = [...openaiChat.blocks(kitchenSinks['openai-chat'].body)];
const blockOf = (text: string) => blocks.find((block) => block.text === text);

it('openai-chat pairs results with calls of every kind, out of order too', () => {
  expect(blockOf('TEXT custom result')?.call).toEqual({ id: 'call_2', tool: 'shell', input: 'KEEP command' });
  for (const part of [1, 2]) {
    const call = { id: 'call_1', tool: 'read_file', input: { path: 'KEEP path' } };
    expect(blockOf(`TEXT result part ${part}`)).toMatchObject({ role: 'tool', turn: 5, call });
  }
  expect(blockOf('TEXT legacy result')?.call).toEqual({ id: 'function:look_up', tool: 'look_up', input: '{not json' });
  expect(blockOf('TEXT result without a call')).not.toHaveProperty('call');
  expect(blocks.some((block) => 'isError' in block)).toBe(false);
});

it('openai-chat names roles and the latest question', () => {
  expect(blockOf('TEXT developer')).toMatchObject({ role: 'system', query: '' });
  expect(blockOf('TEXT first question')).toMatchObject({ role: 'user', query: 'TEXT first question\nTEXT and more' });
  expect(blockOf('TEXT custom result')?.query).toBe('TEXT first question\nTEXT and more');
  expect(blockOf('TEXT legacy result')?.query).toBe('TEXT second question');
  expect(blockOf('TEXT answer')?.role).toBe('assistant');
});

it('openai-chat answers a repeated id with the call before it', () => {
  const turn = (name: string, content: string) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_0', type: 'function', function: { name, arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'call_0', content },
  ];
  const tools = [...openaiChat.blocks([...turn('first', 'a'), ...turn('second', 'b')])].map(({ call }) => call?.tool);
  expect(tools).toEqual(['first', 'second']);
});
