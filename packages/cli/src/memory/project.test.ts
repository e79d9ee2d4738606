import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { projectDatabase, projectOf } from './project.js';

const base = realpathSync.native(mkdtempSync(join(tmpdir(), 'headroom-project-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const made = (...path: string[]) => {
  const folder = join(base, ...path);
  mkdirSync(folder, { recursive: true });
  return folder;
};

it('finds the root of a repository from within, also through a link', () => {
  const inner = made('a', 'shop', 'src', 'deep');
  made('a', 'shop', '.git');
  symlinkSync(inner, join(base, 'link'));
  for (const from of [inner, join(base, 'a', 'shop'), join(base, 'link')])
    expect(projectOf(from, false, base)).toEqual({
      root: join(base, 'a', 'shop'),
      repository: join(base, 'a', 'shop'),
    });
});

it('refuses a folder of no project, and the home even where it is a repository', () => {
  const loose = made('home', 'notes');
  made('home', '.git');
  expect(() => projectOf(loose, false, join(base, 'home'))).toThrow(/in no project.*--project.*--db/);
  expect(() => projectOf(join(base, 'home'), false, join(base, 'home'))).toThrow('in no project');
  expect(projectOf(loose, true, base).root).toBe(join(base, 'home'));
  expect(() => projectOf(join(base, 'nowhere'), true, base)).toThrow('there is no such folder');
});

it('takes a named folder as it is', () => {
  const plain = made('plain');
  expect(projectOf(plain, true, base)).toEqual({ root: plain, repository: plain });
});

it('gives worktrees the memory of their repository, submodules and namesakes one of their own', () => {
  const main = made('w', 'shop');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: main });
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'x');
  git('worktree', 'add', '-q', join(base, 'w', 'other'));
  const tree = projectOf(join(base, 'w', 'other'), false, base);
  expect(tree).toEqual({ root: join(base, 'w', 'other'), repository: main });
  const sub = made('w', 'shop', 'sub');
  made('w', 'shop', '.git', 'modules', 'sub');
  writeFileSync(join(sub, '.git'), 'gitdir: ../.git/modules/sub\n');
  expect(projectOf(sub, false, base).repository).toBe(sub);
  const database = (repository: string) => projectDatabase({ root: repository, repository }, '/h');
  expect(projectDatabase(tree, '/h')).toBe(database(main));
  expect(database('/x/shop')).not.toBe(database('/y/shop'));
  expect(database('/x/a b/ü')).toMatch(/^\/h\/memory\/-?-[0-9a-f]{12}\/memory\.db$/);
});
