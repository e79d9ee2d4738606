import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Conversation, conversationsOf } from './conversation.js';
import { findSessions, sessionFolders } from './find-sessions.js';
import { readSession } from './read-session.js';
import type { SessionEvent } from './session-event.js';

const root = mkdtempSync(join(tmpdir(), 'habits-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

async function told(name: string, lines: readonly object[] | string) {
  const path = join(root, String(folders++), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof lines === 'string' ? lines : `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const [file] = await findSessions([dirname(path)]);
  if (!file) throw new Error('not found');
  const events: SessionEvent[] = [];
  for await (const reading of readSession(file)) events.push(...reading.events);
  const conversations: Conversation[] = [];
  for await (const one of conversationsOf(file.agent, readSession(file))) conversations.push(one);
  return { file, events, conversations };
}
const roles = ({ messages }: Conversation) =>
  messages.map(({ role, tool_calls = [] }) => `${role}${tool_calls.length || ''}`).join(' ');

const claude = (type: string, message: object, more: object = {}) => ({
  type,
  uuid: 'u',
  parentUuid: 'p',
  sessionId: 's',
  message,
  ...more,
});
const use = (id: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command: id } });
const answer = (id: string, content: readonly object[], usage?: object) =>
  claude('assistant', { id, role: 'assistant', model: 'claude-opus-4-8[1m]', content, ...(usage ? { usage } : {}) });
const results = (id: string, content: unknown, more: object = {}) =>
  claude('user', { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, ...more }] });

describe('Claude Code', () => {
  it('tells parallel calls in pieces, results between them, and usage again and again', async () => {
    const usage = { input_tokens: 3, cache_read_input_tokens: 100, cache_creation_input_tokens: 20, output_tokens: 7 };
    const { conversations, events } = await told('a.jsonl', [
      claude('user', { role: 'user', content: 'go' }),
      answer('m1', [{ type: 'thinking', thinking: '', signature: 'x' }], usage),
      answer('m1', [{ type: 'text', text: 'both' }], usage),
      answer('m1', [use('c1')], usage),
      results('c1', 'one'),
      answer('m1', [use('c2')], { ...usage, output_tokens: 9 }),
      results(
        'c2',
        [
          { type: 'text', text: 'Exit code 2\nno' },
          { type: 'image', source: {} },
        ],
        { is_error: true },
      ),
      claude('user', { role: 'user', content: [{ type: 'text', text: 'note' }] }, { isMeta: true }),
      claude('assistant', {
        id: 'm2',
        role: 'assistant',
        model: '<synthetic>',
        content: [{ type: 'text', text: 'API Error' }],
      }),
      answer('m3', [{ type: 'text', text: 'done' }]),
    ]);
    expect(conversations.map(roles)).toEqual(['user assistant2 tool tool user assistant']);
    const [{ failed, usage: counted, model, messages }] = conversations as [Conversation];
    expect([...failed]).toEqual(['c2']);
    expect(counted.get(messages[1] as never)).toMatchObject({ input: 3, cached: 100, written: 20, output: 9 });
    expect(model).toBe('claude-opus-4-8');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'result', call: 'c2', isFailed: true, exitCode: 2, line: 7 }),
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'message', text: 'note', isInjected: true }));
  });

  it('keeps sub-agents apart, in files of their own and in the session, and ends where the past was summed up', async () => {
    const side = { isSidechain: true };
    const { conversations } = await told('b.jsonl', [
      claude('user', { role: 'user', content: 'go' }),
      answer('m1', [use('c1')]),
      { ...claude('user', { role: 'user', content: 'look' }), ...side },
      { ...answer('s1', [use('d1')]), ...side },
      results('c1', 'one'),
      { ...results('d1', 'deep'), ...side },
      { ...answer('s2', [{ type: 'text', text: 'seen' }]), ...side },
      { type: 'system', subtype: 'compact_boundary', uuid: 'x', sessionId: 's' },
      claude('user', { role: 'user', content: 'a summary' }, { isCompactSummary: true }),
      answer('m9', [{ type: 'text', text: 'on' }]),
    ]);
    expect(conversations.map((one) => [one.isSubAgent, roles(one)])).toEqual([
      [false, 'user assistant1 tool'],
      [true, 'user assistant1 tool assistant'],
      [false, 'user assistant'],
    ]);
    const own = { ...side, agentId: 'ab12' };
    const sub = await told('subagents/agent-ab12.jsonl', [
      { ...claude('user', { role: 'user', content: 'look' }), ...own },
      { ...answer('s1', [{ type: 'text', text: 'seen' }]), ...own },
    ]);
    expect(sub.conversations.map(({ isSubAgent, session }) => [isSubAgent, session])).toEqual([[true, 's']]);
  });
});

describe('Codex', () => {
  const line = (type: string, payload: object) => ({ timestamp: '2026-11-29T11:39:38.502Z', type, payload });
  const item = (payload: object) => line('response_item', payload);

  it('tells calls of every kind, exit codes from headers, and usage by the older record where there is no newer one', async () => {
    const { conversations, events } = await told('rollout-x.jsonl', [
      line('session_meta', { id: 's', cwd: '/x', source: { subagent: { thread_spawn: {} } } }),
      line('turn_context', { model: 'gpt-5' }),
      item({ type: 'message', role: 'user', content: [{ type: 'input_text', text: '<environment_context>x' }] }),
      item({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'go' }] }),
      item({ type: 'reasoning', encrypted_content: 'x' }),
      item({ type: 'custom_tool_call', name: 'exec', call_id: 'c1', input: 'text(1)' }),
      item({
        type: 'custom_tool_call_output',
        call_id: 'c1',
        output: [{ type: 'input_text', text: 'Script failed\nOutput:\n' }],
      }),
      line('event_msg', {
        type: 'token_count',
        info: { last_token_usage: { input_tokens: 50, cached_input_tokens: 40, output_tokens: 2 } },
      }),
      item({ type: 'function_call', namespace: 'mcp__x', name: 'y', call_id: 'c2', arguments: '{"a":1}' }),
      item({ type: 'function_call', name: 'exec_command', call_id: 'c3', arguments: '{"cmd":"false"}' }),
      item({
        type: 'function_call_output',
        call_id: 'c3',
        output: 'Chunk ID: 1\nWall time: 0 seconds\nProcess exited with code 3\nOutput:\nProcess exited with code 0',
      }),
      item({ type: 'function_call_output', call_id: 'c2', output: '{"output":"fine","metadata":{"exit_code":0}}' }),
      line('compacted', { message: 'a summary' }),
      item({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'on' }] }),
    ]);
    expect(conversations.map((one) => [one.isSubAgent, roles(one), [...one.failed]])).toEqual([
      [true, 'user user assistant1 tool assistant2 tool tool', ['c1', 'c3']],
      [true, 'user assistant', []],
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'usage', input: 10, cached: 40, output: 2 }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'call', tool: 'mcp__x__y', input: { a: 1 } }));
    expect(events.filter((one) => one.type === 'result').map(({ exitCode }) => exitCode)).toEqual([undefined, 3, 0]);
  });
});

describe('Gemini CLI', () => {
  it('tells a session that is one JSON value, failures by their exit code, and where the past was replaced', async () => {
    const response = {
      output: '<untrusted_context>\nOutput: no\nExit Code: 3\nProcess Group PGID: 9\n</untrusted_context>',
    };
    const call = {
      id: 'c1',
      name: 'run_shell_command',
      args: { command: 'x' },
      status: 'success',
      result: [{ functionResponse: { response } }],
    };
    const messages = [
      { id: 'a', type: 'user', content: 'go' },
      { id: 'i', type: 'info', content: 'not sent' },
      {
        id: 'b',
        type: 'gemini',
        content: 'first',
        toolCalls: [call],
        tokens: { input: 90, cached: 30, output: 2, thoughts: 3 },
      },
    ];
    const head = { sessionId: 's', projectHash: 'f' };
    const whole = await told('session-1.json', JSON.stringify({ ...head, messages }, null, 2));
    expect(whole.conversations.map((one) => [roles(one), [...one.failed]])).toEqual([['user assistant1 tool', ['c1']]]);
    expect(whole.events).toContainEqual(expect.objectContaining({ type: 'usage', input: 60, cached: 30, output: 5 }));
    const replaced = { $set: { messages: [{ id: 'z', type: 'user', content: 'a summary' }] } };
    const after = { id: 'y', type: 'gemini', content: 'on' };
    const lines = await told('session-2.jsonl', [head, ...messages, replaced, after]);
    expect(lines.conversations.map(roles)).toEqual(['user assistant1 tool', 'user assistant']);
  });
});

it('looks for sessions where the agents of a user keep them, or where their variables say', () => {
  expect(sessionFolders('/h', {})).toEqual({
    'claude-code': ['/h/.claude/projects', '/h/.config/claude/projects'],
    codex: ['/h/.codex/sessions', '/h/.codex/archived_sessions'],
    'gemini-cli': ['/h/.gemini/tmp'],
    opencode: ['/h/.local/share/opencode'],
  });
  const moved = { CLAUDE_CONFIG_DIR: '/c', CODEX_HOME: '/d', XDG_DATA_HOME: '/e' };
  expect(Object.values(sessionFolders('/h', moved)).flat()).toEqual(
    expect.arrayContaining(['/c/projects', '/d/sessions', '/e/opencode']),
  );
});
