import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'cli-memory-'));
const project = (name: string) => {
  const root = join(home, 'work', name);
  mkdirSync(join(root, '.git'), { recursive: true });
  return root;
};

function memory(args: readonly string[], { cwd = home, input = '' }: { cwd?: string; input?: string } = {}) {
  const done = spawnSync(process.execPath, [program, 'memory', ...args], {
    cwd,
    input,
    timeout: 60_000,
    env: { PATH: process.env.PATH, HOME: home },
  });
  return { out: done.stdout.toString('utf8'), err: done.stderr.toString('utf8'), code: done.status };
}
const json = (args: readonly string[], cwd: string) => JSON.parse(memory([...args, '--json'], { cwd }).out);

beforeAll(() => expect(existsSync(program), 'packages/cli is built (npm test builds it)').toBe(true));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('headroom memory', () => {
  it('remembers, corrects, replaces, forgets and restores', () => {
    const cwd = project('shop');
    const added = json(['add', 'Deploys', 'happen', 'on', 'Fridays', '--tag', 'ops', '--said', '2026-05-07'], cwd);
    expect(added).toMatchObject({ text: 'Deploys happen on Fridays', tags: ['ops'], scope: { user: 'me' } });
    expect(added.saidAt).toBe(Date.UTC(2026, 4, 7));
    expect(memory(['add'], { cwd, input: 'Ann likes tabs\n' }).out).toContain('Ann likes tabs');
    expect(memory(['edit', added.id, 'Deploys happen on Thursdays', '--reason', 'a slip'], { cwd }).code).toBe(0);
    const now = json(['edit', added.id, 'Deploys happen on Mondays', '--changed'], cwd);
    expect(memory(['list'], { cwd }).out).not.toMatch(/Fridays|Thursdays/);
    expect(memory(['list', '--all'], { cwd }).out).toMatch(/Thursdays.*\(replaced\)/);
    const found = json(['search', 'when are deploys'], cwd);
    expect(found.records.map((one: { record: { text: string } }) => one.record.text)).toEqual([
      'Deploys happen on Mondays',
    ]);
    expect(memory(['search', 'when are deploys', '--text'], { cwd }).out).toBe(found.text);
    const { records, events } = json(['history', added.id], cwd);
    expect(records.map((one: { id: string }) => one.id)).toEqual([added.id, now.id]);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'updated', reason: 'a slip' }));
    expect(memory(['forget', now.id, '--reason', 'wrong'], { cwd }).out).toContain('is forgotten');
    expect(memory(['forget', now.id], { cwd }).out).toContain('was forgotten already');
    expect(json(['show', now.id], cwd).state).toBe('forgotten');
    expect(memory(['show', now.id], { cwd }).out).toMatch(/state {9}forgotten/);
    expect(memory(['restore', now.id], { cwd }).out).toContain('Mondays');
    expect(memory(['stats'], { cwd }).out).toContain('2 remembered, 1 replaced, 0 forgotten');
  });

  it('keeps one memory a project, for its user alone, and none outside of one', () => {
    const [a, b] = [project('one/app'), project('two/app')];
    memory(['add', 'only here'], { cwd: a });
    expect(memory(['list'], { cwd: b }).out).toBe('Nothing is remembered here.\n');
    expect(memory(['list', '--project', a], { cwd: b }).out).toContain('only here');
    const before = readdirSync(join(home, '.headroom', 'memory'));
    for (const args of [['list'], ['add', 'x'], ['export'], ['stats']]) {
      const { err, code } = memory(args);
      expect([code, err]).toEqual([2, expect.stringContaining('This folder is in no project')]);
    }
    expect(readdirSync(join(home, '.headroom', 'memory'))).toEqual(before);
    const folder = join(home, '.headroom', 'memory', String(before.find((name) => name.startsWith('app-'))));
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('tells scopes apart', () => {
    const cwd = project('scopes');
    memory(['add', 'of the coder', '--agent', 'coder'], { cwd });
    memory(['add', 'of a session', '--agent', 'coder', '--session', 's1'], { cwd });
    memory(['add', 'of all'], { cwd });
    expect(memory(['list'], { cwd }).out).toMatch(/of a session \[user me, agent coder, session s1\]/);
    expect(json(['list', '--agent', 'tester'], cwd)).toHaveLength(1);
    expect(json(['list', '--agent', 'coder', '--session', 's2'], cwd)).toHaveLength(2);
    expect(json(['search', 'session', '--agent', 'tester'], cwd).records).toEqual([]);
  });

  it('moves to another database exactly, and asks whose memory is meant there', () => {
    const cwd = project('moved');
    memory(['add', 'a line\u2028that is one, with \u001b[2J in it'], { cwd });
    memory(['add', 'Ann lives in Bern', '--about', 'ann.city'], { cwd });
    memory(['add', 'Ann lives in Rome', '--about', 'ann.city'], { cwd });
    expect(memory(['list'], { cwd }).out).not.toContain('\u001b[2J');
    const file = join(home, 'moved.jsonl');
    expect(memory(['export', file], { cwd }).err).toBe(`3 records written to ${file}\n`);
    expect(readFileSync(file, 'utf8')).toBe(memory(['export'], { cwd }).out);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const db = join(home, 'other.db');
    expect(memory(['list', '--db', db, '--user', 'me'])).toMatchObject({ code: 2 });
    expect(existsSync(db)).toBe(false);
    expect(memory(['import', file, '--db', db, '--user', 'me']).out).toBe('3 added, 0 were there already\n');
    const back = memory(['import', '--db', db, '--user', 'me'], { input: readFileSync(file, 'utf8') });
    expect(back.out).toBe('0 added, 3 were there already\n');
    const rows = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map(({ events = [], ...rest }) => ({
          ...rest,
          events: events.filter((one: { kind: string }) => one.kind !== 'imported'),
        }));
    expect(rows(memory(['export', '--db', db, '--user', 'me']).out)).toEqual(rows(readFileSync(file, 'utf8')));
    const { err, code } = memory(['list', '--db', db]);
    expect([code, err]).toEqual([2, expect.stringContaining('say whose memory is meant: --user <name>. It holds me')]);
    const refused = memory(['import', '--db', db, '--user', 'bob'], {
      input: `${readFileSync(file, 'utf8')}nonsense\n`,
    });
    expect(refused).toMatchObject({ code: 1, out: '0 added, 0 were there already\n' });
    expect(refused.err).toContain('line 2 is left out: lies outside the scope');
    expect(refused.err).not.toContain('Bern');
  });

  it('removes for good only when it is told to', () => {
    const cwd = project('pruned');
    const { id } = json(['add', 'gone'], cwd);
    memory(['forget', id], { cwd });
    expect(memory(['prune'], { cwd }).out).toBe('There is nothing to remove.\n');
    expect(memory(['prune', '--forgotten', '0'], { cwd }).out).toContain('1 would be removed for good');
    expect(memory(['show', id], { cwd }).code).toBe(0);
    expect(memory(['prune', '--forgotten', '0', '--apply'], { cwd }).out).toContain('1 removed for good');
    expect(memory(['show', id], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no record of this id'),
    });
  });

  it('says what is wrong with a call', () => {
    const cwd = project('misuse');
    const { id } = json(['add', 'x'], cwd);
    for (const [args, said] of [
      [['edit', id], 'Say what changes'],
      [['edit', id, '--changed'], '--changed needs the text'],
      [['add', 'y', '--importance', '2'], 'from 0 to 1'],
      [['add', 'y', '--said', 'yesterday'], '--said takes a date'],
      [['add', 'y', '--said', '2026-02-30T99:99Z'], '--said takes a date'],
      [['list', '--at', '2026-01-01', '--all'], '--all does not go with it'],
      [['list', '--db', 'mysql://x', '--user', 'a'], 'a postgres:// address'],
      [['list', '--project', 'nowhere'], 'there is no such folder'],
      [['forget', id, 'zzz'], 'zzz: there is no record'],
      [['import', 'nowhere.jsonl'], 'there is no such file'],
      [['add', ' '], 'A record needs a text'],
      [['add', 'y', '--until', '2020-01-01'], '--until lies before the day that it holds from (--said; default: now)'],
      [['add', 'y', '--about', 'x'.repeat(2000)], '--about is a text of'],
      [['list', '--after', 'zzz'], 'zzz: there is no record'],
      [['search', ' '], 'Say what is looked for'],
      [['list', '--user', ''], '--user is empty'],
      [['import'], 'an export has a line at least'],
      [['export', join('nowhere', 'x.jsonl')], 'There is no folder'],
      [['export', '.'], 'is a folder; name a file in it'],
      [['export', '--user', 'nobody'], '--user nobody: nothing is remembered of that name; it is of me'],
    ] as const)
      expect(memory(args, { cwd }), args.join(' ')).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(json(['list'], cwd)).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual(['.git']);
    expect(memory(['list', '--user', 'nobody'], { cwd })).toEqual({
      code: 0,
      out: 'Nothing is remembered here.\n',
      err: 'headroom: nothing is remembered of --user nobody; it is of me\n',
    });
    const scant = memory(['search', 'x', '--budget', '1'], { cwd });
    expect(scant).toMatchObject({ code: 0, out: '', err: expect.stringContaining('give more with --budget') });
    const broken = join(home, 'broken.db');
    writeFileSync(broken, 'not a database, but long enough to be looked at as one by whoever opens it'.repeat(40));
    const { err, code } = memory(['list', '--db', broken, '--user', 'me']);
    expect(code).toBe(1);
    expect(err).toContain('damaged');
    expect(err).not.toContain('HEADROOM_STORE');
  });

  it('makes no folder for a database, and none at all where what is to be read is not there', () => {
    const cwd = project('places');
    for (const [args, said] of [
      [['add', 'x', '--db', 'nowhere/x.db', '--user', 'a'], '--db nowhere/x.db: there is no folder'],
      [['import', 'none.jsonl', '--db', 'x.db', '--user', 'a'], 'there is no such file'],
      [['list', '--db', '.', '--user', 'a'], '--db .: it is a folder'],
      [['list', '--db', 'x.db', '--user', 'a'], 'there is no such file'],
    ] as const)
      expect(memory(args, { cwd }), args.join(' ')).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(readdirSync(cwd)).toEqual(['.git']);
    const env = { PATH: process.env.PATH, HOME: home, HEADROOM_HOME: program };
    const { stderr, status } = spawnSync(process.execPath, [program, 'memory', 'list'], { cwd, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('is in the way; name a folder you may write in HEADROOM_HOME'),
    ]);
  });

  it('takes no other tool with it where it is damaged or away, and tells the client and standard error once', () => {
    const cwd = project('damaged');
    memory(['add', 'x'], { cwd });
    const all = join(home, '.headroom', 'memory');
    const folder = join(all, readdirSync(all).find((name) => name.startsWith('damaged-')) ?? '');
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(join(folder, 'memory.db'), 'no database, but long enough to be read as one'.repeat(40));
    writeFileSync(join(home, 'file'), '');
    const tools = [{ method: 'tools/list' }];
    for (const [args, why] of [
      [
        ['serve', '--memory'],
        /no memory is offered: The memory is damaged .*memory\.db\)\. Put a copy of the file back/,
      ],
      [['session', '--memory'], /no memory is offered: The memory is damaged/],
      [
        ['serve', '--memory-db', join(home, 'none', 'm.db'), '--memory-user', 'a'],
        /there is no folder .*none; make it/,
      ],
      [
        ['serve', '--read', 'nowhere', '--memory-db', join(home, 'file'), '--memory-user', 'a'],
        /--read nowhere: there is no such folder/,
      ],
    ] as const) {
      const said = served(args, cwd, tools);
      expect(said, args.join(' ')).toContain('"headroom_retrieve"');
      expect(said).not.toContain('HEADROOM_STORE');
      const [told = '', ...rest] = said.split('\n').filter((line) => why.test(line));
      expect([told.includes('"instructions"'), rest.length, rest[0]?.startsWith('headroom: ')]).toEqual([
        true,
        1,
        true,
      ]);
    }
    expect(existsSync(join(home, 'none'))).toBe(false);
  });

  it('is offered by the MCP server, one memory a project, and by none outside of one', () => {
    const cwd = project('served');
    const say = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });
    const saved = served(['serve', '--memory'], cwd, [say('memory_save', { text: 'Releases are cut on Tuesdays' })]);
    expect(saved).toContain('Saved as [');
    expect(memory(['search', 'when are releases'], { cwd }).out).toContain('Tuesdays');
    const call = say('memory_search', { query: 'when are releases' });
    expect(served(['session', '--memory', '--memory-agent', 'coder'], cwd, [call])).toContain('Tuesdays');
    for (const [args, folder] of [
      [['serve', '--memory'], home],
      [['serve'], cwd],
    ] as const)
      expect(served(args, folder, [{ method: 'tools/list' }])).not.toContain('memory_');
    expect(served(['serve', '--memory', '--gateway', 'x.json'], cwd, [])).toContain('does not go with --gateway');
    expect(served(['session', '--gateway', 'x.json'], cwd, [])).toContain('x.json: there is no such file');
    expect(served(['serve', '--host', '0.0.0.0'], cwd, [])).toContain('--host and --token go with --http');
    expect(served(['serve', '--http', '1', '--host', '0.0.0.0'], cwd, [])).toContain('it needs --token');
    expect(served(['serve', '--memory-db', join(home, 'm.db')], cwd, [])).toContain('--memory-user <name>');
    expect(existsSync(join(home, 'm.db'))).toBe(false);
  });
});

/** What an MCP server of this program answers to some messages, in their order, before its client leaves. */
function served(args: readonly string[], cwd: string, messages: readonly object[]): string {
  const first = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  const all = [{ method: 'initialize', params: first }, ...messages].map((one, id) => ({ jsonrpc: '2.0', id, ...one }));
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, [${JSON.stringify(program)}, 'mcp', ...${JSON.stringify(args)}], { stdio: ['pipe', 'pipe', 'inherit'] });
    const messages = ${JSON.stringify(all)};
    const next = () => messages.length > 0 ? child.stdin.write(JSON.stringify(messages.shift()) + '\\n') : child.stdin.end();
    child.stdin.on('error', () => {});
    require('node:readline').createInterface({ input: child.stdout }).on('line', (line) => { console.log(line); next(); });
    next();`;
  const done = spawnSync(process.execPath, ['-e', script], {
    cwd,
    timeout: 60_000,
    env: { PATH: process.env.PATH, HOME: home },
  });
  expect(done.error).toBeUndefined();
  return `${done.stdout}${done.stderr}`;
}
