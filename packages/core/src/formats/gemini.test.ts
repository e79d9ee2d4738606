import { expect, it } from 'vitest';
import { createHeadroom } from '../index.js';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { gemini } from './gemini.js';

const text = (word: string) => `${word} `.repeat(100);
const call = (name: string, args: object, id?: string) => ({ functionCall: { name, args, ...(id && { id }) } });
const result = (name: string, response: object, id?: string) => ({
  functionResponse: { name, response, ...(id && { id }) },
});

it('gemini pairs results by id, else by name in the order of the calls', () => {
  const blocks = [...gemini.blocks(kitchenSinks.gemini.body)];
  const inputs = blocks.filter(({ role }) => role === 'tool').map(({ call: made }) => made?.input);
  expect(inputs).toEqual([{ path: 'KEEP a' }, { path: 'KEEP c' }, { path: 'KEEP b' }, undefined]);
  expect(blocks.filter(({ isError }) => isError).map(({ call: made }) => made?.tool)).toEqual(['read_file']);
  expect(blocks.filter(({ pinned }) => pinned).map((block) => block.text)).toEqual(['TEXT signed']);
});

it('gemini pairs ids even when the order differs, and leaves old unanswered calls alone', () => {
  const contents = [
    { role: 'model', parts: [call('read', { n: 1 }, 'x'), call('read', { n: 2 }, 'y'), call('read', { n: 3 })] },
    { role: 'user', parts: [result('read', { output: text('b') }, 'y'), result('read', { output: text('a') }, 'x')] },
    { role: 'model', parts: [call('read', { n: 4 })] },
    { role: 'user', parts: [result('read', { output: text('d') })] },
  ];
  expect([...gemini.blocks(contents)].map((block) => block.call)).toEqual([
    { id: 'y', tool: 'read', input: { n: 2 } },
    { id: 'x', tool: 'read', input: { n: 1 } },
    { id: 'read', tool: 'read', input: { n: 4 } },
  ]);
});

it('gemini lists the long strings of a structured response, wherever they are', () => {
  const response = { pages: [{ title: 'short', body: text('one') }, { body: text('two') }], total: 2 };
  const at = ['contents', 0, 'parts', 0, 'functionResponse', 'response', 'pages'];
  expect(
    [...gemini.blocks({ contents: [{ role: 'user', parts: [result('crawl', response)] }] })].map((block) => block.at),
  ).toEqual([
    [...at, 0, 'body'],
    [...at, 1, 'body'],
  ]);
});

const rows = Array.from({ length: 60 }, (_, id) => ({ id, name: `unit ${id}`, state: id % 9 ? 'up' : 'down' }));

it('gemini reads a field of records as JSON, beside long texts and small values', () => {
  const response = { rows, page: { title: 'short', body: 'word '.repeat(900) }, total: 60, log: text('one') };
  const at = ['contents', 0, 'parts', 0, 'functionResponse', 'response'];
  const blocks = [...gemini.blocks({ contents: [{ role: 'user', parts: [result('list', response)] }] })];
  expect(blocks.map((block) => block.at)).toEqual([
    [...at, 'rows'],
    [...at, 'page', 'body'],
    [...at, 'log'],
  ]);
  expect(blocks[0]?.text).toBe(JSON.stringify(rows));
});

it.each([
  ['a number that parsing may have rounded', [...rows, { id: 2 ** 60 }]],
  ['a value that is no JSON', [...rows, { id: new Date(0) }]],
  ['a few values', rows.slice(0, 3)],
])('gemini leaves a field with %s alone', (_, list) => {
  expect([...gemini.blocks({ contents: [{ role: 'user', parts: [result('list', { list })] }] })]).toEqual([]);
});

it('gemini records are shortened in place, and come back', async () => {
  const body = {
    contents: [
      { role: 'user', parts: [{ text: 'Which units are down?' }] },
      { role: 'model', parts: [{ functionCall: { name: 'list', args: {} } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'list', response: { rows, total: 60 } } }] },
    ],
  };
  const headroom = createHeadroom();
  const {
    body: sent,
    ccrHashes,
    tokensSaved,
  } = await headroom.compress(body, { retrieval: 'tool', mode: 'aggressive' });
  expect(tokensSaved).toBeGreaterThan(300);
  expect(sent).toHaveProperty(
    'contents.2.parts.0.functionResponse.response',
    expect.objectContaining({ rows: expect.stringContaining('unit 27'), total: 60 }),
  );
  for (const hash of ccrHashes)
    expect(await headroom.retrieve(hash)).toMatchObject({ status: 'found', text: JSON.stringify(rows) });
});

it('gemini survives a response that contains itself', () => {
  const response: Record<string, unknown> = { output: text('x') };
  response.self = response;
  expect([...gemini.blocks([{ role: 'user', parts: [result('loop', response)] }])]).toHaveLength(1);
});

it('gemini reads the forms the SDK takes', () => {
  const spoken = { role: 'user', turn: 0, query: 'Why?' };
  expect([...gemini.blocks({ contents: 'Why?' })]).toEqual([{ ...spoken, at: ['contents'], text: 'Why?' }]);
  expect([...gemini.blocks({ contents: ['Why?'] })]).toEqual([{ ...spoken, at: ['contents', 0], text: 'Why?' }]);
  expect([...gemini.blocks({ contents: [{ text: 'Why?' }] })]).toEqual([
    { ...spoken, at: ['contents', 0, 'text'], text: 'Why?' },
  ]);
  expect([...gemini.blocks({ contents: { parts: [{ text: 'Why?' }] } })]).toEqual([
    { ...spoken, at: ['contents', 'parts', 0, 'text'], text: 'Why?' },
  ]);
  const config = { systemInstruction: 'Be brief.' };
  expect([...gemini.blocks({ contents: 'Why?', config })][0]).toMatchObject({
    at: ['config', 'systemInstruction'],
    role: 'system',
  });
});

it.each<[string, unknown]>([
  ['messages of the AI SDK', [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'x' }] }]],
  ['other contents', { contents: [{ uri: 'file:///x', mimeType: 'text/plain' }] }],
  ['a number', { contents: 7 }],
])('gemini does not claim %s', (_, body) => {
  expect(gemini.matches(body)).toBe(false);
});
