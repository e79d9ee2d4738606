import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { run, scriptOf } from '../../../learn/src/planted/step.fixture.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'cli-learn-'));
const root = join(home, 'shop');
const file = join(root, 'CLAUDE.local.md');
const slip = [run('npm run tset', 'npm error Missing script: "tset"', 1), run('npm run test', 'ok')];

beforeAll(() => {
  expect(existsSync(program), 'packages/cli is built (npm test builds it)').toBe(true);
  mkdirSync(join(root, '.git'), { recursive: true });
  for (const n of [0, 1]) writeAs('claude-code', home, [scriptOf('claude-code', `s${n}`, root, 1e12 + n * 1e7, slip)]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const headroom = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = root) =>
  started(['learn', ...args], env, cwd);
const headroomMemory = (args: readonly string[], cwd: string) => started(['memory', ...args], {}, cwd);

async function started(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stderr.on('data', (bytes) => (err += String(bytes)));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { out, err, code };
}

describe('headroom learn', () => {
  it('says what it would write, with the places, and writes nothing', async () => {
    const { out, code } = await headroom([]);
    expect(code).toBe(0);
    expect(out).toContain('There is no `npm run tset`; it is `npm run test`.');
    expect(out).toMatch(/\.jsonl:\d+ failed, :\d+ worked/);
    expect(out).toContain('Nothing was written');
    expect(existsSync(file)).toBe(false);
  });

  it('writes with --apply, once, and takes a rule out with --drop', async () => {
    expect((await headroom(['--apply'])).out).toContain('1 rule added');
    const once = readFileSync(file);
    expect((await headroom(['--apply'])).out).toContain('says so already');
    expect(readFileSync(file).equals(once)).toBe(true);
    const [id = ''] = /[0-9a-f]{8}(?= -->)/.exec(once.toString()) ?? [];
    expect((await headroom(['--apply', '--drop', id])).out).toContain('1 rule taken out');
    expect(existsSync(file)).toBe(false);
  });

  it('gives JSON and a page', async () => {
    const page = join(home, 'page.html');
    const { out, err } = await headroom(['--all', '--json', '--report', page], {}, home);
    expect(JSON.parse(out)).toMatchObject({
      projects: [{ root, sessions: 2, rules: [], waiting: [{ because: 'taken out', rule: { kind: 'command' } }] }],
    });
    expect(err).toContain('page.html');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('npm run tset');
    expect(html).not.toMatch(/<script|src=|href=/);
  });

  it('says where there is nothing, and that flags contradict each other', async () => {
    expect((await headroom([], {}, home)).out).toContain('No sessions of this project');
    expect(await headroom(['--all', '--project', '.'])).toMatchObject({ code: 2 });
    expect(await headroom(['--evidence', '0'])).toMatchObject({ code: 2 });
  });

  it('fails by the model that was named: no key, an error, and says nothing of what was sent', async () => {
    expect(await headroom(['--llm', 'claude-x'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ANTHROPIC_API_KEY'),
    });
    const server = createServer((_, response) => response.writeHead(500).end('tset'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
    const failed = await headroom(['--llm', 'gpt-x', '--apply'], env);
    server.close();
    expect(failed).toMatchObject({ code: 1, out: '', err: expect.stringContaining('status 500') });
    expect(failed.err).not.toContain('tset');
  });

  it('refuses a book that it cannot read, and says how to go on', async () => {
    const state = join(home, 'other');
    mkdirSync(state);
    writeFileSync(join(state, 'learn.json'), '{');
    expect(await headroom([], { HEADROOM_HOME: state })).toMatchObject({
      code: 2,
      err: expect.stringContaining('move the file away'),
    });
  });

  it('exits with 1 where it left a file alone, and says why, as JSON too', async () => {
    const shop = join(home, 'left');
    mkdirSync(join(shop, '.git'), { recursive: true });
    for (const n of [0, 1])
      writeAs('claude-code', home, [scriptOf('claude-code', `l${n}`, shop, 3e12 + n * 1e7, slip)]);
    const own = join(shop, 'CLAUDE.local.md');
    writeFileSync(own, 'a\n<!-- headroom:learn:start -->\n');
    expect(await headroom([], {}, shop)).toMatchObject({ code: 0 });
    const left = await headroom(['--apply'], {}, shop);
    expect(left).toMatchObject({ code: 1, out: expect.stringContaining('marks without their partner') });
    expect(readFileSync(own, 'utf8')).toBe('a\n<!-- headroom:learn:start -->\n');
    const json = await headroom(['--apply', '--json'], {}, shop);
    expect([json.code, JSON.parse(json.out).projects[0].changes[0].problem]).toEqual([
      1,
      expect.stringContaining('put the missing one back'),
    ]);
    rmSync(own);
    const far = join(home, 'far.md');
    writeFileSync(far, 'mine\n');
    symlinkSync(far, own);
    expect(await headroom(['--apply'], {}, shop)).toMatchObject({ code: 1, out: expect.stringContaining('--outside') });
    expect(readFileSync(far, 'utf8')).toBe('mine\n');
    expect(await headroom(['--apply', '--outside', '../far.md'], {}, shop)).toMatchObject({ code: 0 });
    expect(readFileSync(far, 'utf8')).toContain('tset');
  });

  it('knows what is named: folders, projects, rules, and flags that do nothing alone', async () => {
    mkdirSync(join(home, 'empty'), { recursive: true });
    for (const [args, why] of [
      [['/no/such/folder'], 'there is no such folder'],
      [[program], 'it is no folder'],
      [[join(home, 'empty')], 'No transcripts were found'],
      [['--project', 'nowhere'], 'there is no such folder, and no session was in it'],
      [['--drop', 'zzz'], 'zzz: there is no rule of this id here'],
      [['--memory'], '--memory goes with --apply'],
    ] as const)
      expect(await headroom(args), args.join(' ')).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining(why),
      });
  });

  it('exits with 1 where the memory takes nothing, and says the way out', async () => {
    const shop = join(home, 'forgetful');
    mkdirSync(join(shop, '.git'), { recursive: true });
    for (const n of [0, 1])
      writeAs('claude-code', home, [scriptOf('claude-code', `f${n}`, shop, 4e12 + n * 1e7, slip)]);
    await headroomMemory(['add', 'x'], shop);
    const folder = join(
      home,
      '.headroom/memory',
      readdirSync(join(home, '.headroom/memory')).find((one) => one.startsWith('forgetful')) ?? '',
    );
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(join(folder, 'memory.db'), 'no database, but long enough to be read as one'.repeat(40));
    const { code, err } = await headroom(['--apply', '--memory'], {}, shop);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/could not be put into the memory[\s\S]*damaged.*import an export/),
    ]);
    rmSync(folder, { recursive: true });
    expect(await headroom(['--apply', '--memory'], {}, shop)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 rule put into the memory'),
    });
  });

  it("puts what it writes into the project's memory, where it is found again", async () => {
    const shop = join(home, 'mill');
    mkdirSync(join(shop, '.git'), { recursive: true });
    for (const n of [0, 1])
      writeAs('claude-code', home, [scriptOf('claude-code', `m${n}`, shop, 2e12 + n * 1e7, slip)]);
    expect((await headroom(['--apply', '--memory'], {}, shop)).err).toBe('');
    const found = await headroomMemory(['search', 'Which npm script runs the tests?'], shop);
    expect(found.out).toContain('npm run tset');
    expect((await headroomMemory(['list'], root)).out).not.toContain('npm run tset');
  });
});
