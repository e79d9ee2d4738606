import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceState } from './state.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** Whatever users there are: nobody needs an entry to be one. */
const [ADA, BOB] = [64_101, 64_102];
const PRINTS = `for (let i = 0; i < 3000; i++) console.log('09:' + (10 + (i % 50)) + ' worker ' + ((i * 7919) % 97) + ' did shard ' + ((i * 31) % 1009))`;
const homes = new Map<number, string>();

/** One user may become others, and they may read this program. */
const canBeOthers =
  process.getuid?.() === 0 && spawnSync(process.execPath, [program, '--version'], { uid: BOB, gid: BOB }).status === 0;

const folderOf = (uid: number) => join(homes.get(uid) ?? '', '.headroom');
const stateOf = (uid: number) => JSON.parse(readFileSync(join(folderOf(uid), 'service.json'), 'utf8')) as ServiceState;
const asUser = (uid: number, more: NodeJS.ProcessEnv = {}): SpawnSyncOptions => {
  const { HEADROOM_HOME: _, HEADROOM_STORE: __, ...env } = process.env;
  return { uid, gid: uid, cwd: homes.get(uid), env: { ...env, HOME: homes.get(uid), ...more } };
};
/** A program of ours as this user, with a mask that takes no right away. */
function headroom(uid: number, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const words = ['-c', 'umask 0; exec "$@"', 'sh', process.execPath, program, ...args];
  const { status, stdout, stderr } = spawnSync('/bin/sh', words, { ...asUser(uid, more), encoding: 'utf8' });
  return { status, out: String(stdout), err: String(stderr) };
}
const printed = spawnSync(process.execPath, ['-e', PRINTS], { encoding: 'utf8' }).stdout;
const runs = (uid: number, more: NodeJS.ProcessEnv = {}) =>
  headroom(uid, ['run', '--', process.execPath, '-e', PRINTS], more);

/** Runs until its service, which the first one starts, answers. */
async function shortened(uid: number): Promise<string> {
  for (let i = 0; i < 60; i++) {
    const { out, status } = runs(uid);
    expect(status).toBe(0);
    if (out !== printed) return out;
    await sleep(500);
  }
  throw new Error(`no service of ${uid}: ${readFileSync(join(folderOf(uid), 'service.log'), 'utf8').slice(0, 400)}`);
}

const statusAt = (port: number, path: string, token: string, body?: string) =>
  new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const method = body === undefined ? 'GET' : 'POST';
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });

describe.skipIf(!canBeOthers)('two users on one machine', () => {
  beforeAll(async () => {
    for (const uid of [ADA, BOB]) {
      // As many systems make homes: others may look into them.
      const home = mkdtempSync(join(tmpdir(), 'headroom-user-'));
      homes.set(uid, home);
      chmodSync(home, 0o755);
      chownSync(home, uid, uid);
    }
    for (const uid of [ADA, BOB]) expect(await shortened(uid)).toContain('Left out');
  }, 120_000);
  afterAll(() => {
    for (const [uid, home] of homes) {
      if (existsSync(join(folderOf(uid), 'service.json'))) process.kill(stateOf(uid).pid, 'SIGKILL');
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it('have a service each, and files that nobody else can read', () => {
    const [ada, bob] = [stateOf(ADA), stateOf(BOB)];
    expect(ada.port).not.toBe(bob.port);
    expect(ada.token).not.toBe(bob.token);
    for (const uid of [ADA, BOB]) {
      const folder = folderOf(uid);
      expect(statSync(folder)).toMatchObject({ uid, mode: 0o40700 });
      const names = readdirSync(folder);
      expect(names).toEqual(expect.arrayContaining(['service.json', 'service.log', 'store.db']));
      for (const name of names) {
        const { mode, uid: owner } = statSync(join(folder, name));
        expect([name, owner, mode & 0o777]).toEqual([name, uid, 0o600]);
        const other = uid === ADA ? BOB : ADA;
        expect(spawnSync('cat', [join(folder, name)], asUser(other)).status).not.toBe(0);
      }
    }
  }, 60_000);

  it('have no use for the address of the other one', async () => {
    const [{ port }, { token }] = [stateOf(ADA), stateOf(BOB)];
    for (const path of ['/health', '/v1/stats', '/v1/retrieve', '/v1/compress', '/text', '/mcp', '/stop', '/link'])
      for (const body of [undefined, '{}'])
        expect([path, await statusAt(port, path, token, body)]).toEqual([path, 401]);
    expect(await statusAt(port, '/session/x/v1/messages', token, '{}')).toBe(403);
  });

  it('get the plain output where a folder of the other one is named, and never the texts of the other one', async () => {
    const there = { HEADROOM_HOME: folderOf(ADA) };
    expect(runs(BOB, there)).toMatchObject({ status: 0, out: printed });
    expect(headroom(BOB, ['doctor'], there)).toMatchObject({
      status: 2,
      out: expect.stringContaining('cannot be written'),
    });
    const own = 'only Ada reads this. '.repeat(40);
    const words = ['run', '--', process.execPath, '-e', `console.log(${JSON.stringify(own)}); ${PRINTS}`];
    const [, hash = ''] = /hash=([0-9a-f-]+)/.exec(headroom(ADA, words).out) ?? [];
    expect(headroom(ADA, ['retrieve', hash]).out).toContain(own);
    expect(headroom(BOB, ['retrieve', hash])).toMatchObject({ status: 1, out: '' });
    expect(headroom(BOB, ['retrieve', hash], { HEADROOM_STORE: join(folderOf(ADA), 'store.db') }).out).toBe('');
  }, 60_000);

  it('hear nothing at the port of a service of the other one that died; the next has another port and token', async () => {
    const before = stateOf(ADA);
    process.kill(before.pid, 'SIGKILL');
    await sleep(300);
    const listens = `const heard = []; require('http').createServer((q, r) => {
      if (q.url === '/heard') return r.end(JSON.stringify(heard));
      heard.push(q.url + ' ' + q.headers.authorization); r.end('{"service":"headroom","version":"0.0.0","pid":1,"text":"mine"}');
    }).listen(${before.port}, '127.0.0.1', () => console.log('listening'))`;
    const { cwd, env } = asUser(BOB);
    const thief = spawn(process.execPath, ['-e', listens], { uid: BOB, gid: BOB, cwd, env });
    try {
      await new Promise((resolve) => thief.stdout.once('data', resolve));
      expect(runs(ADA).out).toBe(printed);
      expect(await shortened(ADA)).toContain('Left out');
      const after = stateOf(ADA);
      expect(after.port).not.toBe(before.port);
      expect(after.token).not.toBe(before.token);
      const heard = await (await fetch(`http://127.0.0.1:${before.port}/heard`)).json();
      expect(heard).toEqual([]);
    } finally {
      thief.kill('SIGKILL');
    }
  }, 90_000);

  it('take nothing for theirs that somebody else wrote where both may write', async () => {
    const shared = mkdtempSync(join(tmpdir(), 'headroom-shared-'));
    chmodSync(shared, 0o777);
    // A live process of Bob's, at an address that Ada chose.
    const state = { ...stateOf(ADA), pid: stateOf(BOB).pid };
    const write = `require('fs').writeFileSync(${JSON.stringify(join(shared, 'service.json'))}, ${JSON.stringify(JSON.stringify(state))}, { mode: 0o644 })`;
    expect(spawnSync(process.execPath, ['-e', write], asUser(ADA)).status).toBe(0);
    expect(runs(BOB, { HEADROOM_HOME: shared }).out).toBe(printed);
    // The one of Bob's own that this has started.
    const own = () => JSON.parse(readFileSync(join(shared, 'service.json'), 'utf8')) as ServiceState;
    for (let i = 0; i < 100 && own().token === state.token; i++) await sleep(200);
    expect(own().token).not.toBe(state.token);
    process.kill(own().pid, 'SIGKILL');
    rmSync(shared, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);
});
