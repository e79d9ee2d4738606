import {
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
import { parse } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InstallOptions, install, status, uninstall } from './install.js';
import { type AgentName, TARGETS } from './targets.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'headroom-install-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const launch = { command: 'headroom', args: ['mcp', 'serve', 'C:\\x "y"'] };
const optionsFor = (agent: AgentName, more: Partial<InstallOptions> = {}): InstallOptions => ({
  agents: [agent],
  home,
  project: join(home, 'project'),
  platform: 'linux',
  launch,
  ...more,
});
const fileOf = (agent: AgentName) =>
  join(
    home,
    {
      'claude-code': '.claude.json',
      cursor: '.cursor/mcp.json',
      codex: '.codex/config.toml',
      vscode: '.config/Code/User/mcp.json',
      opencode: '.config/opencode/opencode.json',
    }[agent],
  );
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const keyOf = (agent: AgentName) => TARGETS.find((target) => target.agent === agent)?.key as string;
const read = (agent: AgentName): Record<string, Record<string, unknown>> => {
  const text = readFileSync(fileOf(agent), 'utf8').replace(/^\ufeff/, '');
  return agent === 'codex' ? (parseToml(text) as never) : parse(text);
};

/** Files as people have them: comments, tabs, Windows line ends, no last newline, entries of others. */
const jsonFiles = (key: string): Record<string, string> => ({
  empty: '',
  braces: '{}',
  compact: `{"theme":"dark","${key}":{"github":{"command":"gh","args":[]}}}`,
  commented: `// my settings\n{\n  /* keep */ "theme": "dark", // yes\n  "${key}": {\n    // mine\n    "github": { "command": "gh", "args": ["a", "b"] }, // trailing\n  },\n  "big": 12345678901234567890,\n}\n`,
  tabs: `{\n\t"${key}": {\n\t\t"a": {\n\t\t\t"command": "x"\n\t\t}\n\t}\n}`,
  windows: `\ufeff{\r\n    "other": [1, 2,   3],\r\n    "${key}": {}\r\n}\r\n`,
  'no servers': '{\n  "numStartups": 4,\n  "projects": { "/home/dev/app": { "mcpServers": {} } }\n}\n',
});
const tomlFiles: Record<string, string> = {
  empty: '',
  profiles:
    'model = "o3" # mine\nmodel_provider = "azure"\n\n[profiles.work]\nmodel_provider = "openai"\n\n# servers\n[mcp_servers.github]\ncommand = "gh"\nargs = ["x"]\nenv = { "A" = "1" }\n\n[[notify]]\nname = "a"',
  windows: '[a]\r\nb = 1\r\n',
  multiline: 'text = """\n[mcp_servers.headroom]\ncommand = "not a table"\n"""\n',
};

describe.each(TARGETS.map(({ agent }) => agent))('configuration of %s', (agent) => {
  const files = agent === 'codex' ? tomlFiles : jsonFiles(keyOf(agent));

  it.each(Object.keys(files))('adds our entry, keeps everything else, and goes back to the byte: %s', (name) => {
    const text = files[name] as string;
    write(fileOf(agent), text);
    const before = agent === 'codex' ? parseToml(text) : (parse(text.replace(/^\ufeff/, '')) ?? {});
    const step = install(optionsFor(agent))[0];
    expect(step).toMatchObject({ agent, file: fileOf(agent), outcome: 'added' });
    const installed = readFileSync(fileOf(agent), 'utf8');
    const entry = read(agent)[keyOf(agent)]?.headroom as Record<string, unknown>;
    expect([entry.command, entry.args ?? []].flat(2)).toEqual([launch.command, ...launch.args]);
    const { [keyOf(agent)]: servers, ...rest } = read(agent);
    const { [keyOf(agent)]: oldServers, ...oldRest } = before as typeof rest;
    expect(rest).toEqual(oldRest);
    const { headroom: _, ...foreign } = servers ?? {};
    expect(foreign).toEqual({ ...oldServers });
    for (const comment of text.match(/\/\/.*|\/\*.*?\*\/|#.*/g) ?? []) expect(installed).toContain(comment.trimEnd());
    expect(installed.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
    if (text.includes('\r\n')) expect(installed).not.toMatch(/[^\r]\n/);

    expect(install(optionsFor(agent))[0]).toMatchObject({ outcome: 'unchanged', diff: '' });
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(installed);
    expect(status(optionsFor(agent))[0]?.state).toBe('installed');

    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('removed');
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(text);
    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('absent');
    expect(status(optionsFor(agent))[0]?.state).toBe('absent');
  });

  it('makes a missing file, and takes it away again', () => {
    expect(install(optionsFor(agent))[0]?.outcome).toBe('added');
    expect(statSync(fileOf(agent)).mode & 0o077).toBe(0);
    uninstall(optionsFor(agent));
    expect(() => statSync(fileOf(agent))).toThrow();
  });

  it('shows a dry run as a diff and changes nothing', () => {
    const text = files[agent === 'codex' ? 'profiles' : 'commented'] as string;
    write(fileOf(agent), text);
    const step = install(optionsFor(agent, { dryRun: true }))[0];
    expect(step?.diff).toContain(`--- ${fileOf(agent)}`);
    expect(step?.diff).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/m);
    expect(step?.diff).toMatch(/^\+.*headroom/m);
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(text);
    expect(readdirSync(home)).not.toContain('.headroom');
  });

  it('keeps edits that were made while it was installed', () => {
    const name = agent === 'codex' ? 'profiles' : 'commented';
    const text = files[name] as string;
    write(fileOf(agent), text);
    install(optionsFor(agent));
    const edit = (whole: string) =>
      (agent === 'codex' ? whole.replace('"o3"', '"o4"') : whole.replace('"dark"', '"light"')).replace(
        '# mine',
        '# mine, really',
      );
    writeFileSync(fileOf(agent), edit(readFileSync(fileOf(agent), 'utf8')));
    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('removed');
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(edit(text));
  });

  it('does not take over, nor take away, an entry of our name that somebody else wrote', () => {
    const own =
      agent === 'codex'
        ? '[mcp_servers.headroom]\ncommand = "theirs"\n'
        : `{ "${keyOf(agent)}": { "headroom": { "command": "theirs" } } }`;
    write(fileOf(agent), own);
    expect(install(optionsFor(agent))[0]?.outcome).toBe('conflict');
    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('conflict');
    expect(status(optionsFor(agent))[0]?.state).toBe('different');
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(own);
    expect(install(optionsFor(agent, { force: true }))[0]?.outcome).toBe('updated');
    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('removed');
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(own);
  });

  it('updates its own entry, and still goes back to the byte', () => {
    const text = files[agent === 'codex' ? 'profiles' : 'commented'] as string;
    write(fileOf(agent), text);
    install(optionsFor(agent));
    const newer = optionsFor(agent, { launch: { command: 'newer', args: [] } });
    expect(install(newer)[0]?.outcome).toBe('updated');
    expect(JSON.stringify(read(agent)[keyOf(agent)]?.headroom)).toContain('newer');
    uninstall(newer);
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(text);
  });

  it('leaves our entry alone once somebody has edited it', () => {
    install(optionsFor(agent));
    const text = readFileSync(fileOf(agent), 'utf8').replace('"serve"', '"serve2"');
    writeFileSync(fileOf(agent), text);
    expect(uninstall(optionsFor(agent))[0]?.outcome).toBe('changed');
    expect(readFileSync(fileOf(agent), 'utf8')).toBe(text);
  });

  it('does not touch what it cannot read', () => {
    for (const bad of agent === 'codex'
      ? ['a = ', 'mcp_servers = { x = { command = "y" } }\n']
      : ['{ "a": ', '[]', '"text"']) {
      write(fileOf(agent), bad);
      expect(install(optionsFor(agent))[0], bad).toMatchObject({ outcome: 'unreadable', problem: expect.any(String) });
      expect(readFileSync(fileOf(agent), 'utf8')).toBe(bad);
    }
  });
});

describe('install', () => {
  it('covers every program by default, for a user and for a project', () => {
    const all: InstallOptions = { home, project: join(home, 'project'), platform: 'linux' };
    expect(install(all).map(({ outcome }) => outcome)).toEqual(TARGETS.map(() => 'added'));
    expect(install({ ...all, scope: 'project' }).map(({ outcome }) => outcome)).toEqual(TARGETS.map(() => 'added'));
    expect(status(all).map(({ state }) => state)).toEqual(TARGETS.map(() => 'installed'));
    uninstall(all);
    expect(status({ ...all, scope: 'project' }).map(({ state }) => state)).toEqual(TARGETS.map(() => 'installed'));
    uninstall({ ...all, scope: 'project' });
    expect(readdirSync(join(home, 'project'))).not.toContain('.mcp.json');
  });

  it('writes through links, keeps the mode, and uses the file that is there', () => {
    const real = join(home, 'dotfiles', 'claude.json');
    write(real, '{}');
    symlinkSync(real, fileOf('claude-code'));
    install(optionsFor('claude-code'));
    expect(readFileSync(real, 'utf8')).toContain('headroom');
    write(fileOf('opencode').replace('.json', '.jsonc'), '{ // mine\n}\n');
    expect(install(optionsFor('opencode'))[0]?.file).toMatch(/jsonc$/);
    expect(readdirSync(dirname(real))).toEqual(['claude.json']);
  });
});
