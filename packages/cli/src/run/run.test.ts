import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, writeState } from '../service/state.js';
import { readArguments } from './read-arguments.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headroom-run-'));
const env = { ...process.env, HEADROOM_HOME: folder, HEADROOM_STORE: join(folder, 's.db') };
const token = newToken();
let answer = (body: { text: string }): string | undefined => JSON.stringify({ text: `short of ${body.text.length}\n` });
/** A service that answers as it is told; the real one is tested beside it. */
const service = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const isKnown = request.headers.authorization === `Bearer ${token}` && request.url === '/text';
  const said = isKnown ? answer(JSON.parse(text)) : '{}';
  if (said !== undefined) response.end(said);
});
const run = async (args: readonly string[], input = '') => {
  const child = spawn(process.execPath, [program, 'run', ...args], { env });
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
};
const lines = (count: number) => [
  '--',
  process.execPath,
  '-e',
  `for (let i = 0; i < ${count}; i++) console.log('line ' + i)`,
];

beforeAll(async () => {
  expect(existsSync(program), 'packages/cli is built').toBe(true);
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  writeState(folder, { port: (service.address() as AddressInfo).port, token, version: 'x', pid: process.pid });
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('headroom run', () => {
  it('shortens what a command printed, and leaves small outputs alone', async () => {
    expect(await run(lines(500))).toMatchObject({ out: 'short of 4390\n', err: '', code: 0 });
    expect((await run(lines(3))).out).toBe('line 0\nline 1\nline 2\n');
  });

  it('says from which folder, whose project may want it otherwise', async () => {
    const before = answer;
    let told: unknown;
    answer = (body) => {
      told = body;
      return '{}';
    };
    expect((await run(lines(500))).out).toHaveLength(4390);
    answer = before;
    expect(told).toMatchObject({ cwd: process.cwd() });
  });

  it('leaves what succeeds alone when it is told to', async () => {
    const script = 'for (let i = 0; i < 500; i++) console.log("line " + i); process.exitCode = Number(process.argv[1])';
    const outcome = (code: string) => run(['--only-failed', '--', process.execPath, '-e', script, code]);
    expect((await outcome('0')).out).toHaveLength(4390);
    expect(await outcome('9')).toMatchObject({ out: 'short of 4390\n', code: 9 });
  });

  it('ends as the command ends', async () => {
    expect((await run(['--', 'sh', '-c', 'exit 37'])).code).toBe(37);
    expect((await run(['sh', '-c', 'kill -TERM $$'])).signal).toBe('SIGTERM');
    expect(await run(['--', 'no-such-program'])).toMatchObject({ code: 127, out: '' });
    expect((await run([])).code).toBe(2);
    expect(await run(['--unknown', '--', 'true', '--help'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^headroom run: there is no option --unknown\n/),
    });
    expect(await run(['--', tmpdir()])).toMatchObject({
      code: 126,
      err: expect.stringContaining('no program that may be run'),
    });
    expect((await run(['--help'])).code).toBe(0);
  });

  it('gives the command its input, its arguments as they are, and keeps both outputs apart', async () => {
    expect((await run(['--', 'cat'], 'from here')).out).toBe('from here');
    expect((await run(['--', 'printf', '%s|', 'a b', '$HOME', '', '--', '*'])).out).toBe('a b|$HOME||--|*|');
    expect(await run(['--', 'sh', '-c', 'echo a; echo b >&2'])).toMatchObject({ out: 'a\n', err: 'b\n' });
  });

  it('keeps the order of lines where both outputs go to one place', () => {
    const script = 'for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done';
    const done = spawnSync('sh', ['-c', `"${process.execPath}" "${program}" run -- sh -c '${script}' 2>&1`], {
      env,
      encoding: 'utf8',
    });
    expect(done.stdout.trim().split('\n')).toEqual([1, 2, 3, 4, 5].flatMap((i) => [`out${i}`, `err${i}`]));
  });

  it('prints the plain output when the service says nothing, nonsense, or hangs', async () => {
    const plain = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join('');
    for (const said of ['{}', 'nonsense', '{"text":7}', undefined]) {
      answer = () => said;
      expect((await run(lines(500))).out).toBe(plain);
    }
    answer = ({ text }) => JSON.stringify({ text: `short of ${text.length}\n` });
  });

  it('never touches bytes that are no text', async () => {
    const script = `process.stdout.write(Buffer.alloc(4000, 255))`;
    const { out } = await run(['--', process.execPath, '-e', `${script}`]);
    expect(out).toBe('\ufffd'.repeat(4000));
  });

  it('passes output on from a moment on, and when it is told to end', async () => {
    const slow = ['--hold', '0.2', '--', 'sh', '-c', 'echo first; sleep 20'];
    const child = spawn(process.execPath, [program, 'run', ...slow], { env });
    expect(String((await once(child.stdout, 'data'))[0])).toBe('first\n');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
    expect((await run(['--', 'sh', '-c', 'sleep 5 & echo done'])).out).toBe('done\n');
  });

  it('hands on a signal that comes while the command starts', async () => {
    const script = "trap 'echo told; exit 5' TERM; kill -TERM $PPID; for i in $(seq 99); do sleep 0.05; done";
    const NODE_OPTIONS = `--require=${fileURLToPath(new URL('../slow-start.fixture.cjs', import.meta.url))}`;
    const child = spawn(process.execPath, [program, 'run', '--', 'sh', '-c', script], {
      env: { ...env, NODE_OPTIONS },
    });
    expect(await once(child, 'exit')).toEqual([5, null]);
  });
});

describe('readArguments', () => {
  it.each([
    [['--', 'a', '-b'], { command: ['a', '-b'], query: undefined, holdSeconds: 100, onlyFailed: false }],
    [
      ['-q', 'why?', '--hold', '5', 'a', '--', 'b'],
      { command: ['a', '--', 'b'], query: 'why?', holdSeconds: 5, onlyFailed: false },
    ],
    [['--hold', 'x', '--', 'a'], { problem: '--hold takes seconds, 0 or more, not x' }],
    [['--nope', '--', 'a'], { problem: 'there is no option --nope' }],
    [['-h'], 'help'],
    // What is behind the dashes is the command's own.
    [['--hold', '-1', '--', 'a', '--help'], { problem: '--hold takes seconds, 0 or more, not -1' }],
    [['--only-failed', 'a'], { command: ['a'], query: undefined, holdSeconds: 100, onlyFailed: true }],
    [['--query'], { problem: '--query needs a value' }],
    [['--'], { problem: 'name the command to run, behind --' }],
    [[], { problem: 'name the command to run, behind --' }],
  ])('%j', (args, expected) => expect(readArguments(args)).toEqual(expected));
});
