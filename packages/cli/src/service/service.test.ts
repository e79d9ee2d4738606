import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ask, serviceAt } from './ask.js';
import { ensureService } from './ensure-service.js';
import { liveState, makeFolder, readState, type ServiceState, writeState } from './state.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const folder = mkdtempSync(join(tmpdir(), 'headroom-service-'));
process.env.HEADROOM_STORE = join(folder, 'store.db');
const options = { folder, version, program, timeoutMs: 25_000 };
const json = JSON.stringify(
  Array.from({ length: 400 }, (_, id) => ({
    id,
    state: id === 311 ? 'lost' : 'fine',
    load: (id * 7919) % 97,
    host: `node-${id % 7}`,
  })),
  null,
  1,
);

const started = async () => {
  const state = await ensureService(options);
  if (!state) throw new Error(`no service: ${readFileSync(join(folder, 'service.log'), 'utf8').slice(0, 400)}`);
  return state;
};
const event = (id: string, stdout: string) => ({
  hook_event_name: 'PostToolUse',
  session_id: 's',
  tool_use_id: id,
  tool_name: 'Bash',
  tool_input: { command: 'cat rows.json' },
  tool_response: { stdout, stderr: '', interrupted: false, isImage: false },
});
const hook = async (state: ServiceState, body: unknown, v = version) =>
  JSON.parse(
    (await ask(state, `/hook/claude-code?v=${v}`, { body: JSON.stringify(body), timeoutMs: 30_000 }))?.body ?? 'null',
  );
const stdoutOf = (answer: { hookSpecificOutput?: { updatedToolOutput: { stdout: string } } }) =>
  answer?.hookSpecificOutput?.updatedToolOutput.stdout ?? '';

afterAll(async () => {
  const state = readState(folder);
  if (state) await ask(state, '/stop', { body: '{}' });
  await sleep(300);
  rmSync(folder, { recursive: true, force: true });
});

describe('the service', () => {
  it('is started once, however many want it, and only its user can read how to reach it', async () => {
    expect(existsSync(program), 'packages/cli is built').toBe(true);
    const states = await Promise.all(Array.from({ length: 4 }, started));
    expect(new Set(states.map(({ pid }) => pid)).size).toBe(1);
    expect(statSync(join(folder, 'service.json')).mode & 0o777).toBe(0o600);
    const second = spawn(process.execPath, [program, 'serve'], { env: { ...process.env, HEADROOM_HOME: folder } });
    expect(await new Promise((resolve) => second.on('exit', resolve))).toBe(0);
    expect((await serviceAt(states[0] as ServiceState))?.version).toBe(version);
  }, 60_000);

  it('shortens what a hook brings, gives it back by MCP and HTTP, and logs nothing of it', async () => {
    const state = await started();
    const stdout = stdoutOf(await hook(state, event('c1', json)));
    expect(stdout).toContain('lost');
    const hash = /headroom_retrieve with hash=([0-9a-f]{24})/.exec(stdout)?.[1];
    const back = await ask(state, '/v1/retrieve', { body: JSON.stringify({ hash }), timeoutMs: 10_000 });
    expect(JSON.parse(back?.body ?? '{}').original_content).toBe(json);
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'headroom_retrieve', arguments: { hash } },
    };
    const answered = await fetch(`http://127.0.0.1:${state.port}/mcp`, {
      method: 'POST',
      body: JSON.stringify(call),
      headers: {
        authorization: `Bearer ${state.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
    });
    expect(((await answered.json()) as { result: { content: { text: string }[] } }).result.content[0]?.text).toBe(json);
    expect(readFileSync(join(folder, 'service.log'), 'utf8')).not.toMatch(/lost|fine|rows/);
    const told = JSON.parse((await ask(state, '/v1/stats', { timeoutMs: 10_000 }))?.body ?? '{}');
    // What was asked back by MCP is booked under the agent and the tool it came from.
    for (const { doors, tools } of [told, told.today, told.week]) {
      expect(doors['claude-code']).toMatchObject({ texts: expect.any(Number), retrievals: 1 });
      expect(tools.Bash).toMatchObject({ retrievals: 1 });
      expect(doors['claude-code'].tokensSaved).toBeGreaterThan(1000);
    }
    expect(told.retrieves).toEqual({ found: 1 });
    const printed = spawnSync(process.execPath, [program, 'stats', '--json'], { encoding: 'utf8', env: process.env });
    expect(JSON.parse(printed.stdout).doors).toEqual(told.doors);
  }, 60_000);

  it('shows what a hook brought and what was asked back in the dashboard, to whoever has a link', async () => {
    const state = await started();
    const env = { ...process.env, HEADROOM_HOME: folder };
    const printed = spawnSync(process.execPath, [program, 'dashboard', '--no-open'], { encoding: 'utf8', env });
    expect([printed.status, printed.stderr]).toEqual([0, '']);
    const [url, code] = printed.stdout.trim().split('#code=');
    expect(url).toBe(`http://127.0.0.1:${state.port}/dashboard`);
    expect((await fetch(`http://127.0.0.1:${state.port}/link`)).status).toBe(401);
    expect(await (await fetch(String(url))).text()).toContain('<div id="app">');
    const entered = await fetch(`${url}/enter`, { method: 'POST', body: JSON.stringify({ code }) });
    const { key } = (await entered.json()) as { readonly key: string };
    const headers = { authorization: `Bearer ${key}` };
    const told = (await (await fetch(`${url}/data/sessions`, { headers })).json()) as { sessions: { key: string }[] };
    expect(told.sessions).toMatchObject([{ agent: 'claude-code', session: 's', askedBack: 1 }]);
    const text = await fetch(`${url}/data/text?key=${told.sessions[0]?.key}&step=0&text=0`, { headers });
    const opened = (await text.json()) as { readonly original: string; readonly sent: string };
    expect(opened.original).toBe(json);
    expect(opened.sent).toContain('headroom_retrieve with hash=');
  }, 60_000);

  it('loses nothing of fifty calls at once', async () => {
    const state = await started();
    const texts = Array.from({ length: 50 }, (_, i) => json.replaceAll('"fine"', `"fine-${i}"`));
    const answers = await Promise.all(texts.map((text, i) => hook(state, event(`p${i}`, text))));
    // On a busy machine some may take too long; then the agent has its original.
    const left = answers.filter((answer, i) => !stdoutOf(answer).includes(`fine-${i}`));
    for (const answer of left) expect(answer).toEqual({});
    expect(left.length).toBeLessThan(5);
  }, 120_000);

  it('leaves a session of another version its originals, and whatever it does not know', async () => {
    const state = await started();
    expect(await hook(state, event('c2', json), '9.9.9')).toEqual({});
    for (const body of [null, [], 'x', { hook_event_name: 'Stop' }, { ...event('c', json), tool_name: 'NewTool' }])
      expect(await hook(state, body)).toEqual({});
    expect((await ask(state, `/hook/claude-code?v=${version}`, { body: '{"half' }))?.body).toBe('{}');
  }, 60_000);

  it('reads no more than it can hold, and goes on after those who send too much or break off', async () => {
    const state = await started();
    const huge = await ask(state, `/hook/claude-code?v=${version}`, {
      body: 'x'.repeat(41_000_000),
      timeoutMs: 20_000,
    });
    expect(huge === undefined || huge.status === 413).toBe(true);
    await ask(state, `/hook/claude-code?v=${version}`, { body: 'x'.repeat(30_000_000), timeoutMs: 5 });
    expect(stdoutOf(await hook(state, event('after', json)))).toContain('lost');
  }, 60_000);

  it('lets in nobody without the token, and no web page', async () => {
    const { port, token } = await started();
    const answered = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/health`, { headers }).then(({ status }) => status);
    expect(await answered({})).toBe(401);
    expect(await answered({ authorization: `Bearer ${token}x` })).toBe(401);
    expect(await answered({ authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await answered({ authorization: `Bearer ${token}` })).toBe(200);
  }, 60_000);

  it('is found where it was after it was killed', async () => {
    const before = await started();
    process.kill(before.pid, 'SIGKILL');
    await sleep(200);
    expect(await serviceAt(before)).toBeUndefined();
    const after = await started();
    expect([after.port, after.token]).toEqual([before.port, before.token]);
    expect(after.pid).not.toBe(before.pid);
  }, 60_000);

  it('of another version leaves when the newer one is wanted, and one that hangs is not waited for', async () => {
    const hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const { port } = hanging.address() as AddressInfo;
    const began = Date.now();
    expect(await serviceAt({ port, token: 'x' }, 200)).toBeUndefined();
    expect(Date.now() - began).toBeLessThan(5000);
    hanging.closeAllConnections();
    hanging.close();
    const there = await started();
    expect(await ensureService({ ...options, version: '9.9.9', timeoutMs: 400 })).toBeUndefined();
    await sleep(2500);
    expect(() => process.kill(there.pid, 0)).toThrow();
  }, 60_000);

  it('ends by itself when nobody asks any more', async () => {
    const own = mkdtempSync(join(tmpdir(), 'headroom-idle-'));
    const child = spawn(process.execPath, [program, 'serve', '--idle', '1'], {
      env: { ...process.env, HEADROOM_HOME: own, HEADROOM_STORE: join(own, 's.db') },
    });
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    rmSync(own, { recursive: true, force: true });
  }, 60_000);
});

it.skipIf(!existsSync('/proc/self'))(
  'its folder is not tried to be made for ever where none can be',
  () => {
    const env = { ...process.env, HEADROOM_HOME: '/proc/none/of/ours' };
    const done = spawnSync(process.execPath, [program, 'serve'], { encoding: 'utf8', env, timeout: 20_000 });
    expect([done.status, done.stderr]).toEqual([1, expect.stringContaining('HEADROOM_HOME')]);
  },
  30_000,
);

it('its folder is made with those above it, and may be there', () => {
  const own = mkdtempSync(join(tmpdir(), 'headroom-state-'));
  for (let i = 0; i < 2; i++) makeFolder(join(own, 'a', 'b'));
  expect(statSync(join(own, 'a', 'b')).isDirectory()).toBe(true);
  writeFileSync(join(own, 'file'), '');
  expect(() => makeFolder(join(own, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(own, 'file', 'x'))).toThrow('ENOTDIR');
  rmSync(own, { recursive: true, force: true });
});

describe('the state file', () => {
  it.each(['', '{', '[]', '{"port":0}', '{"port":80,"token":"x"}', '{"port":"80"}'])('%j says nothing', (text) => {
    const own = mkdtempSync(join(tmpdir(), 'headroom-state-'));
    writeFileSync(join(own, 'service.json'), text);
    expect(readState(own)).toBeUndefined();
    writeState(own, { port: 80, token: 'a'.repeat(64), version: '1', pid: 1 });
    expect(readState(own)?.port).toBe(80);
    rmSync(own, { recursive: true, force: true });
  });
});

it('nobody who took the port of a service that died is sent its token', async () => {
  const own = mkdtempSync(join(tmpdir(), 'headroom-state-'));
  const { pid } = spawnSync('true');
  const heard: string[] = [];
  const other = createServer((request, response) => {
    heard.push(String(request.headers.authorization));
    response.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  writeState(own, { port, token: 'a'.repeat(64), version, pid });
  expect(liveState(own)).toBeUndefined();
  const child = spawn(process.execPath, [program, 'hook', 'claude-code'], {
    env: { ...process.env, HEADROOM_HOME: own },
  });
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  child.stdin.end('{"tool_name":"Bash"}');
  await new Promise((resolve) => child.on('close', resolve));
  expect(said).toBe('{}');
  writeState(own, { port, token: 'a'.repeat(64), version, pid: process.pid });
  expect(liveState(own)?.port).toBe(port);
  expect(heard).toEqual([]);
  other.close();
  rmSync(own, { recursive: true, force: true });
});

it('has its sums written down when `stats` asks', async () => {
  const state = await started();
  await ask(state, '/text', { body: JSON.stringify({ text: json, tool: 'Told', cwd: folder }), timeoutMs: 30_000 });
  const env = { ...process.env, HEADROOM_HOME: folder };
  const printed = spawnSync(process.execPath, [program, 'stats', '--json'], { encoding: 'utf8', env });
  expect(JSON.parse(printed.stdout).tools.Told).toMatchObject({ texts: 1 });
}, 60_000);

describe('a project', () => {
  it('is asked with every call, and has its way', async () => {
    const state = await started();
    const file = join(folder, '.headroom.json');
    const shortened = async () => {
      const asked = await Promise.all([
        hook(state, { ...event('p', json), cwd: folder }),
        ask(state, '/text', { body: JSON.stringify({ text: json, tool: 'Bash', cwd: folder }), timeoutMs: 30_000 }),
      ]);
      return [stdoutOf(asked[0]) !== '', (JSON.parse(asked[1]?.body ?? '{}').text ?? json).length < json.length];
    };
    expect(await shortened()).toEqual([true, true]);
    for (const settings of [
      '{"excludeTools":["Ba*"]}',
      '{"enabled":false}',
      '{"minTokens":1000000}',
      '{"mode":"all"}',
    ]) {
      writeFileSync(file, settings);
      expect([settings, ...(await shortened())]).toEqual([settings, false, false]);
    }
    rmSync(file);
    expect(readFileSync(join(folder, 'service.log'), 'utf8')).toContain('.headroom.json cannot be used');
  }, 60_000);
});
