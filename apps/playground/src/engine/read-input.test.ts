import { describe, expect, it } from 'vitest';
import { readInput } from './read-input.js';

const messages = [
  { role: 'user', content: 'Why?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c', content: 'said' },
];
const kindOf = async (text: string) => (await readInput(text, '')).kind;
const lines = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).join('\n');

/** The beginning of a transcript of Claude Code. */
const transcript = [
  { type: 'user', uuid: 'a', parentUuid: null, sessionId: 's', cwd: '/x', message: { role: 'user', content: 'go' } },
  {
    type: 'assistant',
    uuid: 'b',
    parentUuid: 'a',
    sessionId: 's',
    message: {
      id: 'm',
      role: 'assistant',
      model: 'claude-opus-4-5',
      content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } }],
    },
  },
  {
    type: 'user',
    uuid: 'c',
    parentUuid: 'b',
    sessionId: 's',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'a.ts' }] },
  },
  {
    type: 'assistant',
    uuid: 'd',
    parentUuid: 'c',
    sessionId: 's',
    message: { id: 'n', role: 'assistant', model: 'claude-opus-4-5', content: [{ type: 'text', text: 'done' }] },
  },
];

describe('what was pasted', () => {
  it('is told by its shape', async () => {
    expect(await kindOf('INFO all is well')).toBe('the output of a tool');
    expect(await kindOf('[{"id":1},{"id":2}]')).toBe('the output of a tool');
    expect(await kindOf('{"messages":"none"}')).toBe('the output of a tool');
    expect(await kindOf(JSON.stringify(messages))).toBe('a list of messages');
    expect(await kindOf(JSON.stringify({ model: 'gpt-4o', messages }))).toBe('a request body');
    expect(await kindOf(JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'x' }] }] }))).toBe(
      'a request body',
    );
    expect(await kindOf(JSON.stringify({ input: [{ type: 'function_call_output', call_id: 'c', output: 'x' }] }))).toBe(
      'a request body',
    );
    expect(await kindOf(lines([{ messages }, { messages }]))).toBe('a batch of 2 requests');
    expect(await kindOf(lines([{ custom_id: '1', body: { messages } }]) + '\n')).toBe('a request body');
    expect(await kindOf(lines([{ level: 'info' }, { level: 'error' }]))).toBe('the output of a tool');
  });

  it('is a transcript where an agent wrote it, also one whose last line is not written to its end', async () => {
    const read = await readInput(`${lines(transcript)}\n{"type":"assist`, '');
    expect(read.kind).toBe('a transcript of Claude Code');
    expect(read.requests).toHaveLength(1);
    expect(read.requests[0]?.model).toBe('claude-opus-4-5');
    expect(JSON.stringify(read.requests[0]?.request)).toContain('tool_result');
  });

  it('is asked with the words that were typed', async () => {
    expect(JSON.stringify((await readInput('text', 'What failed?')).requests[0]?.request)).toContain('What failed?');
  });
});
