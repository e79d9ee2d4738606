import { describe, expect, it } from 'vitest';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';
import { overruledIn } from './overruled.js';
import { claudeCodeSession, type SessionOptions } from './session.js';

const base: SessionOptions = {
  args: [],
  port: 4711,
  token: 'f'.repeat(64),
  version: '1.2.3',
  readFile: () => {
    throw new Error('no file');
  },
};
const start = (more: Partial<SessionOptions>) => claudeCodeSession({ ...base, ...more });
const settingsOf = (args: readonly string[]) => JSON.parse(args[args.indexOf('--settings') + 1] ?? '');

describe('claudeCodeSession', () => {
  it('gives hook, server and permission by flags, the token by a variable alone', () => {
    const { args, env, problem } = start({ args: ['-p', 'hello', '--continue'] });
    expect(problem).toBeUndefined();
    expect(args.slice(4)).toEqual(['-p', 'hello', '--continue']);
    expect(args.join(' ')).not.toContain(base.token);
    expect(env).toEqual({ HEADROOM_TOKEN: base.token });
    const { hooks, permissions } = settingsOf(args);
    expect(hooks.PostToolUse[0].hooks[0]).toMatchObject({
      type: 'http',
      url: 'http://127.0.0.1:4711/hook/claude-code?v=1.2.3',
      timeout: 10,
    });
    expect(Object.keys(hooks)).toEqual(['PostToolUse']);
    expect(permissions).toEqual({ allow: [CLAUDE_CODE_RETRIEVE_TOOL] });
    expect(JSON.parse(args[1] ?? '').mcpServers.headroom).toMatchObject({ type: 'http', alwaysLoad: true });
  });

  it('keeps what the user says in --settings, as text or as a file', () => {
    const own = {
      model: 'x',
      hooks: { PostToolUse: [{ matcher: 'Bash' }], Stop: [1] },
      permissions: { allow: ['Read'], deny: ['Bash(rm:*)'] },
    };
    const asText = start({ args: ['--settings', JSON.stringify(own), '-c'] });
    const asFile = start({
      args: ['--settings=own.json', '-c'],
      readFile: (path) => (path === 'own.json' ? JSON.stringify(own) : ''),
    });
    expect(asText).toEqual(asFile);
    const { model, hooks, permissions } = settingsOf(asText.args);
    expect([model, hooks.Stop, hooks.PostToolUse.length]).toEqual(['x', [1], 2]);
    expect(permissions).toEqual({ allow: ['Read', CLAUDE_CODE_RETRIEVE_TOOL], deny: ['Bash(rm:*)'] });
    expect(asText.args.slice(4)).toEqual(['-c']);
  });

  it.each([['--settings', 'missing.json'], ['--settings', '{half'], ['--settings={"a":1} x']])(
    'leaves the session to the user for %j',
    (...args) => {
      expect(start({ args })).toEqual({ args, env: {}, problem: expect.stringContaining('--settings') });
    },
  );

  it.each([['mcp', 'list'], ['--version'], ['update'], ['-h']])('adds nothing to %j', (...args) => {
    expect(start({ args })).toEqual({ args, env: {} });
  });

  it('carries what the session chose in the address', () => {
    const { args } = start({ mode: 'lossless', excludeTools: ['Read', 'mcp__a b__*'] });
    const { searchParams } = new URL(settingsOf(args).hooks.PostToolUse[0].hooks[0].url);
    expect([searchParams.get('mode'), searchParams.getAll('exclude')]).toEqual(['lossless', ['Read', 'mcp__a b__*']]);
  });
});

describe('overruledIn', () => {
  const says = (settings: object, more: { args?: string[]; isManaged?: boolean } = {}) =>
    overruledIn(
      [{ path: 's.json', text: JSON.stringify(settings), isManaged: more.isManaged ?? false }],
      more.args ?? [],
      4711,
    );

  it('finds nothing in settings that let us be', () => {
    expect(says({ hooks: {}, allowedHttpHookUrls: ['http://127.0.0.1:*'], env: { A: 'b' } })).toEqual({
      reasons: [],
      isRetrieveOut: false,
    });
    expect(overruledIn([{ path: 'x', text: '{ // comment' }], [], 1)).toEqual({ reasons: [], isRetrieveOut: false });
    expect(says({ allowManagedHooksOnly: true }).reasons).toEqual([]);
  });

  it.each<[object, string]>([
    [{ disableAllHooks: true }, 'disableAllHooks'],
    [{ allowedHttpHookUrls: [] }, 'allowedHttpHookUrls'],
    [{ allowedHttpHookUrls: ['https://corp.example/*', 'http://127.0.0.1:9/*'] }, 'allowedHttpHookUrls'],
    [{ permissions: { deny: ['mcp__headroom'] } }, 'packed'],
    [{ deniedMcpServers: [{ serverName: 'headroom' }] }, 'packed'],
  ])('%j', (settings, word) => {
    const { reasons, isRetrieveOut } = says(settings);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(word);
    expect(isRetrieveOut).toBe(word === 'packed');
  });

  it('knows what an administrator and the arguments say', () => {
    expect(says({ allowManagedHooksOnly: true }, { isManaged: true }).reasons).toHaveLength(1);
    expect(says({}, { args: ['--bare'] }).reasons).toHaveLength(1);
    expect(says({}, { args: ['--disallowedTools', `Bash,${CLAUDE_CODE_RETRIEVE_TOOL}`] }).isRetrieveOut).toBe(true);
  });
});
