import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const home = realpathSync.native(mkdtempSync(join(tmpdir(), 'cli-sync-')));
beforeAll(() => expect(existsSync(program), 'packages/cli is built (npm test builds it)').toBe(true));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const project = (name: string) => {
  const root = join(home, name);
  mkdirSync(join(root, '.git'), { recursive: true });
  return root;
};

async function memory(cwd: string, ...args: string[]) {
  const child = spawn(process.execPath, [program, 'memory', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home },
  });
  child.stdin.end();
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stderr.on('data', (bytes) => (err += String(bytes)));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { out, err, code };
}

describe('headroom memory sync', () => {
  it('brings three files and the notes of Claude Code together, and then writes nothing', async () => {
    const cwd = project('shop');
    await memory(cwd, 'add', 'Deploys on Mondays');
    writeFileSync(join(cwd, 'CLAUDE.md'), '# Ours\r\n\r\nno end');
    chmodSync(join(cwd, 'CLAUDE.md'), 0o640);
    const notes = join(home, '.claude', 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), 'memory');
    mkdirSync(notes, { recursive: true });
    writeFileSync(join(notes, 'tests.md'), '---\nname: tests\ntype: project\n---\nTests run with vitest\n');
    const targets = ['CLAUDE.md', 'AGENTS.md', 'claude-memory'];
    mkdirSync(join(cwd, 'GEMINI.md'));
    writeFileSync(join(cwd, 'CLAUDE.local.md'), 'Facts stand below `<!-- headroom:memory:start -->`.\n');
    expect((await memory(cwd, 'sync')).err).toContain('Nothing is synchronized here yet');
    const dry = await memory(cwd, 'sync', ...targets, '--dry-run');
    expect(dry.out).toContain('would be remembered: Tests run with vitest');
    expect([existsSync(join(cwd, 'AGENTS.md')), (await memory(cwd, 'list', '--json')).out.match(/"id"/g)]).toEqual([
      false,
      ['"id"'],
    ]);
    const { out, code } = await memory(cwd, 'sync', ...targets);
    expect([code, out]).toEqual([0, expect.stringContaining('  remembered: Tests run with vitest')]);
    const files = [
      join(cwd, 'CLAUDE.md'),
      join(cwd, 'AGENTS.md'),
      ...readdirSync(notes).map((name) => join(notes, name)),
    ];
    const state = () => files.map((path) => [readFileSync(path, 'latin1'), statSync(path).mtimeMs, statSync(path).ino]);
    const before = state();
    expect(files.slice(0, 2).every((path) => readFileSync(path, 'utf8').includes('Tests run with vitest'))).toBe(true);
    expect(readFileSync(join(cwd, 'CLAUDE.md'), 'utf8')).toMatch(/^# Ours\r\n\r\nno end\r\n\r\n<!-- headroom/);
    expect(statSync(join(cwd, 'CLAUDE.md')).mode & 0o777).toBe(0o640);
    expect(
      JSON.parse((await memory(cwd, 'sync', '--json')).out).map((one: { changed: boolean }) => one.changed),
    ).toEqual([false, false, false]);
    expect(state()).toEqual(before);
    expect((await memory(cwd, 'sync', 'CLAUDE.md', '--remove')).out).toContain('was taken out');
    expect(readFileSync(join(cwd, 'CLAUDE.md'), 'utf8')).toBe('# Ours\r\n\r\nno end');
  });

  it('lets several runs and somebody who writes meanwhile lose nothing', async () => {
    const cwd = project('busy');
    const file = join(cwd, 'AGENTS.md');
    for (let i = 0; i < 3; i++) await memory(cwd, 'add', `known ${i}`);
    await memory(cwd, 'sync', 'AGENTS.md');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('<!-- headroom:memory:end', '- from the file\n<!-- headroom:memory:end'),
    );
    const runs = await Promise.all([
      ...Array.from({ length: 5 }, () => memory(cwd, 'sync', 'AGENTS.md', 'claude-memory')),
      ...Array.from({ length: 2 }, (_, i) => memory(cwd, 'add', `added ${i}`)),
    ]);
    expect(runs.map(({ code, err }) => [code, err])).toEqual(runs.map(() => [0, '']));
    await memory(cwd, 'sync');
    const text = readFileSync(file, 'utf8');
    for (const fact of ['known 0', 'known 1', 'known 2', 'from the file', 'added 0', 'added 1'])
      expect(text.split(`- ${fact} <!--`), fact).toHaveLength(2);
    expect(JSON.parse((await memory(cwd, 'list', '--all', '--json')).out)).toHaveLength(6);
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'AGENTS.md']);
  });

  it('leaves a whole file wherever it is killed, and goes on from there', async () => {
    const cwd = project('killed');
    const file = join(cwd, 'AGENTS.md');
    const outside = '# Mine\n'.repeat(2000);
    writeFileSync(file, outside);
    await memory(cwd, 'add', 'a fact');
    const began = Date.now();
    await memory(cwd, 'sync', 'AGENTS.md', 'claude-memory');
    const took = Date.now() - began;
    const whole = readFileSync(file, 'utf8');
    for (let i = 1; i <= 8; i++) {
      writeFileSync(file, outside);
      rmSync(join(home, '.claude'), { recursive: true, force: true });
      const args = [program, 'memory', 'sync', 'AGENTS.md', 'claude-memory'];
      const child = spawn(process.execPath, args, {
        cwd,
        env: { PATH: process.env.PATH, HOME: home },
        stdio: 'ignore',
      });
      setTimeout(() => child.kill('SIGKILL'), (took * i) / 8);
      await new Promise((done) => child.on('close', done));
      expect([outside, whole]).toContain(readFileSync(file, 'utf8'));
    }
    expect((await memory(cwd, 'sync', 'AGENTS.md', 'claude-memory')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'AGENTS.md']);
    expect(JSON.parse((await memory(cwd, 'list', '--all', '--json')).out)).toHaveLength(1);
  });

  it('follows links, and leaves alone what it cannot replace safely', async () => {
    const cwd = project('odd');
    await memory(cwd, 'add', 'a fact');
    mkdirSync(join(cwd, 'docs'));
    writeFileSync(join(cwd, 'docs', 'agents.md'), 'real\n');
    symlinkSync(join('docs', 'agents.md'), join(cwd, 'AGENTS.md'));
    writeFileSync(join(cwd, 'other'), 'twice\n');
    linkSync(join(cwd, 'other'), join(cwd, 'GEMINI.md'));
    writeFileSync(join(cwd, 'CLAUDE.md'), '<!-- headroom:memory:start -->\n');
    mkdirSync(join(cwd, 'CLAUDE.local.md'));
    const { out, err, code } = await memory(cwd, 'sync', 'AGENTS.md', 'GEMINI.md', 'CLAUDE.md', 'CLAUDE.local.md');
    expect(code).toBe(1);
    expect(out).toContain('1 fact written');
    expect(readFileSync(join(cwd, 'docs', 'agents.md'), 'utf8')).toMatch(/^real\n\n<!-- headroom/);
    expect(readFileSync(join(cwd, 'other'), 'utf8')).toBe('twice\n');
    for (const said of ['hard links', 'marks stand without their partner; put the missing one back', 'it is no file'])
      expect(err).toContain(said);
    expect((await memory(cwd, 'sync', 'README.md')).err).toContain('README.md: it takes CLAUDE.local.md');
  });

  it('does not follow a link out of the project, and makes nothing behind one, unless the file is named', async () => {
    const cwd = project('linked');
    await memory(cwd, 'add', 'a fact');
    const far = join(home, 'far.md');
    writeFileSync(far, 'mine\n');
    symlinkSync(far, join(cwd, 'AGENTS.md'));
    symlinkSync(join(home, 'nowhere', 'x.md'), join(cwd, 'GEMINI.md'));
    const { err, code } = await memory(cwd, 'sync', 'AGENTS.md', 'GEMINI.md');
    expect([code, err]).toEqual([1, expect.stringContaining(`leads out of the project, to ${far}`)]);
    expect([readFileSync(far, 'utf8'), existsSync(join(home, 'nowhere'))]).toEqual(['mine\n', false]);
    const [json] = JSON.parse((await memory(cwd, 'sync', 'AGENTS.md', '--json')).out);
    expect(json).toMatchObject({ changed: false, problem: expect.stringContaining(`--outside ${far}`) });
    expect(await memory(cwd, 'sync', 'AGENTS.md', '--outside', far)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(far, 'utf8')).toContain('- a fact');
    const notes = join(home, '.claude', 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), 'memory');
    mkdirSync(notes, { recursive: true });
    symlinkSync(far, join(notes, 'MEMORY.md'));
    expect((await memory(cwd, 'sync', 'claude-memory')).err).toContain('leads out of the project');
  });

  it('takes a file with it that held nothing else, and says so', async () => {
    const cwd = project('emptied');
    await memory(cwd, 'add', 'a fact');
    await memory(cwd, 'sync', 'AGENTS.md');
    expect((await memory(cwd, 'sync', 'AGENTS.md', '--remove', '--dry-run')).out).toContain('would be taken out');
    expect((await memory(cwd, 'sync', 'AGENTS.md', '--remove')).out).toContain('and the file with it');
    expect(readdirSync(cwd)).toEqual(['.git']);
  });

  it('goes on with other files where it is not known how Claude Code calls the folder of a long path', async () => {
    const cwd = project('deep/'.repeat(50));
    await memory(cwd, 'add', 'a fact');
    const { err, out, code } = await memory(cwd, 'sync', 'AGENTS.md', 'claude-memory');
    expect([code, out, err]).toEqual([
      1,
      expect.stringContaining('1 fact written'),
      expect.stringContaining('claude-memory is left as it is: the project'),
    ]);
    expect(await memory(cwd, 'sync')).toMatchObject({ code: 0, err: '' });
  });

  it('writes the files of a worktree, from the memory of its repository', async () => {
    const main = join(home, 'main');
    const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    git('init', '-q', main);
    git('-C', main, 'commit', '-q', '--allow-empty', '-m', 'x');
    git('-C', main, 'worktree', 'add', '-q', join(home, 'tree'));
    await memory(main, 'add', 'of the repository');
    await memory(join(home, 'tree'), 'sync', 'CLAUDE.local.md', 'claude-memory');
    expect(readFileSync(join(home, 'tree', 'CLAUDE.local.md'), 'utf8')).toContain('of the repository');
    expect(existsSync(join(main, 'CLAUDE.local.md'))).toBe(false);
    const notes = join(home, '.claude', 'projects', main.replace(/[^A-Za-z0-9]/g, '-'), 'memory');
    expect(readFileSync(join(notes, 'MEMORY.md'), 'utf8')).toContain('of the repository');
  });
});
