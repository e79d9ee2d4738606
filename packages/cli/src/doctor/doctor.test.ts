import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../service/ask.js';
import { ensureService } from '../service/ensure-service.js';
import { newToken, writeState } from '../service/state.js';
import type { Row } from './row.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const root = mkdtempSync(join(tmpdir(), 'headroom-doctor-'));
let home: string;
let count = 0;
beforeEach(() => {
  home = join(root, `home-${count++}`);
  mkdirSync(home);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function headroom(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const all = { HOME: home, PATH: '/nowhere', ...env };
  const done = spawnSync(process.execPath, [program, ...args], { cwd: home, encoding: 'utf8', env: all });
  return { out: done.stdout, err: done.stderr, code: done.status };
}
function doctor(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { out, code, err } = headroom(['doctor', '--json', ...args], env);
  const { status, rows, fixed } = JSON.parse(out || `{"rows":[],"status":${JSON.stringify(err)}}`) as {
    status: string;
    rows: (Row & { canFix: boolean })[];
    fixed?: string[];
  };
  return { code, status, fixed, of: (name: string) => rows.filter((row) => row.name === name), rows };
}
function write(name: string, text: string): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('headroom doctor', () => {
  it('finds nothing wrong where nothing is set up, changes nothing, and has a hint for every row', () => {
    const { code, rows, status } = doctor();
    expect([code, status]).toEqual([0, 'ok']);
    expect(rows.map(({ name }) => name)).toEqual(['headroom', 'service', 'store', 'others', 'project', 'rtk']);
    for (const { name, hint } of rows) expect([name, hint.length > 10]).toEqual([name, true]);
    expect(spawnSync('ls', ['-A', home]).stdout.toString()).toBe('');
    expect(headroom(['doctor']).out).toMatch(/✓ service[\s\S]*All is well/);
  });

  it('asks the service that runs, and counts what went wrong in it', async () => {
    const folder = join(home, '.headroom');
    process.env.HEADROOM_STORE = join(home, '.headroom', 'store.db');
    const state = await ensureService({ folder, version, program, timeoutMs: 25_000 });
    if (!state) throw new Error('no service');
    try {
      const fine = doctor();
      expect(fine.of('service')[0]?.summary).toMatch(new RegExp(`port ${state.port}, answers in \\d+ ms`));
      expect([fine.code, fine.of('failures')[0]?.status]).toEqual([0, 'ok']);
      writeFileSync(join(folder, 'service.log'), 'hook 3 ms\nhook failed: RangeError\n', { flag: 'a' });
      const warned = doctor();
      expect([warned.code, warned.of('failures')[0]?.summary]).toEqual([
        1,
        expect.stringContaining('hook failed: RangeError'),
      ]);
      chmodSync(join(folder, 'service.json'), 0o644);
      expect([doctor().code, doctor().of('service')[0]?.summary]).toEqual([
        2,
        expect.stringContaining('other users can read'),
      ]);
    } finally {
      await ask(state, '/stop', { body: '{}' });
    }
  }, 60_000);

  it('is not taken in by a state that nobody stands behind', () => {
    writeState(join(home, '.headroom'), { port: 1, token: newToken(), version: '0', pid: 1 });
    expect(doctor().of('service')[0]).toMatchObject({ status: 'ok', summary: 'not running' });
  });

  it('says how agents really stand: whole, edited, taken out, unreadable, somebody else', () => {
    const codex = write('.codex/config.toml', 'model_provider = "azure"\n');
    expect(doctor().of('codex')[0]).toMatchObject({ status: 'skip', summary: expect.stringContaining('azure') });
    headroom(['install', '--agent', 'codex']);
    expect(doctor().of('codex')[0]).toMatchObject({
      status: 'ok',
      summary: expect.stringContaining('installed in ~/.codex'),
    });
    const text = readFileSync(codex, 'utf8');
    writeFileSync(codex, text.replace('"session"', '"session", "--mine"'));
    expect(doctor().of('codex')[0]).toMatchObject({
      status: 'warn',
      canFix: false,
      summary: expect.stringContaining('edited'),
    });
    writeFileSync(codex, 'model_provider = "azure"\nx = 1\n');
    expect(doctor().of('codex')[0]).toMatchObject({
      status: 'warn',
      canFix: true,
      summary: expect.stringContaining('any more'),
    });
    writeFileSync(codex, 'a = ');
    expect([doctor().code, doctor().of('codex')[0]?.summary]).toEqual([2, expect.stringContaining('not valid TOML')]);
    write('.cursor/mcp.json', '{"mcpServers":{"headroom":{"command":"theirs"}}}');
    expect(doctor().of('cursor')[0]).toMatchObject({ status: 'warn', hint: expect.stringContaining('--force') });
  }, 60_000);

  it('mends what names a program that is gone, and what was taken out, with the flags that it had', () => {
    const file = write('.cursor/mcp.json', '{}');
    mkdirSync(join(home, 'docs'));
    headroom(['install', '--agent', 'cursor', '--read', 'docs']);
    for (const name of ['.cursor/mcp.json', '.cursor/hooks.json', '.headroom/edits.json']) {
      const path = join(home, name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(program, '/gone/main.js'));
    }
    const broken = doctor();
    expect([broken.code, broken.of('cursor')[0]?.summary]).toEqual([2, expect.stringContaining('/gone/main.js')]);
    const mended = doctor(['--fix']);
    expect(mended.code).toBe(0);
    expect(mended.fixed?.[0]).toBe('cursor: updated ~/.cursor/mcp.json, updated ~/.cursor/hooks.json');
    expect(JSON.parse(readFileSync(file, 'utf8')).mcpServers.headroom.args).toEqual([
      program,
      'mcp',
      'session',
      '--read',
      join(home, 'docs'),
    ]);
    headroom(['uninstall']);
    expect(readFileSync(file, 'utf8')).toBe('{}');
  }, 60_000);

  it('says what overrules it in Claude Code, and where its requests go, without what is secret in that', () => {
    write(
      '.claude/settings.json',
      '{"disableAllHooks":true,"env":{"ANTHROPIC_BASE_URL":"https://me:pw@gate.example/x?key=1"}}',
    );
    const { code, of } = doctor();
    expect(code).toBe(1);
    expect(of('claude').map(({ summary }) => summary)).toEqual([
      'nothing installed; its requests go to https://gate.example/x (~/.claude/settings.json)',
      '~/.claude/settings.json switches all hooks off (disableAllHooks)',
    ]);
  });

  it('says what is wrong with the store, the record and the project', () => {
    write('.headroom.json', '{"mode":"fast"}');
    expect([doctor().code, doctor().of('project')[0]?.summary]).toEqual([
      2,
      expect.stringContaining('"mode" is "fast"'),
    ]);
    write('.headroom.json', '{"enabled":false}');
    expect(doctor().of('project')[0]?.status).toBe('warn');
    rmSync(join(home, '.headroom.json'));
    write('.headroom/store.db', 'this is no database, '.repeat(400));
    expect(doctor().of('store')[0]).toMatchObject({ status: 'fail', hint: expect.stringContaining('HEADROOM_STORE') });
    rmSync(join(home, '.headroom'), { recursive: true });
    write('.headroom/edits.json', '{"version":9}');
    expect([doctor().code, doctor().of('record')[0]?.status]).toEqual([2, 'fail']);
  }, 60_000);

  it('finds RTK on the path', () => {
    chmodSync(write('bin/rtk', '#!/bin/sh\necho "rtk 0.24.1"\n'), 0o755);
    expect(doctor([], { PATH: `${join(home, 'bin')}:/bin` }).of('rtk')[0]).toMatchObject({
      status: 'ok',
      summary: 'rtk 0.24.1, ~/bin/rtk',
    });
  });
});
