import { describe, expect, it } from 'vitest';
import type { Call, Chat, Turn, Wire } from './chat.js';
import { resultTexts } from './chat.js';
import { WIRES } from './index.js';
import { openaiCompatible } from './openai.js';

const call: Call = { id: 'c1', name: 'read_output', input: { page: 2 } };

/** What each provider answers with one call, as its documentation shows it. */
const RESPONSES: Readonly<Record<Wire['name'], object>> = {
  openai: {
    choices: [
      {
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read_output', arguments: '{"page":2}' } }],
        },
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 64 } },
  },
  anthropic: {
    content: [{ type: 'tool_use', id: 'c1', name: 'read_output', input: { page: 2 } }],
    usage: { input_tokens: 30, cache_read_input_tokens: 64, cache_creation_input_tokens: 6, output_tokens: 7 },
  },
  gemini: {
    candidates: [
      {
        content: {
          role: 'model',
          parts: [{ functionCall: { id: 'c1', name: 'read_output', args: { page: 2 } }, thoughtSignature: 'abc' }],
        },
      },
    ],
    usageMetadata: {
      promptTokenCount: 100,
      cachedContentTokenCount: 64,
      candidatesTokenCount: 4,
      thoughtsTokenCount: 3,
    },
  },
};

const chat = (wire: Wire): Chat => {
  const { text, calls, raw } = wire.reply(RESPONSES[wire.name]);
  const turns: Turn[] = [
    { role: 'user', text: 'Look.' },
    { role: 'assistant', text, calls, raw },
    { role: 'tool', results: [{ call: calls[0] as Call, text: 'one' }] },
    { role: 'user', text: 'And?' },
  ];
  const tools = [{ name: 'read_output', description: 'Reads.', parameters: { type: 'object', properties: {} } }];
  return { model: 'm', system: 'Be short.', turns, tools, maxTokens: 50 };
};

describe.each(Object.values(WIRES))('the wire of $name', (wire) => {
  it('reads calls and bills', () => {
    expect(wire.reply(RESPONSES[wire.name])).toMatchObject({ text: '', calls: [call] });
    const { input, cached, written, output } = wire.usage(RESPONSES[wire.name]);
    expect([input + written, cached, output]).toEqual([36, 64, 7]);
    expect(() => wire.reply({ error: 'none' })).toThrow();
  });

  it('sends what the provider said as it came, and rewrites nothing but results', () => {
    const body = wire.body(chat(wire));
    expect(resultTexts(wire, body)).toEqual(['one']);
    const changed = wire.mapResults(body, (text, at, count) => `${text} ${at} of ${count}`);
    expect(JSON.stringify(changed)).toBe(JSON.stringify(body).replace('"one"', '"one 0 of 1"'));
    expect(JSON.stringify(body)).toContain(
      JSON.stringify(call.input).replaceAll('"', wire.name === 'openai' ? '\\"' : '"'),
    );
    if (wire.name === 'gemini') expect(JSON.stringify(body)).toContain('thoughtSignature');
  });
});

it('names the limit of an answer as its kind of server does', () => {
  expect(WIRES.openai.body(chat(WIRES.openai))).toHaveProperty('max_completion_tokens', 50);
  expect(openaiCompatible.body(chat(WIRES.openai))).toHaveProperty('max_tokens', 50);
});
