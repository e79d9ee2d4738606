import { expect, it } from 'vitest';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { openaiResponses } from './openai-responses.js';

const blocks = [...openaiResponses.blocks(kitchenSinks['openai-responses'].body)];
const blockOf = (text: string) => blocks.find((block) => block.text === text);

it.each([
  ['TEXT string output', 'read_file', { path: 'KEEP path' }],
  ['TEXT output part', 'exec', 'KEEP script'],
  ['TEXT local shell output', 'local_shell', { type: 'exec', command: ['KEEP', 'ls'], env: {} }],
  ['TEXT stdout', 'shell', { commands: ['KEEP make'], timeout_ms: 1000 }],
  ['TEXT patch failure', 'apply_patch', { type: 'update_file', path: 'KEEP.ts', diff: 'KEEP diff' }],
  ['TEXT mcp output', 'query', { sql: 'KEEP' }],
])('openai-responses pairs %s with its call', (text, tool, input) => {
  expect(blockOf(text)?.call).toMatchObject({ tool, input });
  expect(blockOf(text)).toMatchObject({ role: 'tool', query: 'TEXT first question' });
});

it('openai-responses marks failures and texts that annotations point into', () => {
  expect(blocks.filter(({ isError }) => isError).map(({ text }) => text)).toEqual([
    'TEXT stderr',
    'TEXT patch failure',
  ]);
  expect(blocks.filter(({ pinned }) => pinned).map(({ text }) => text)).toEqual(['TEXT cited', 'TEXT mcp output']);
  const failed = { type: 'mcp_call', id: 'm', name: 'q', arguments: '{}', output: 'text', error: 'refused' };
  expect([...openaiResponses.blocks([failed])]).toMatchObject([{ text: 'text', isError: true }]);
});

it('openai-responses reads instructions and a plain input', () => {
  expect([...openaiResponses.blocks({ instructions: 'Be brief.', input: 'Why?' })]).toEqual([
    { at: ['instructions'], text: 'Be brief.', turn: 0, role: 'system', query: '' },
    { at: ['input'], text: 'Why?', turn: 0, role: 'user', query: 'Why?' },
  ]);
});

it('openai-responses leaves an output whose call is not in the request without one', () => {
  expect(blockOf('TEXT output without a call')).not.toHaveProperty('call');
});

it.each<[string, unknown]>([
  [
    'Agents SDK items',
    [
      { type: 'hosted_tool_call', name: 'x' },
      { type: 'function_call_result', callId: 'a', output: 'x' },
    ],
  ],
  ['texts to embed', { model: 'm', input: ['a', 'b'] }],
  ['token lists', { model: 'm', input: [[1, 2]] }],
  ['MCP content', [{ type: 'text', text: 'x' }]],
])('openai-responses does not claim %s', (_, body) => {
  expect(openaiResponses.matches(body)).toBe(false);
});
