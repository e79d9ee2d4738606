import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beginOf } from '@headroom/agents/own-process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newToken, writeState } from '../service/state.js';
import { hookCommand, installedHookCommand } from './command.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const asked: string[] = [];
let answer: readonly [number, string] = [200, '{"put":1}'];
const http = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  asked.push(`${request.url} ${request.headers.authorization} ${body}`);
  response.writeHead(answer[0]).end(answer[1]);
});
let env: NodeJS.ProcessEnv = {};
const own = mkdtempSync(join(tmpdir(), 'headroom-hook-own-'));
const token = newToken();
beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/hook/gemini?v=1`;
  env = { ...process.env, HEADROOM_HOME: own, HEADROOM_HOOK: url, HEADROOM_TOKEN: token };
  writeState(own, { port, token, version: 'x', pid: process.pid });
});
afterAll(() => {
  http.close();
  rmSync(own, { recursive: true, force: true });
});

async function hook(input: string, more: NodeJS.ProcessEnv = {}, words = hookCommand(process.execPath, program)) {
  const child = spawn('/bin/sh', ['-c', words], { env: { ...env, ...more } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { out: out.trim(), err, code };
}
const NOTHING = { out: '{}', err: '', code: 0 };

it('hands on what it is given, and prints the answer', async () => {
  expect(await hook('{"event":"é"}')).toEqual({ out: '{"put":1}', err: '', code: 0 });
  expect(asked).toEqual([`/hook/gemini?v=1 Bearer ${token} {"event":"é"}`]);
}, 30_000);

it('changes nothing where nobody answers, or something else does', async () => {
  answer = [500, 'broken'];
  expect(await hook('{}')).toEqual(NOTHING);
  answer = [200, '{"put":1}'];
  expect(await hook('{}', { HEADROOM_HOOK: 'http://127.0.0.1:1/hook/gemini' })).toEqual(NOTHING);
  expect(await hook('{}', { HEADROOM_HOOK: 'http://example.com/hook' })).toEqual(NOTHING);
  expect(await hook('{}', { HEADROOM_HOOK: 'no address' })).toEqual(NOTHING);
}, 30_000);

it('tells nothing to whoever listens in the place of a service that has died, or was replaced', async () => {
  const before = asked.length;
  const { port } = http.address() as AddressInfo;
  const other = mkdtempSync(join(tmpdir(), 'headroom-hook-'));
  const { pid } = spawnSync('true');
  const began = beginOf(process.pid);
  for (const state of [
    { port, token, version: 'x', pid },
    { port: 1, token, version: 'x', pid: process.pid },
    { port, token: newToken(), version: 'x', pid: process.pid },
    // The number of the process is another's by now.
    ...(began === undefined ? [] : [{ port, token, version: 'x', pid: process.pid, began: `${Number(began) - 1}` }]),
  ]) {
    writeState(other, state);
    expect(await hook('{}', { HEADROOM_HOME: other })).toEqual(NOTHING);
  }
  expect(asked).toHaveLength(before);
  if (began !== undefined) writeState(other, { port, token, version: 'x', pid: process.pid, began });
  if (began !== undefined) expect(await hook('{}', { HEADROOM_HOME: other })).toEqual({ ...NOTHING, out: '{"put":1}' });
  rmSync(other, { recursive: true, force: true });
}, 30_000);

it('does nothing in a session that is not ours, or when this program is gone', async () => {
  const before = asked.length;
  expect(await hook('{}', { HEADROOM_HOOK: '' })).toEqual(NOTHING);
  const gone = spawnSync('/bin/sh', ['-c', hookCommand(process.execPath, "/nowhere/it's/main.js")], { env });
  expect([gone.stdout.toString().trim(), gone.status]).toEqual(['{}', 0]);
  expect(asked).toHaveLength(before);
}, 30_000);

it('finds the service by its state where it is installed for good, and leaves sessions of wrap alone', async () => {
  const home = mkdtempSync(join(tmpdir(), 'headroom-hook-'));
  const words = installedHookCommand(process.execPath, program, 'copilot', 'sessions=%2Fa%20b');
  const installed = { HEADROOM_HOME: home, HEADROOM_HOOK: '', HEADROOM_TOKEN: '' };
  try {
    expect(await hook('{}', installed, words)).toEqual(NOTHING);
    const { port } = http.address() as AddressInfo;
    writeState(home, { port, token, version: 'x', pid: process.pid });
    answer = [200, '{"put":2}'];
    asked.length = 0;
    expect(await hook('{"a":1}', installed, words)).toEqual({ out: '{"put":2}', err: '', code: 0 });
    expect(asked).toEqual([
      expect.stringMatching(`^/hook/copilot\\?sessions=%2Fa\\+b&v=[^ ]+ Bearer ${token} {"a":1}$`),
    ]);
    expect(await hook('{}', { HEADROOM_HOME: home }, words)).toEqual(NOTHING);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}, 30_000);
