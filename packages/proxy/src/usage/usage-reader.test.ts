import type { Dialect } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { UsageReader } from './usage-reader.js';

const events = (...values: readonly unknown[]) =>
  values.map((value) => `event: x\r\ndata: ${JSON.stringify(value)}\r\n\r\n`).join('');

const usage = { input: 12, cacheRead: 3000, cacheWrite: 450, output: 77 };
const plain = { ...usage, input: 462, cacheWrite: 0 };

/** Of every wire: a stream and a body, as the providers write them, and what they count. */
const ANSWERS: readonly (readonly [Dialect, 'events' | 'json', string, object])[] = [
  [
    'anthropic',
    'events',
    events(
      {
        type: 'message_start',
        message: {
          id: 'm',
          usage: {
            input_tokens: 12,
            cache_read_input_tokens: 3000,
            cache_creation_input_tokens: 450,
            output_tokens: 1,
          },
        },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: 'says "usage": {"input_tokens": 9} — ü' },
      },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 77 } },
      { type: 'message_stop' },
    ),
    usage,
  ],
  [
    'anthropic',
    'json',
    JSON.stringify({
      type: 'message',
      content: [],
      usage: { input_tokens: 12, cache_read_input_tokens: 3000, cache_creation_input_tokens: 450, output_tokens: 77 },
    }),
    usage,
  ],
  [
    'openai-chat',
    'events',
    `${events(
      { choices: [{ delta: { content: 'ü' } }], usage: null },
      {
        choices: [],
        usage: { prompt_tokens: 3462, completion_tokens: 77, prompt_tokens_details: { cached_tokens: 3000 } },
      },
    )}data: [DONE]\n\n`,
    plain,
  ],
  [
    'openai-chat',
    'json',
    JSON.stringify({
      usage: { prompt_tokens: 3462, completion_tokens: 77, prompt_tokens_details: { cached_tokens: 3000 } },
    }),
    plain,
  ],
  [
    'openai-responses',
    'events',
    events(
      { type: 'response.created', response: { id: 'r', usage: null } },
      {
        type: 'response.completed',
        response: {
          id: 'r',
          usage: { input_tokens: 3462, input_tokens_details: { cached_tokens: 3000 }, output_tokens: 77 },
        },
      },
    ),
    plain,
  ],
  [
    'openai-responses',
    'json',
    JSON.stringify({ usage: { input_tokens: 3462, input_tokens_details: { cached_tokens: 3000 }, output_tokens: 77 } }),
    plain,
  ],
  [
    'gemini',
    'events',
    events(
      { candidates: [], usageMetadata: { promptTokenCount: 3462, cachedContentTokenCount: 3000 } },
      {
        candidates: [{ finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: 3462,
          cachedContentTokenCount: 3000,
          candidatesTokenCount: 70,
          thoughtsTokenCount: 7,
        },
      },
    ),
    plain,
  ],
  [
    'gemini',
    'json',
    JSON.stringify([
      { candidates: [] },
      {
        usageMetadata: {
          promptTokenCount: 3462,
          cachedContentTokenCount: 3000,
          candidatesTokenCount: 77,
        },
      },
    ]),
    plain,
  ],
];

function read(kind: 'events' | 'json', pieces: readonly Uint8Array[]) {
  const reader = new UsageReader(kind === 'events');
  for (const piece of pieces) reader.push(piece);
  return reader.end().usage;
}

describe('what a provider counted', () => {
  it.each(ANSWERS)('%s, %s: is the same wherever the bytes are cut', (_, kind, text, counted) => {
    const bytes = new TextEncoder().encode(text);
    expect(read(kind, [bytes])).toEqual(counted);
    for (let cut = 1; cut < bytes.length; cut++)
      expect(read(kind, [bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(counted);
    expect(
      read(
        kind,
        Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)),
      ),
    ).toEqual(counted);
  });

  it.each(ANSWERS)(
    '%s, %s: is nothing where it is not said, and what was said where the answer broke off',
    (_, kind, text) => {
      const bytes = new TextEncoder().encode(text);
      expect(read(kind, [])).toBeUndefined();
      expect(read(kind, [new TextEncoder().encode('data: {"usage": [1]}\n\ndata: "usage"\n')])).toBeUndefined();
      for (let cut = 0; cut < bytes.length; cut += 7) {
        const counted = read(kind, [bytes.subarray(0, cut)]);
        if (counted) for (const value of Object.values(counted)) expect(value).toBeGreaterThanOrEqual(0);
      }
    },
  );
});
