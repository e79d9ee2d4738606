import { createHeadroom } from '@headroom/core';
import { testFormat } from '@headroom/core/testing';
import { describe, expect, it } from 'vitest';
import { headLines, listing } from '../../../tooling/testing/head-lines.js';
import { promptFormat } from './format.js';
import type { Message } from './language-model.js';

const long = listing('north');
const call = (id: string, toolName = 'search') => ({
  role: 'assistant',
  content: [{ type: 'tool-call', toolCallId: id, toolName, input: { q: 'boxes' } }],
});
const result = (id: string, output: object, toolName = 'search') => ({
  role: 'tool',
  content: [{ type: 'tool-result', toolCallId: id, toolName, output }],
});

testFormat({ describe, it, expect }, promptFormat(), {
  samples: [
    {
      name: 'a prompt with texts of every kind',
      body: [
        { role: 'system', content: 'You count boxes.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'How many boxes?' },
            { type: 'file', data: 'AAAA', mediaType: 'image/png' },
          ],
        },
        call('a'),
        result('a', { type: 'text', value: long }),
        call('b'),
        result('b', {
          type: 'content',
          value: [
            { type: 'text', text: long },
            { type: 'media', data: 'AAAA' },
          ],
        }),
        result('c', { type: 'error-text', value: 'no such shelf' }),
      ],
    },
    {
      name: 'messages of the SDK with bare strings',
      body: [
        { role: 'user', content: 'How many boxes?' },
        call('a'),
        result('a', { type: 'json', value: long }),
        { role: 'assistant', content: 'Many.' },
      ],
    },
  ],
});

describe('promptFormat', () => {
  const engine = createHeadroom({ compressors: [headLines()], minTokens: 50 });
  const outputAfter = (output: object, structured: string[] = []) => {
    const prompt: Message[] = [call('a'), result('a', output)];
    const { body } = engine.compressSync(prompt, { format: promptFormat(new Set(structured)) });
    return { same: body === prompt, output: (body[1]!.content as { output: unknown }[])[0]?.output };
  };

  it('leaves errors, denials and unknown outputs as they are', () => {
    for (const output of [
      { type: 'error-text', value: long },
      { type: 'error-json', value: { error: long } },
      { type: 'execution-denied', reason: long },
      { type: 'hologram', value: long },
      { type: 'text', value: 42 },
    ])
      expect(outputAfter(output)).toEqual({ same: true, output });
  });

  it('keeps the type of a text that looks like a number (P-171)', () => {
    expect(outputAfter({ type: 'text', value: '42' })).toEqual({ same: true, output: { type: 'text', value: '42' } });
  });

  it('turns a structured output into text when the shorter text is not JSON, and keeps its options', () => {
    const rows = Array.from({ length: 40 }, (_, id) => ({ id, name: `row\n${id}` }));
    const lines: Parameters<typeof createHeadroom>[0] = {
      compressors: [{ name: 'rows', match: () => 1, compress: () => ({ kind: 'packed', text: 'forty rows' }) }],
    };
    const prompt: Message[] = [
      call('a'),
      result('a', { type: 'json', value: rows, providerOptions: { acme: { cache: true } } }),
    ];
    const { body } = createHeadroom(lines).compressSync(prompt, { format: promptFormat() });
    expect((body[1]!.content as { output: unknown }[])[0]?.output).toEqual({
      type: 'text',
      value: 'forty rows',
      providerOptions: { acme: { cache: true } },
    });
  });

  it('keeps a structured output structured when the shorter text is the JSON of a value', () => {
    const prompt: Message[] = [call('a'), result('a', { type: 'json', value: { list: Array(200).fill('x') } })];
    const { body } = createHeadroom({
      compressors: [{ name: 'short', match: () => 1, compress: () => ({ kind: 'packed', text: '{"list":["x"]}' }) }],
    }).compressSync(prompt, { format: promptFormat() });
    expect((body[1]!.content as { output: unknown }[])[0]?.output).toEqual({ type: 'json', value: { list: ['x'] } });
  });

  it('does not touch the JSON of tools that the provider reads by its fields, but their plain texts', () => {
    const output = { type: 'json', value: { lines: long.split('\n') } };
    expect(outputAfter(output, ['search'])).toEqual({ same: true, output });
    expect(outputAfter({ type: 'text', value: long }, ['search']).same).toBe(false);
  });

  it('leaves results that the provider itself produced inside an assistant message', () => {
    const prompt: Message[] = [
      {
        role: 'assistant',
        content: [
          { type: 'tool-result', toolCallId: 'w', toolName: 'web_search', output: { type: 'text', value: long } },
        ],
      },
    ];
    expect(engine.compressSync(prompt, { format: promptFormat() }).body).toBe(prompt);
  });
});

it('leaves results alone that the code of a model reads', () => {
  const { content, ...made } = call('c');
  const byCode = (type: string) => ({ providerOptions: { anthropic: { caller: { type, toolId: 'x' } } } });
  const pinned = (type: string) => {
    const messages = [
      { ...made, content: [{ ...content[0], ...byCode(type) }] },
      result('c', { type: 'text', value: long }),
    ];
    return [...promptFormat().blocks(messages)].map((block) => block.pinned);
  };
  expect(pinned('code_execution_20250825')).toEqual(['code reads it']);
  expect(pinned('direct')).toEqual([undefined]);
});
