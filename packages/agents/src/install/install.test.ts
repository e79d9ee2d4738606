import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takenBy } from './inspect.js';
import { install, installed, uninstall } from './install.js';
import { configsOf, INSTALL_AGENTS, type InstallAgent, type Places, type Wanted } from './targets.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'headroom-install-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const wanted = (script = '/opt/headroom/main.js'): Wanted => ({
  server: { command: '/usr/bin/node', args: [script, 'mcp', 'session'] },
  canRun: false,
  hookCommand: (agent) => `'/usr/bin/node' '${script}' hook ${agent}`,
});
const places = (): Places => ({ home, project: join(home, 'project'), platform: 'linux' });
const configs = (agent: InstallAgent, script?: string) =>
  configsOf(agent, 'user', places(), wanted(script), existsSync);
const rules = (more: object = {}) => ({ journal: join(home, '.headroom', 'edits.json'), ...more });
const outcomes = (agent: InstallAgent, act = install, more: object = {}) =>
  act(configs(agent), rules(more)).map(({ outcome }) => outcome);

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}
const settings = () => join(home, '.claude', 'settings.json');
const toml = () => join(home, '.codex', 'config.toml');

describe('install on a disk', () => {
  it('leaves nothing behind of any agent, not even a folder', () => {
    for (const agent of INSTALL_AGENTS) {
      expect(new Set(outcomes(agent))).toEqual(new Set(['added']));
      expect(new Set(outcomes(agent, uninstall))).toEqual(new Set(['removed']));
      expect(readdirSync(home), agent).toEqual(['.headroom']);
      expect(readdirSync(join(home, '.headroom'))).toEqual([]);
    }
  });

  it('keeps comments, order and style, and writes for the owner alone what it makes', () => {
    const before = '{\n  // mine\n  "theme": "dark", // really\n  "permissions": { "allow": ["Bash"] },\n}\n';
    write(settings(), before, 0o640);
    install(configs('claude'), rules());
    const text = readFileSync(settings(), 'utf8');
    expect(text).toContain('  // mine\n  "theme": "dark", // really\n');
    expect(text).toContain('"permissions": { "allow": ["mcp__headroom__headroom_retrieve","Bash"] },\n}');
    expect(text).toContain('"server": "headroom"');
    expect(statSync(settings()).mode & 0o777).toBe(0o640);
    expect(statSync(join(home, '.claude.json')).mode & 0o077).toBe(0);
    expect(statSync(rules().journal).mode & 0o077).toBe(0);
    expect(installed(rules()).map(({ file }) => file)).toEqual([join(home, '.claude.json'), settings()]);
    uninstall(configs('claude'), rules());
    expect(readFileSync(settings(), 'utf8')).toBe(before);
    expect(existsSync(join(home, '.claude.json'))).toBe(false);
  });

  it('follows a link, and leaves it one', () => {
    write(join(home, 'dotfiles', 'config.toml'), 'model = "o3"\n');
    mkdirSync(dirname(toml()));
    symlinkSync(join('..', 'dotfiles', 'config.toml'), toml());
    expect(outcomes('codex')).toEqual(['added']);
    expect(lstatSync(toml()).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(home, 'dotfiles', 'config.toml'), 'utf8')).toContain('[mcp_servers.headroom]');
    outcomes('codex', uninstall);
    expect(readFileSync(toml(), 'utf8')).toBe('model = "o3"\n');
    expect(readdirSync(join(home, 'dotfiles'))).toEqual(['config.toml']);
  });

  it('refuses, and says what to do about it: read-only, linked, broken, twice, NUL, UTF-16, a folder', () => {
    const cases: readonly (readonly [string, () => void, RegExp])[] = [
      [
        'read-only',
        () => {
          write(toml(), 'a = 1\n');
          chmodSync(toml(), 0o444);
        },
        /read-only.*writable/,
      ],
      [
        'hard link',
        () => {
          write(toml(), 'a = 1\n');
          linkSync(toml(), join(home, 'other'));
        },
        /hard links/,
      ],
      ['broken', () => write(toml(), 'a = \n'), /not valid TOML.*Mend/],
      ['table twice', () => write(toml(), '[a]\n[a]\n'), /not valid TOML/],
      ['NUL', () => writeFileSync(toml(), Buffer.alloc(300)), /NUL.*backup/],
      ['UTF-16', () => writeFileSync(toml(), Buffer.from('\ufeffa = 1', 'utf16le')), /UTF-16.*UTF-8/],
      ['a folder', () => mkdirSync(toml()), /no plain file/],
    ];
    for (const [name, make, says] of cases) {
      rmSync(dirname(toml()), { recursive: true, force: true });
      rmSync(join(home, 'other'), { force: true });
      mkdirSync(dirname(toml()));
      make();
      const before = statSync(toml()).isFile() ? readFileSync(toml()) : undefined;
      const [step] = install(configs('codex'), rules());
      expect([name, step?.outcome]).toEqual([name, 'refused']);
      expect(step?.advice, name).toMatch(says);
      if (before) expect(readFileSync(toml()).equals(before), name).toBe(true);
      expect(existsSync(rules().journal), name).toBe(false);
    }
    write(settings(), '{ "a": 1, "b": { "x": 1, "x": 2 } }');
    const steps = install(configs('claude'), rules());
    expect(steps.map(({ outcome }) => outcome)).toEqual(['waiting', 'refused']);
    expect(steps[1]?.advice).toMatch(/"x" twice/);
    expect(existsSync(join(home, '.claude.json')), 'all of an agent or nothing').toBe(false);
  });

  it('does not take over, nor away, what somebody else wrote, unless it is told to', () => {
    const own = '[mcp_servers.headroom] # theirs\ncommand = "theirs"\n\n[z]\na = 1\n';
    write(toml(), own);
    const [step] = install(configs('codex'), rules());
    expect([step?.outcome, step?.advice?.includes('--force')]).toEqual(['conflict', true]);
    expect(outcomes('codex', uninstall)).toEqual(['absent']);
    expect(readFileSync(toml(), 'utf8')).toBe(own);
    expect(outcomes('codex', install, { force: true })).toEqual(['added']);
    expect(readFileSync(toml(), 'utf8')).toContain('/opt/headroom/main.js');
    expect(outcomes('codex', uninstall)).toEqual(['removed']);
    expect(readFileSync(toml(), 'utf8')).toBe(own);
  });

  it('brings its own entry up to date, and still goes back to the byte', () => {
    write(toml(), '# mine\n[a]\nb = 1');
    outcomes('codex');
    const [step] = install(configs('codex', '/opt/newer/main.js'), rules());
    expect([
      step?.outcome,
      /^-.*opt\/headroom/m.test(step?.diff ?? ''),
      /^\+.*opt\/newer/m.test(step?.diff ?? ''),
    ]).toEqual(['updated', true, true]);
    outcomes('codex', uninstall);
    expect(readFileSync(toml(), 'utf8')).toBe('# mine\n[a]\nb = 1');
  });

  it("joins a user's own hooks, and does not take the version of their file for ours", () => {
    const file = join(home, '.cursor', 'hooks.json');
    const own = '{ "version": 1, "hooks": { "postToolUse": [{ "command": "mine" }] } } // mine\n';
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, own);
    expect(configs('cursor').map((config) => takenBy(config))).toEqual([undefined, undefined]);
    outcomes('cursor');
    expect(readFileSync(file, 'utf8')).toMatch(/^{ "version": 1, .*headroom.*"mine"/s);
    uninstall(configs('cursor'), rules());
    expect(readFileSync(file, 'utf8')).toBe(own);
  });

  it('keeps what is for a user and what is for a project apart, in the same file, whichever goes first', () => {
    const file = join(home, '.claude.json');
    const before = '{"numStartups":4,"projects":{}}';
    const both = [configs('claude'), configsOf('claude', 'project', places(), wanted(), existsSync)] as const;
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      write(file, before);
      for (const one of both) install(one, rules());
      const text = readFileSync(file, 'utf8');
      expect(text.split('/opt/headroom/main.js')).toHaveLength(3);
      for (const at of order)
        expect(uninstall(both[at], rules()).map(({ outcome }) => outcome)).toEqual(['removed', 'removed']);
      expect(readFileSync(file, 'utf8')).toBe(before);
    }
    expect(existsSync(join(home, 'project'))).toBe(false);
  });

  it('leaves its entry alone once somebody has edited it, shows what would go, and forgets it when told to', () => {
    outcomes('cursor');
    const file = join(home, '.cursor', 'mcp.json');
    const text = readFileSync(file, 'utf8').replace('"session"', '"session", "--mine"');
    writeFileSync(file, text);
    const [step] = uninstall(configs('cursor'), rules());
    expect([step?.outcome, step?.advice?.includes('by hand')]).toEqual(['changed', true]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(installed(rules())).toHaveLength(1);
    uninstall(configs('cursor'), rules({ force: true }));
    expect([readFileSync(file, 'utf8'), installed(rules())]).toEqual([text, []]);
  });

  it('shows a dry run as a diff and changes nothing', () => {
    write(toml(), 'a = 1\n');
    const [step] = install(configs('codex'), rules({ dryRun: true }));
    expect(step?.diff).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/m);
    expect(step?.diff).toContain('+[mcp_servers.headroom]');
    expect([readFileSync(toml(), 'utf8'), readdirSync(home)]).toEqual(['a = 1\n', ['.codex']]);
  });

  it('refuses where its own record cannot be read: what it says could not be taken back', () => {
    outcomes('codex');
    writeFileSync(rules().journal, '{ "version": 1, "entr');
    const [step] = uninstall(configs('codex'), rules());
    expect([step?.outcome, step?.advice?.includes('edits.json')]).toEqual(['refused', true]);
  });
});

describe('a real kill -9', () => {
  it('at any moment leaves a configuration whole, and what comes after ends as if it had never been', async () => {
    const before = '{\n  "mcpServers": { "github": { "command": "gh" } }, // mine\n}\n';
    const file = join(home, '.cursor', 'mcp.json');
    const script = fileURLToPath(new URL('./install-forever.fixture.ts', import.meta.url));
    const tsx = fileURLToPath(new URL('../../../../node_modules/tsx/dist/loader.mjs', import.meta.url));
    if (spawnSync(process.execPath, ['--import', tsx, '-e', '0']).status !== 0) throw new Error('tsx is not there');
    for (let round = 0; round < 6; round++) {
      write(file, before);
      const child = spawn(process.execPath, ['--import', tsx, script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 5 + round * 7.3));
      child.kill('SIGKILL');
      await once(child, 'close');
      const text = readFileSync(file, 'utf8');
      expect(text === before || text.includes('/opt/headroom/main.js'), text).toBe(true);
      const steps = uninstall(configs('cursor'), rules());
      expect(steps[0]?.outcome).toMatch(/removed|absent/);
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(readdirSync(dirname(file))).toEqual(['mcp.json']);
      if (existsSync(join(home, '.headroom'))) expect(readdirSync(join(home, '.headroom'))).toEqual([]);
    }
  }, 60_000);
});
