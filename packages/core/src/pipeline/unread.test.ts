import { expect, it } from 'vitest';
import { compress } from '../index.js';
import { unreadTexts } from './unread.js';

const long = 'a line of words\n'.repeat(500);
const codes = async (body: unknown) => (await compress(body as never)).warnings.map(({ code }) => code);

it('warns of a long text where the format has none, once and without its words', async () => {
  const messages = [
    { role: 'user', content: 'Why?' },
    {
      role: 'tool',
      tool_call_id: 'a',
      content: [
        { type: 'document', document: { data: long } },
        { type: 'new', text: long },
      ],
    },
  ];
  const { warnings } = await compress(messages as never);
  expect(warnings.map(({ code }) => code)).toEqual(['unread_text']);
  expect(warnings[0]?.message).toBe('2 long texts stand where anthropic has none; left as they are');
});

it('says nothing of bytes, thoughts, arguments and definitions', () => {
  const body = {
    tools: [{ name: 'f', description: long }],
    messages: [
      { role: 'user', content: [{ type: 'image', source: { type: 'base64', data: 'QUJD'.repeat(5000) } }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', input: { content: long } },
          { type: 'thinking', thinking: long },
        ],
      },
    ],
    input: [{ type: 'function_call', arguments: long }],
  };
  expect(unreadTexts(body, [])).toBe(0);
});

it('does not hang on a request that contains itself, nor throw with its getters', () => {
  const body: Record<string, unknown> = { messages: [] };
  body.self = body;
  Object.defineProperty(body, 'bad', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(unreadTexts(body, [])).toBe(0);
});

it.each([
  [
    'Bedrock Converse',
    {
      modelId: 'm',
      messages: [
        { role: 'user', content: [{ text: 'Why?' }] },
        { role: 'user', content: [{ toolResult: { toolUseId: 'a', content: [{ text: long }] } }] },
      ],
    },
  ],
  ['Cohere', { model: 'command', message: 'Why?', chat_history: [], tool_results: [{ outputs: [{ text: long }] }] }],
  [
    'the AI SDK',
    [
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'f', output: { type: 'text', value: long } }],
      },
    ],
  ],
])('gives unknown_shape for a request of %s', async (_, body) => {
  expect(await codes(body)).toEqual(['unknown_shape']);
});
