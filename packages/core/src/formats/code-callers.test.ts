import { describe, expect, it } from 'vitest';
import { formats } from './index.js';

const TEXT = 'What the tool said';
const code = { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' };

/** Why the result of a tool must stay in a request of each dialect, by what its call and its tool say. */
const REASONS = {
  anthropic: (caller: unknown, allowed_callers?: unknown) => ({
    tools: [{ name: 'query', input_schema: {}, ...(allowed_callers !== undefined && { allowed_callers }) }],
    messages: [
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't', name: 'query', input: {}, ...(caller !== undefined && { caller }) }],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: TEXT }] },
    ],
  }),
  'openai-responses': (caller: unknown, allowed_callers?: unknown) => ({
    tools: [{ type: 'function', name: 'query', ...(allowed_callers !== undefined && { allowed_callers }) }],
    input: [
      { type: 'function_call', call_id: 't', name: 'query', arguments: '{}', ...(caller !== undefined && { caller }) },
      { type: 'function_call_output', call_id: 't', output: TEXT },
    ],
  }),
  'openai-chat': (caller: unknown, allowed_callers?: unknown) => ({
    tools: [
      { type: 'function', function: { name: 'query', ...(allowed_callers !== undefined && { allowed_callers }) } },
    ],
    messages: [
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 't',
            type: 'function',
            function: { name: 'query', arguments: '{}' },
            ...(caller !== undefined && { caller }),
          },
        ],
      },
      { role: 'tool', tool_call_id: 't', content: TEXT },
    ],
  }),
};

describe.each(Object.entries(REASONS))('results that code reads (%s)', (name, request) => {
  const format = formats.find((one) => one.name === name);
  const pinned = (body: object) => [...(format?.blocks(body) ?? [])].find(({ text }) => text === TEXT)?.pinned;

  it('stay as they are where the call says that code made it', () => {
    expect(pinned(request(code))).toBe('code reads it');
    expect(pinned(request({ type: 'program' }))).toBe('code reads it');
    expect(pinned(request({ type: 'direct' }))).toBe(undefined);
    expect(pinned(request(undefined))).toBe(undefined);
  });

  it('stay as they are where only code may call the tool', () => {
    expect(pinned(request(undefined, [code.type]))).toBe('code reads it');
    expect(pinned(request(undefined, ['direct', code.type]))).toBe(undefined);
    expect(pinned(request(undefined, []))).toBe(undefined);
    expect(pinned(request(code, ['direct', code.type]))).toBe('code reads it');
  });
});
