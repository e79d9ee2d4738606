import { describe, expect, it } from 'vitest';
import { messageDialect } from './message-dialect.js';

const user = { role: 'user', content: 'What failed?' };
const use = { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Bash', input: {} }] };
const calls = {
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'a', type: 'function', function: { name: 'Bash', arguments: '{}' } }],
};

describe('messageDialect', () => {
  it.each<[string, unknown]>([
    ['plain messages', [user, { role: 'assistant', content: 'Nothing.' }]],
    ['a plain body', { model: 'gpt-4o', messages: [user] }],
    ['an empty list', []],
    ['a system message', [{ role: 'system', content: 'x' }, user]],
    [
      'a developer message',
      { max_tokens: 5, model: 'claude-sonnet-4-5', messages: [{ role: 'developer', content: 'x' }, user] },
    ],
    ['tool calls', [user, calls]],
    ['a tool message', [user, { role: 'tool', tool_call_id: 'a', content: 'out' }]],
    ['image_url', [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }]],
    ['function tools', { messages: [user], tools: [{ type: 'function', function: { name: 'x' } }] }],
    [
      'a gateway that speaks OpenAI for a Claude model',
      { model: 'anthropic/claude-sonnet-4.5', max_tokens: 9, messages: [user] },
    ],
    [
      'Mistral thinking beside tool calls',
      [{ role: 'assistant', content: [{ type: 'thinking', thinking: [] }] }, calls],
    ],
  ])('takes %s for OpenAI chat', (_, body) => {
    expect(messageDialect(body)).toBe('openai-chat');
  });

  it.each<[string, unknown]>([
    ['tool_use', [user, use]],
    ['tool_result', [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'out' }] }]],
    ['thinking', [user, { role: 'assistant', content: [{ type: 'thinking', thinking: 'x', signature: 'y' }] }]],
    ['an image with a source', [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'x' } }] }]],
    ['a system text', { system: 'x', messages: [user] }],
    ['a version', { anthropic_version: 'bedrock-2023-05-31', max_tokens: 5, messages: [user] }],
    ['input_schema', { messages: [user], tools: [{ name: 'x', input_schema: { type: 'object' } }] }],
    ['a Claude model with a limit', { model: 'claude-sonnet-4-5', max_tokens: 5, messages: [user] }],
    ['a Claude model on Bedrock', { model: 'us.anthropic.claude-sonnet-4-5-v1:0', max_tokens: 5, messages: [user] }],
    ['a system message before tool_use', [{ role: 'system', content: 'x' }, user, use]],
  ])('takes %s for Anthropic', (_, body) => {
    expect(messageDialect(body)).toBe('anthropic');
  });

  it.each<[string, unknown]>([
    [
      'AI SDK messages',
      [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'x', output: {} }] }],
    ],
    ['Responses messages', [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }]],
    ['Responses items', [{ type: 'message', role: 'user', content: 'x' }]],
    ['Gemini contents', [{ role: 'user', parts: [{ text: 'x' }] }]],
    ['LangChain messages', [{ lc: 1, type: 'constructor', kwargs: { content: 'x' } }]],
    ['rows of data', [{ role: 'admin', name: 'Ada' }]],
    ['rows of users', [{ role: 'user', name: 'Ada' }]],
    ['a list with something else in it', { messages: [user, 'x'] }],
    ['no list', { messages: { role: 'user' } }],
  ])('takes %s for neither', (_, body) => {
    expect(messageDialect(body)).toBe(undefined);
  });
});
