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
    'TEXT nested chunk',
    'TEXT second part',
  ]);
  expect(blocks.filter(({ pinned }) => pinned).map(({ text }) => text)).toEqual([
    'TEXT chunk',
    'TEXT cited',
    'TEXT mcp result',
  ]);
});

const log = Array.from({ length: 300 }, (_, i) => `10:00:00 INFO part ${i % 7} moved in ${(i * 37) % 91} ms`).join(
  '\n',
);
const asked = (content: unknown) => [
  { role: 'user', content: 'What went wrong?' },
  { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'fetch', input: {} }] },
  { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content }] },
];

it.each([
  [
    'a document',
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: log } },
    ['source', 'data'],
  ],
  [
    'a document in parts',
    { type: 'document', source: { type: 'content', content: [{ type: 'text', text: log }] } },
    ['source', 'content', 0, 'text'],
  ],
  [
    'a search result',
    { type: 'search_result', source: 'kb', title: 'Runs', content: [{ type: 'text', text: log }] },
    ['content', 0, 'text'],
  ],
])('anthropic reads %s in a tool result, and leaves it where citations are on', (_, part, at) => {
  const [found, ...more] = [...anthropic.blocks(asked([part]))].filter(({ role }) => role === 'tool');
  expect(found).toMatchObject({ at: [2, 'content', 0, 'content', 0, ...at], text: log, call: { tool: 'fetch' } });
  expect(found?.pinned).toBeUndefined();
  expect(more).toEqual([]);
  const cited = { ...part, citations: { enabled: true } };
  expect([...anthropic.blocks(asked([cited]))].at(-1)).toMatchObject({ text: log, pinned: 'it carries citations' });
});

it('anthropic takes search results that an application adds for results, not for words of the user', () => {
  const part = { type: 'search_result', source: 'kb', title: 'Runs', content: [{ type: 'text', text: log }] };
  const [found, question] = [...anthropic.blocks([{ role: 'user', content: [part, { type: 'text', text: 'Why?' }] }])];
  expect(found).toMatchObject({ role: 'tool', text: log, query: 'Why?' });
  expect(question).toMatchObject({ role: 'user', text: 'Why?' });
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
