import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { claudeHome, claudeMemoryFolder } from './memory-folder.js';

const home = mkdtempSync(join(tmpdir(), 'claude-memory-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

it("is named by the project's path, below the home of Claude Code", () => {
  expect(claudeHome('/home/me', {})).toBe('/home/me/.claude');
  expect(claudeHome('/home/me', { CLAUDE_CONFIG_DIR: '/a,/b' })).toBe('/a');
  expect(claudeMemoryFolder('/home/me/my shop', '/a')).toBe('/a/projects/-home-me-my-shop/memory');
  expect(claudeMemoryFolder(`/${'x'.repeat(199)}`, '/a')).toBe(`/a/projects/-${'x'.repeat(199)}/memory`);
});

it('is found by its beginning where the path is longer than 200 signs, and is not guessed', () => {
  const project = `/srv/${'deep/'.repeat(60)}shop`;
  const begin = project.replace(/[^A-Za-z0-9]/g, '-').slice(0, 200);
  expect(claudeMemoryFolder(project, home)).toBeUndefined();
  const projects = join(home, 'projects');
  for (const name of [begin, `${begin}-1a2b3c`]) mkdirSync(join(projects, name), { recursive: true });
  expect(claudeMemoryFolder(project, home)).toBe(join(projects, `${begin}-1a2b3c`, 'memory'));
  mkdirSync(join(projects, `${begin}-other`));
  expect(claudeMemoryFolder(project, home)).toBeUndefined();
});
