import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../service/ask.js';
import { readState } from '../service/state.js';
import { shellPrefix } from './shell-prefix.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headroom-wrap-'));
const home = join(folder, '.headroom');
const env = {
  ...process.env,
  HOME: folder,
  HEADROOM_HOME: home,
  HEADROOM_STORE: join(folder, 's.db'),
  CLAUDE_CONFIG_DIR: join(folder, 'c'),
  PATH: `${folder}${delimiter}${process.env.PATH}`,
};

/** An agent that says what it was given, and does what `DO` says. */
const AGENT = `#!/bin/sh
[ -n "$SHOW" ] && for word in "$@"; do printf '%s\\n' "$word"; done
eval "$DO"
`;
function start(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [program, 'wrap', 'claude', ...args], { cwd: folder, env: { ...env, ...more } });
}
async function wrap(args: readonly string[], more: NodeJS.ProcessEnv = {}, input = '') {
  const child = start(args, more);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  const [code, signal] = await once(child, 'close');
  return { out, err, code, signal };
}

beforeAll(() => {
  writeFileSync(join(folder, 'claude'), AGENT);
  chmodSync(join(folder, 'claude'), 0o755);
  mkdirSync(join(folder, 'c'));
});
afterAll(async () => {
  const state = readState(home);
  if (state) await ask(state, '/stop', { body: '{}' });
  await sleep(300);
  rmSync(folder, { recursive: true, force: true });
});

describe('headroom wrap claude', () => {
  it('gives the agent its arguments as they are, its input, and the token by a variable alone', async () => {
    const { out, err, code } = await wrap(
      ['--', '-p', 'a b', '', '*'],
      { SHOW: '1', DO: 'cat; printf "|%s" "$HEADROOM_TOKEN"' },
      'from here',
    );
    expect([code, err]).toEqual([0, '']);
    const token = readState(home)?.token ?? 'none';
    expect(out.endsWith(`-p\na b\n\n*\nfrom here|${token}`)).toBe(true);
    expect(out.split(token)).toHaveLength(2);
  }, 60_000);

  it('ends as the agent ends, and hands signals on', async () => {
    expect((await wrap([], { DO: 'exit 7' })).code).toBe(7);
    expect((await wrap([], { DO: 'kill -KILL $$' })).signal).toBe('SIGKILL');
    const child = start([], { DO: "trap 'echo told; exit 5' TERM; echo up; for i in $(seq 999); do sleep 0.05; done" });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(5);
  }, 60_000);

  it('hands on a signal that comes while the agent starts', async () => {
    const child = start([], {
      DO: "trap 'echo told; exit 5' TERM; echo up; for i in $(seq 999); do sleep 0.05; done",
      NODE_OPTIONS: `--require=${fileURLToPath(new URL('../slow-start.fixture.cjs', import.meta.url))}`,
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(5);
  }, 60_000);

  it('leaves the agent the terminal', async (context) => {
    if (spawnSync('script', ['--version']).status !== 0) return context.skip();
    const line = `"${process.execPath}" "${program}" wrap claude`;
    const done = spawnSync('script', ['-qec', line, '/dev/null'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, DO: 'test -t 0 && test -t 1 && test -t 2 && echo terminal' },
    });
    expect(done.stdout).toContain('terminal');
  }, 60_000);

  it('says what in the settings silences it, and starts the agent all the same', async () => {
    writeFileSync(join(folder, 'c', 'settings.json'), '{"disableAllHooks":true}');
    const { err, code } = await wrap([], { DO: 'exit 3' });
    rmSync(join(folder, 'c', 'settings.json'));
    expect(code).toBe(3);
    expect(err).toContain('disableAllHooks');
  }, 60_000);

  it('starts the agent alone, and says so, when there can be no service', async () => {
    writeFileSync(join(folder, 'in-the-way'), '');
    const { out, err, code } = await wrap(['--', '-p'], {
      SHOW: '1',
      DO: 'exit 4',
      HEADROOM_HOME: join(folder, 'in-the-way', 'x'),
    });
    expect([out, code]).toEqual(['-p\n', 4]);
    expect(err).toContain('runs without it');
  }, 60_000);

  it('starts the agent alone where the user has no home', async () => {
    const fixture = fileURLToPath(new URL('../no-home.fixture.cjs', import.meta.url));
    const none = { HEADROOM_HOME: '', HEADROOM_STORE: '', NODE_OPTIONS: `--require=${fixture}` };
    const { out, err, code } = await wrap(['--', '-p'], { SHOW: '1', DO: 'exit 4', ...none });
    expect([out, code]).toEqual(['-p\n', 4]);
    expect(err).toContain('runs without it');
    const say = (...args: string[]) =>
      spawnSync(process.execPath, [program, ...args], {
        encoding: 'utf8',
        env: { ...env, ...none },
        input: 'as it is',
      });
    expect(say('compress').stdout).toBe('as it is');
    const { stdout, status } = say('doctor');
    expect([status, stdout]).toEqual([
      2,
      expect.stringMatching(/service +\S+ cannot be written[\s\S]+store +\S+ cannot be written/),
    ]);
    expect(say('install', '--agent', 'claude')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('in the way'),
    });
  }, 60_000);

  it('is one of many at once, each with the settings it was given', async () => {
    const both = await Promise.all([
      wrap(['--lossless'], { SHOW: '1' }),
      wrap(['--exclude-tools', 'Read', 'mcp__*', '--mode', 'aggressive'], { SHOW: '1' }),
      wrap(['--exclude-tool', 'Read', '--exclude-tools', 'x'], { SHOW: '1' }),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(both[0]?.out).toContain('mode=lossless"');
    expect(both[1]?.out).toContain('mode=aggressive&exclude=Read&exclude=mcp__*"');
    expect(both[2]?.out).toContain('&exclude=x&exclude=Read"');
    expect((await wrap(['--mode', 'some'])).code).toBe(2);
    expect((await wrap(['--exclude-tools', 'x'.repeat(300)])).code).toBe(2);
  }, 60_000);

  it('does as the project says, and does not start where that cannot be understood', async () => {
    const file = join(folder, '.headroom.json');
    const say = { DO: 'printf "%s|%s" "$HEADROOM_TOKEN" "$CLAUDE_CODE_SHELL_PREFIX"' };
    writeFileSync(file, '{"failedCommands":true}');
    expect((await wrap([], say)).out).toMatch(/^[0-9a-f]{64}\|.*shell$/);
    writeFileSync(file, '{"enabled":false}');
    const off = await wrap([], say);
    expect([off.out, off.err.includes('switches Headroom off here')]).toEqual(['|', true]);
    writeFileSync(file, '{"losless":true}');
    const wrong = await wrap([], say);
    rmSync(file);
    expect([wrong.out, wrong.code, wrong.err.includes('no setting "losless"')]).toEqual(['', 2, true]);
  }, 60_000);

  it('says when there is no such agent', async () => {
    const { code, err } = await wrap([], { PATH: '/nowhere' });
    expect([code, err.includes('npm install')]).toEqual([2, true]);
  }, 60_000);

  it('says the same of one that may not be started', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    writeFileSync(join(closed, 'claude'), AGENT, { mode: 0o644 });
    const { code, err } = await wrap([], { PATH: closed });
    expect([code, err.includes('npm install'), err.includes('HEADROOM_STORE')]).toEqual([2, true, false]);
  }, 60_000);
});

describe('headroom wrap of others', () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [program, 'wrap', ...args], { encoding: 'utf8', env });

  it('puts an agent that has a variable for it behind the proxy, and sends on to where it went', () => {
    const script = '#!/bin/sh\nprintf "%s %s" "$OPENAI_HOST" "$ANTHROPIC_HOST"\nexit 4\n';
    writeFileSync(join(folder, 'goose'), script, { mode: 0o755 });
    const { stdout, status } = start('goose', '--lossless');
    expect(status).toBe(4);
    const { port } = readState(home) ?? { port: 0 };
    const [openai = '', anthropic = ''] = stdout.split(' ');
    expect(openai).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/session/[\\w-]+\\.[\\w-]+/openai$`));
    expect(anthropic).toBe(openai.replace(/openai$/, 'anthropic'));
  }, 60_000);

  it('says what can be done for one that has none', () => {
    expect(start('cursor')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('headroom install --agent cursor'),
    });
    expect(start('cline')).toMatchObject({ status: 0, stdout: expect.stringContaining('headroom proxy') });
  }, 60_000);
});

describe('the program before the shell', () => {
  it('lets only what fails of a command line of the model be shortened, and begins everything else as it is', () => {
    const path = shellPrefix(home, program);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    const run = (line: string) => spawnSync(path, [line], { encoding: 'utf8', env, cwd: folder });
    expect(run('echo "a  b"; exit 6')).toMatchObject({ status: 6, stdout: 'a  b\n' });
    const at = join(folder, 'at');
    const wrapped = (command: string) => `source /dev/null && eval '${command}' && pwd -P >| ${at}`;
    expect(run(wrapped(`cd /; echo "it'\\''s"`))).toMatchObject({ status: 0, stdout: "it's\n" });
    expect(readFileSync(at, 'utf8')).toBe('/\n');
    expect(run(wrapped('exit 9')).status).toBe(9);
    const gone = shellPrefix(home, join(folder, 'uninstalled.js'));
    expect(spawnSync(gone, [wrapped('echo still')], { encoding: 'utf8', env }).stdout).toBe('still\n');
  });
});
