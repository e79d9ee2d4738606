import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readGeminiEvent } from './hook-event.js';
import { GEMINI_RETRIEVE_TOOL } from './names.js';
import { geminiSession } from './session.js';
import { shortenGemini, tailAnswer } from './shorten.js';
import { readGeminiTranscript } from './transcript.js';

const json = JSON.stringify(
  Array.from({ length: 400 }, (_, id) => ({ id, host: `node-${id % 5}`, state: id === 311 ? 'lost' : 'fine' })),
  null,
  1,
);
const headroom = createHeadroom();
const line = (entry: object) => JSON.stringify(entry);
const asked = line({ id: 'u1', type: 'user', content: [{ text: 'Which node is lost?' }] });
const wrapped = (text: string) => `<untrusted_context>\n${text}\n</untrusted_context>`;
function event(tool_name: string, llmContent: unknown, more: object = {}) {
  const read = readGeminiEvent({
    hook_event_name: 'AfterTool',
    session_id: 's',
    timestamp: '2026-11-29T12:00:00Z',
    tool_name,
    tool_input: {},
    tool_response: { llmContent, returnDisplay: '', ...more },
  });
  if (!read) throw new Error('no event');
  return read;
}
const shorten = (tool: string, llmContent: unknown, more: object = {}) =>
  shortenGemini(headroom, event(tool, llmContent, more), { transcript: asked });
const originalOf = async (text = '') => headroom.retrieve(/hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '');

describe('an output of Gemini CLI', () => {
  it('of the shell is shortened between what the client writes around it', async () => {
    const after = '\nExit Code: 3\nProcess Group PGID: 4711';
    const text = await shorten('run_shell_command', wrapped(`Output: ${json}${after}`));
    expect(text?.startsWith('Output: ')).toBe(true);
    expect(text?.endsWith(after)).toBe(true);
    expect(text).toContain(`call ${GEMINI_RETRIEVE_TOOL} with hash=`);
    expect(text).toContain('lost');
    expect(await originalOf(text)).toMatchObject({ text: json });
  });

  it('of a server, and of a tool that reads or looks, is shortened as a whole', async () => {
    expect(await originalOf(await shorten('mcp_db_query', [{ text: wrapped(json) }]))).toMatchObject({ text: json });
    expect(await originalOf(await shorten('read_file', json))).toMatchObject({ text: json });
  });

  it.each<[string, unknown, object?]>([
    [GEMINI_RETRIEVE_TOOL, [{ text: wrapped(json) }]],
    ['write_file', json],
    ['activate_skill', json],
    ['constructor', json],
    ['run_shell_command', json],
    ['run_shell_command', wrapped(`Output: ${json}`), { error: { message: 'x' } }],
    ['mcp_db_query', [{ text: json }, { inlineData: {} }]],
    ['read_file', { inlineData: {} }],
    ['read_file', 'short'],
    ['read_file', null],
  ])('stays: %s %#', async (tool, content, more) => {
    expect(await shorten(tool, content, more)).toBeUndefined();
  });

  it('is never longer than the client shows', async () => {
    let seed = 7;
    const word = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed.toString(36);
    };
    const prose = Array.from({ length: 9000 }, (_, i) => `${i} ${word()} ${word()}.`).join('\n');
    const text = await shorten('read_file', prose);
    expect(text === undefined || text.length < 40_000).toBe(true);
  });

  it.each([
    undefined,
    null,
    [],
    'x',
    {},
    { hook_event_name: 'BeforeTool', tool_name: 'x' },
    { hook_event_name: 'AfterTool' },
  ])('%j is no event of ours', (body) => expect(readGeminiEvent(body)).toBeUndefined());

  it('is put in place by a call of our own tool', () => {
    expect(tailAnswer('shown-1')).toEqual({
      hookSpecificOutput: {
        hookEventName: 'AfterTool',
        tailToolCallRequest: { name: GEMINI_RETRIEVE_TOOL, args: { hash: 'shown-1' } },
      },
    });
  });
});

describe('the transcript of Gemini CLI', () => {
  it('gives what was said, its calls and results, and the model; the last of an entry counts', () => {
    const call = { id: 'c1', name: 'run_shell_command', args: { command: 'ls' } };
    const tail = [
      'cut"}',
      line({ id: 'u0', type: 'user', content: [{ text: '<session_context>\nToday' }] }),
      asked,
      line({ $set: { lastUpdated: 'x' } }),
      line({ id: 'g1', type: 'gemini', content: '', model: 'gemini-2.5-pro' }),
      line({ id: 'g1', type: 'gemini', content: 'I look.', model: 'gemini-2.5-pro', toolCalls: [call] }),
      line({ id: 'u2', type: 'user', content: [{ functionResponse: { id: 'c1', response: { output: 'a b' } } }] }),
      line({ id: 'u3', type: 'user', content: [{ functionResponse: { id: 'c2', response: { error: 'no' } } }] }),
      line({ id: 'i1', type: 'info', content: 'of the client' }),
      '{"id":"g2","type":"gem',
    ].join('\n');
    expect(readGeminiTranscript(tail)).toEqual({
      model: 'gemini-2.5-pro',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Which node is lost?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'c1', name: 'run_shell_command', input: { command: 'ls' } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'a b', is_error: false }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c2', content: 'no', is_error: true }] },
      ],
    });
    expect(readGeminiTranscript('')).toEqual({ messages: [], model: undefined });
  });
});

describe('geminiSession', () => {
  const base = {
    args: ['-p', 'hello'],
    port: 4711,
    token: 'f'.repeat(64),
    version: '1.2.3',
    settings: [],
    policy: '/h/rule.toml',
    command: 'hook it',
  };
  const settings = (value: unknown) => [
    { path: 's.json', text: typeof value === 'string' ? value : JSON.stringify(value) },
  ];

  it('gives an extension, a rule of the lowest rank, and variables', () => {
    const { args, env, files = {}, rule, problem } = geminiSession(base);
    expect(problem).toBeUndefined();
    expect(args).toEqual(['-p', 'hello', '--policy', '/h/rule.toml']);
    expect(env).toEqual({
      HEADROOM_TOKEN: base.token,
      HEADROOM_HOOK: 'http://127.0.0.1:4711/hook/gemini?v=1.2.3',
    });
    expect(JSON.parse(files['gemini-extension.json'] ?? '').mcpServers.headroom.httpUrl).toContain('agent=gemini');
    expect(JSON.parse(files['hooks/hooks.json'] ?? '').hooks.AfterTool[0].hooks[0]).toMatchObject({
      command: 'hook it',
      timeout: 10_000,
    });
    expect(rule).toContain('priority = 1\n');
  });

  it('keeps the rules of the user, which a flag would take the place of', () => {
    const more = { ownPolicies: '/h/.gemini/policies', settings: settings({ policyPaths: ['/own.toml'] }) };
    expect(geminiSession({ ...base, ...more, args: ['-p', 'x', '--', 'y'] }).args).toEqual([
      ...['-p', 'x', '--policy', '/own.toml', '--policy', '/h/.gemini/policies', '--policy', '/h/rule.toml'],
      ...['--', 'y'],
    ]);
    expect(geminiSession({ ...base, ...more, args: ['--policy', 'a'] }).args).toEqual([
      ...['--policy', 'a', '--policy', '/h/rule.toml'],
    ]);
  });

  it.each<[unknown]>([
    [{ hooksConfig: { enabled: false } }],
    [{ hooksConfig: { disabled: ['headroom'] } }],
    [{ mcpServers: { headroom: {} } }],
    [{ mcp: { excluded: ['headroom'] } }],
    [{ mcp: { allowed: ['other'] } }],
    ['{ "policyPaths": ["x"] // mine\n}'],
  ])('leaves the session to the user for settings %j', (value) => {
    expect(geminiSession({ ...base, settings: settings(value) })).toEqual({
      args: base.args,
      env: {},
      problem: expect.stringContaining('s.json'),
    });
  });

  it('adds nothing, and says so, where it is installed for good', () => {
    const hooks = { AfterTool: [{ hooks: [{ name: 'other' }] }, { hooks: [{ name: 'headroom', command: 'x' }] }] };
    const start = geminiSession({ ...base, settings: settings({ mcpServers: { headroom: {} }, hooks }) });
    expect(start).toEqual({ args: base.args, env: {}, note: expect.stringContaining('s.json') });
  });

  it('is not kept out by other settings', () => {
    for (const value of [{ ui: {} }, { mcp: { allowed: ['headroom'] } }, '{ "ui": {} // mine\n}', '[]'])
      expect(geminiSession({ ...base, settings: settings(value) }).problem).toBeUndefined();
  });

  it.each([[['-e', 'none']], [['--extensions=x']], [['--allowed-mcp-server-names', 'db']]])('nor for %j', (args) => {
    expect(geminiSession({ ...base, args }).problem).toContain('keeps it out');
  });

  it.each([[['mcp', 'list']], [['--version']], [['extensions', 'list']]])('adds nothing to %j', (args) => {
    expect(geminiSession({ ...base, args })).toEqual({ args, env: {} });
  });
});
