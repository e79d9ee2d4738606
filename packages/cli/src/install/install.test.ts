import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { INSTALL_AGENTS } from '@headroom/agents/install';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../service/ask.js';
import { readState } from '../service/state.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'headroom-cli-install-'));
let home: string;
let count = 0;
const served: string[] = [];
beforeEach(() => {
  home = join(root, `home-${count++}`);
  mkdirSync(home);
});
afterAll(async () => {
  for (const folder of served) {
    const state = readState(folder);
    if (state) await ask(state, '/stop', { body: '{}' });
  }
  await sleep(300);
  rmSync(root, { recursive: true, force: true });
});

const envOf = (more: NodeJS.ProcessEnv = {}) => ({
  HOME: home,
  PATH: '/nowhere',
  HEADROOM_STORE: join(home, 's.db'),
  ...more,
});
function headroom(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const done = spawnSync(process.execPath, [program, ...args], { cwd: home, encoding: 'utf8', env: envOf(env) });
  return { out: done.stdout, err: done.stderr, code: done.status };
}
function write(name: string, text: string): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('headroom install', () => {
  it('writes into the configurations of the agents that are here, with paths for good, and takes it back to the byte', () => {
    const toml = write('.codex/config.toml', 'model = "o3" # mine\n');
    const state = write('.claude.json', '{"numStartups":3}');
    const { err, code } = headroom(['install']);
    expect([code, err]).toEqual([0, expect.stringMatching(/claude[\s\S]*~\/\.claude\.json[\s\S]*codex/)]);
    expect(err).not.toMatch(/gemini|cursor/);
    expect(JSON.parse(readFileSync(state, 'utf8')).mcpServers.headroom).toEqual({
      type: 'stdio',
      command: process.execPath,
      args: [program, 'mcp', 'session'],
      alwaysLoad: true,
    });
    expect(readFileSync(toml, 'utf8')).toContain(`command = "${process.execPath}"`);
    expect(headroom(['install']).err).toContain('unchanged');
    expect(headroom(['unwrap']).code).toBe(0);
    expect([readFileSync(toml, 'utf8'), readFileSync(state, 'utf8')]).toEqual([
      'model = "o3" # mine\n',
      '{"numStartups":3}',
    ]);
    expect(existsSync(join(home, '.claude'))).toBe(false);
    expect(headroom(['uninstall']).err).toContain('Nothing is installed');
  });

  it('shows a dry run, and changes nothing', () => {
    const toml = write('.codex/config.toml', 'model = "o3"\n');
    const { out, code } = headroom(['install', '--dry-run', '--agent', 'codex']);
    expect([code, out.includes('+[mcp_servers.headroom]'), readFileSync(toml, 'utf8')]).toEqual([
      0,
      true,
      'model = "o3"\n',
    ]);
    expect(existsSync(join(home, '.headroom'))).toBe(false);
  });

  it('says what stands in the way, writes nothing of that agent, and goes on with the others', () => {
    write('.claude/settings.json', '{ "permissions": { "allow": "Bash" } }');
    write('.codex/config.toml', '');
    const { err, code } = headroom(['install']);
    expect(code).toBe(1);
    expect(err).toMatch(/waiting[\s\S]*refused[\s\S]*settings\.json[\s\S]*no list/);
    expect(existsSync(join(home, '.claude.json'))).toBe(false);
    expect(readFileSync(join(home, '.codex/config.toml'), 'utf8')).toContain('headroom');
  });

  it('has nothing to do with an agent that is not here, nor with one too old for a hook', () => {
    const missing = headroom(['install', '--agent', 'cursor']);
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('not found here')]);
    expect(headroom(['install', '--agent', 'emacs']).code).toBe(2);
    for (const [version, code] of [
      ['2.1.120', 1],
      ['2.1.121', 0],
      ['3.0.0', 0],
    ] as const) {
      const path = write('bin/claude', `#!/bin/sh\necho "${version} (Claude Code)"\n`);
      chmodSync(path, 0o755);
      const done = headroom(['install', '--agent', 'claude'], { PATH: `${join(home, 'bin')}:/bin` });
      expect([version, done.code, /Update it/.test(done.err)]).toEqual([version, code, code === 1]);
    }
  });

  it('hands --read, --run and --gateway to the server, as whole paths, and then has no agent trust all its tools', () => {
    write('.gemini/settings.json', '{}');
    mkdirSync(join(home, 'docs'));
    headroom(['install', '--read', 'docs', '--run', '.', '--env', 'NPM_TOKEN', '--agent', 'gemini']);
    const { args, trust } = JSON.parse(readFileSync(join(home, '.gemini/settings.json'), 'utf8')).mcpServers.headroom;
    expect(args.slice(1)).toEqual([
      'mcp',
      'session',
      '--read',
      join(home, 'docs'),
      '--run',
      home,
      '--env',
      'NPM_TOKEN',
      '--agent',
      'gemini',
    ]);
    expect(trust).toBeUndefined();
    expect(headroom(['install']).err).toContain('updated');
    expect(JSON.parse(readFileSync(join(home, '.gemini/settings.json'), 'utf8')).mcpServers.headroom.trust).toBe(true);
  });

  it('writes nothing of a folder or a file that is not there, and says where it looks for agents', () => {
    const none = headroom(['install']);
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringMatching(/no agent here that is known: claude, .*on the path/),
    ]);
    const settings = write('.gemini/settings.json', '{}');
    write('manifest.json', '{}');
    for (const [flags, why] of [
      [['--read', 'nowhere'], '--read nowhere: there is no such folder'],
      [['--run', 'manifest.json'], '--run manifest.json: it is no folder'],
      [['--gateway', 'nowhere.json'], 'nowhere.json: there is no such file'],
      [['--gateway', 'manifest.json'], 'no readable `mcpServers`'],
      [['--env', 'TOKEN'], '--env goes with --run'],
    ] as const) {
      const { code, err } = headroom(['install', ...flags]);
      expect([flags, code, err]).toEqual([flags, 2, expect.stringContaining(why)]);
    }
    expect(readFileSync(settings, 'utf8')).toBe('{}');
  });

  it('offers memory where that is asked for, but not through a gateway', () => {
    write('.cursor/mcp.json', '{}');
    headroom(['install', '--memory', '--agent', 'cursor']);
    const { args } = JSON.parse(readFileSync(join(home, '.cursor/mcp.json'), 'utf8')).mcpServers.headroom;
    expect(args.slice(1)).toEqual(['mcp', 'session', '--memory']);
    const both = headroom(['install', '--memory', '--gateway', 'servers.json', '--agent', 'cursor']);
    expect(both.code).not.toBe(0);
    expect(both.err).toContain('--memory does not go with --gateway');
  });

  it('knows all the agents that can be written', () => {
    const { out } = headroom(['install', '--help']);
    for (const name of INSTALL_AGENTS) expect(out).toContain(name);
  });
});

/** An answer, as far as it is looked at here. */
interface Answered {
  readonly result: {
    readonly serverInfo: { readonly name: string };
    readonly tools: readonly { readonly name: string }[];
    readonly content: readonly { readonly text: string }[];
  };
}

describe('headroom mcp session', () => {
  const rows = JSON.stringify(
    Array.from({ length: 300 }, (_, id) => ({
      id,
      host: `n${id % 7}`,
      load: (id * 7919) % 97,
      state: id === 211 ? 'lost' : 'fine',
    })),
    null,
    1,
  );
  const call = (id: number, name: string, args: object) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name, arguments: args },
  });
  const event = (stdout: string, more: object = {}) => ({
    hook_event_name: 'PostToolUse',
    session_id: 's',
    transcript_path: join(home, 'transcript.jsonl'),
    cwd: home,
    agent_id: '',
    tool_name: 'Bash',
    tool_use_id: 't',
    tool_input: '{"command":"cat rows.json"}',
    tool_response: JSON.stringify({ stdout, stderr: '', interrupted: false, isImage: false }),
    ...more,
  });

  const question = { type: 'user', message: { role: 'user', content: 'Which node is lost?' } };

  function session(flags: readonly string[] = [], folder = home) {
    served.push(join(home, '.headroom'));
    write('transcript.jsonl', `${JSON.stringify(question)}\n`);
    const child = spawn(process.execPath, [program, 'mcp', 'session', ...flags], {
      cwd: folder,
      env: envOf(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const waiting = new Map<number, (answer: Answered) => void>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line);
      waiting.get(answer.id)?.(answer);
    });
    const send = (message: {
      readonly jsonrpc: string;
      readonly method: string;
      readonly id?: number;
      readonly params?: unknown;
    }) =>
      new Promise<Answered>((resolve) => {
        if (message.id === undefined) resolve({} as Answered);
        else waiting.set(message.id, resolve);
        child.stdin.write(`${JSON.stringify(message)}\n`);
      });
    const hello = {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    };
    return { child, send, hello: () => send(hello) };
  }
  const answerOf = (answer: Answered) => JSON.parse(answer.result.content[0]?.text ?? '');

  it('answers a hook by the service, brings the original back, and ends with its client', async () => {
    const { child, send, hello } = session();
    expect((await hello()).result.serverInfo.name).toBe('headroom');
    await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const { result } = await send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect(result.tools.map(({ name }) => name)).toEqual(['headroom_retrieve']);
    const { updatedToolOutput } = answerOf(await send(call(2, 'headroom_hook', event(rows)))).hookSpecificOutput;
    const hash = /headroom_retrieve with hash=([0-9a-f]{24})/.exec(updatedToolOutput.stdout)?.[1];
    expect(updatedToolOutput.stdout.length).toBeLessThan(rows.length / 2);
    expect((await send(call(3, 'headroom_retrieve', { hash }))).result.content[0]?.text).toBe(rows);
    for (const odd of [
      event('short'),
      event(rows, { hook_event_name: 'PreToolUse' }),
      event(rows, { tool_response: 'no JSON' }),
      {},
    ])
      expect(answerOf(await send(call(4, 'headroom_hook', odd)))).toEqual({});
    child.stdin.end();
    expect((await once(child, 'close'))[0]).toBe(0);
  }, 60_000);

  it('answers at once while the service is gone, and has it back for the next call', async () => {
    const { child, send, hello } = session();
    await hello();
    process.kill(readState(join(home, '.headroom'))?.pid ?? 0, 'SIGKILL');
    await sleep(50);
    expect(answerOf(await send(call(1, 'headroom_hook', event(rows))))).toEqual({});
    await expect
      .poll(async () => answerOf(await send(call(2, 'headroom_hook', event(rows)))).hookSpecificOutput !== undefined, {
        timeout: 20_000,
        interval: 300,
      })
      .toBe(true);
    child.kill();
    await once(child, 'close');
  }, 60_000);

  it('stands before a server with further tools, and still answers the hook', async () => {
    const project = join(home, 'project');
    mkdirSync(join(project, '.git'), { recursive: true });
    const { child, send, hello } = session(['--read', home, '--memory'], project);
    await hello();
    const { result } = await send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const names = result.tools.map(({ name }) => name);
    expect(names).toContain('headroom_read');
    expect(names).toContain('memory_search');
    await expect
      .poll(async () => answerOf(await send(call(2, 'headroom_hook', event(rows)))).hookSpecificOutput !== undefined, {
        timeout: 20_000,
        interval: 300,
      })
      .toBe(true);
    child.stdin.end();
    await once(child, 'close');
    expect(statSync(home).isDirectory()).toBe(true);
  }, 60_000);
});
