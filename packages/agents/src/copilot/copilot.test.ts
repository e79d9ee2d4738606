import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readCopilotEvent } from './hook-event.js';
import { COPILOT_RETRIEVE_TOOL } from './names.js';
import { copilotSession } from './session.js';
import { shortenCopilot } from './shorten.js';
import { savedCopilotOutput } from './tool-output.js';
import { copilotTranscript, readCopilotTranscript } from './transcript.js';

const json = JSON.stringify(
  Array.from({ length: 400 }, (_, id) => ({ id, host: `node-${id % 5}`, state: id === 311 ? 'lost' : 'fine' })),
  null,
  1,
);
const headroom = createHeadroom();
const line = (type: string, data: object) => JSON.stringify({ type, data, id: 'x' });
const asked = line('user.message', { content: 'Which node is lost?' });
function event(toolName: string, textResultForLlm: unknown, resultType = 'success') {
  return readCopilotEvent({
    sessionId: 's',
    timestamp: 1,
    toolName,
    toolArgs: {},
    toolResult: { resultType, textResultForLlm },
  });
}
async function shorten(tool: string, text: string, whole?: string): Promise<string | undefined> {
  const read = event(tool, text);
  if (!read) throw new Error('no event');
  return (await shortenCopilot(headroom, read, { transcript: asked, whole }))?.modifiedResult.textResultForLlm;
}
const originalOf = async (text = '') => headroom.retrieve(/hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '');
const AFTER = '\n<shellId: 0 completed with exit code 3>';

describe('an output of Copilot CLI', () => {
  it('of the shell is shortened, and how it ended stays behind it', async () => {
    const text = await shorten('bash', `${json}${AFTER}`);
    expect(text?.endsWith(AFTER)).toBe(true);
    expect(text).toContain(`call ${COPILOT_RETRIEVE_TOOL} with hash=`);
    expect(text).toContain('lost');
    expect(await originalOf(text)).toMatchObject({ text: json });
  });

  it('of a server, and of a tool that reads, is shortened', async () => {
    expect(await originalOf(await shorten('db-query', json))).toMatchObject({ text: json });
    expect(await originalOf(await shorten('view', json))).toMatchObject({ text: json });
  });

  it('that was cut is taken whole from the file that the client wrote, and from no other', async () => {
    const path = '/tmp/1795954583200-copilot-tool-output-3233-fba9fac1-54ea-4b31-a014-b80d0f375673.txt';
    const cut = (at: string) =>
      `Output too large to read at once (21.0 KB). Saved to: ${at}\nConsider using tools.\n\n${json.slice(0, 800)}\n${AFTER}`;
    const read = (at: string) => savedCopilotOutput(event('bash', cut(at)) ?? ({} as never));
    expect(read(path)).toBe(path);
    for (const other of ['/home/me/.ssh/id_rsa', 'x-copilot-tool-output-1.txt', `${path}/../../etc/passwd`])
      expect(read(other)).toBeUndefined();
    const text = await shorten('bash', cut(path), json);
    expect(await originalOf(text)).toMatchObject({ text: json });
    expect(text?.endsWith(AFTER)).toBe(true);
    expect(await shorten('bash', cut(path), 'something else')).toBeUndefined();
    expect(await shorten('bash', cut(path))).toBeUndefined();
  });

  it.each([COPILOT_RETRIEVE_TOOL, 'edit', 'skill', 'constructor', 'new_tool'])('stays: %s', async (tool) => {
    expect(await shorten(tool, json)).toBeUndefined();
  });

  it.each([undefined, null, [], 'x', {}, { toolName: 'bash' }, { toolName: '', toolResult: {} }])(
    '%j is no event',
    (body) => expect(readCopilotEvent(body)).toBeUndefined(),
  );

  it('that failed, or is no text, is no event of ours', () => {
    expect(event('bash', json, 'failure')).toBeUndefined();
    expect(event('bash', { a: 1 })).toBeUndefined();
  });
});

describe('the events of a session', () => {
  it('give what was said, with calls, results and the model', () => {
    const tail = [
      'cut"}',
      asked,
      line('system.message', { content: 'not said' }),
      line('assistant.message', {
        content: '',
        model: 'gpt-5',
        toolRequests: [{ toolCallId: 'c1', name: 'bash', arguments: { command: 'ls' } }],
      }),
      line('tool.execution_complete', { toolCallId: 'c1', success: true, result: { content: 'a b' } }),
      line('tool.execution_complete', { toolCallId: 'c2', success: false, result: { content: 'no' } }),
      '{"type":"user.mess',
    ].join('\n');
    expect(readCopilotTranscript(tail)).toEqual({
      model: 'gpt-5',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Which node is lost?' }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'bash', input: { command: 'ls' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'a b', is_error: false }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c2', content: 'no', is_error: true }] },
      ],
    });
  });

  it('are those of that session', () => {
    expect(copilotTranscript('/h/session-state', 'a-1')).toBe('/h/session-state/a-1/events.jsonl');
    expect(copilotTranscript('/h/session-state', '../../x')).toBeUndefined();
  });
});

describe('copilotSession', () => {
  const base = {
    args: ['-p', 'hello'],
    port: 4711,
    token: 'f'.repeat(64),
    version: '1.2.3',
    settings: [],
    folder: '/h/.headroom/copilot',
    sessions: '/h/.copilot/session-state',
    command: 'hook it',
  };
  const modeOf = (args: readonly string[]) =>
    new URL(copilotSession({ ...base, args }).env.HEADROOM_HOOK ?? '').searchParams.get('mode');

  it('gives a plugin, a server and the right to call it by flags, the token by a file and a variable alone', () => {
    const { args, env, files = {}, problem } = copilotSession(base);
    expect(problem).toBeUndefined();
    expect(args).toEqual([
      ...['--plugin-dir', base.folder, '--additional-mcp-config', `@${base.folder}/mcp.json`],
      ...['--allow-tool=headroom(headroom_retrieve)', '-p', 'hello'],
    ]);
    expect(env.HEADROOM_HOOK).toBe(
      'http://127.0.0.1:4711/hook/copilot?v=1.2.3&sessions=%2Fh%2F.copilot%2Fsession-state',
    );
    expect(JSON.parse(files['hooks.json'] ?? '').hooks.postToolUse).toEqual([
      { type: 'command', bash: 'hook it', timeoutSec: 10 },
    ]);
    expect(JSON.parse(files['mcp.json'] ?? '').mcpServers.headroom).toMatchObject({ type: 'http', tools: ['*'] });
    expect(JSON.parse(files['plugin.json'] ?? '').hooks).toBe('hooks.json');
  });

  it.each<[readonly string[], string | null]>([
    [['-p', 'x'], null],
    [['--excluded-tools', 'headroom-headroom_retrieve'], 'lossless'],
    [['--deny-tool=headroom'], 'lossless'],
    [['--disable-mcp-server', 'headroom'], 'lossless'],
    [['--available-tools=bash'], 'lossless'],
    [['--available-tools', 'bash,headroom-headroom_retrieve'], null],
    [['--excluded-tools', 'view'], null],
  ])('leaves nothing out where %j keeps the retrieve tool away', (args, mode) => expect(modeOf(args)).toBe(mode));

  it('says what switches hooks off', () => {
    for (const text of ['{"disableAllHooks":true}', '{ // mine\n "disableAllHooks": true }'])
      expect(copilotSession({ ...base, settings: [{ path: 's.json', text }] }).problem).toContain('s.json');
    expect(
      copilotSession({ ...base, settings: [{ path: 's', text: '{"disableAllHooks":false}' }] }).problem,
    ).toBeUndefined();
  });

  it.each([[['login']], [['--version']], [['mcp', 'list']]])('adds nothing to %j', (args) => {
    expect(copilotSession({ ...base, args })).toEqual({ args, env: {} });
  });
});
