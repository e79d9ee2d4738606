import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createProject, FolderError } from './create-project.js';
import { TEMPLATES, type Template } from './templates.js';

const home = mkdtempSync(join(tmpdir(), 'headroom-create-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const names = Object.keys(TEMPLATES) as Template[];
const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The versions that are tested in this repository. */
const catalog = new Map(
  [...readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(/^ {2}"?([^\s":]+)"?: (\S+)$/gm)].map(
    ([, name = '', version = '']) => [name, version.replaceAll('"', '')],
  ),
);

describe('npm create @headroom', () => {
  it('has a template a folder, and no other', () => {
    expect(readdirSync(join(root, 'packages/create/templates')).sort()).toEqual([...names].sort());
  });

  it.each(names)(
    '%s: is named after its folder, ignores what it should, and uses this release and tested versions',
    (name) => {
      const place = createProject(join(home, `My ${name}`, 'My-App'), name);
      const { dependencies, devDependencies, ...project } = JSON.parse(
        readFileSync(join(place, 'package.json'), 'utf8'),
      );
      expect(project.name).toBe('my-app');
      expect(readFileSync(join(place, '.gitignore'), 'utf8')).toContain('.env\n');
      expect(existsSync(join(place, 'gitignore'))).toBe(false);
      expect(readFileSync(join(place, 'README.md'), 'utf8')).toContain('npm install');
      const { version } = JSON.parse(readFileSync(join(root, 'packages/create/package.json'), 'utf8'));
      for (const [id, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
        if (id.startsWith('@headroom/')) expect([id, wanted]).toEqual([id, `^${version}`]);
        else if (catalog.has(id)) expect([id, wanted]).toEqual([id, catalog.get(id)]);
      }
    },
  );

  it('writes over nothing', () => {
    const place = join(home, 'taken');
    mkdirSync(place);
    writeFileSync(join(place, 'mine.txt'), 'mine');
    expect(() => createProject(place, 'langgraph')).toThrow(FolderError);
    expect(readdirSync(place)).toEqual(['mine.txt']);
  });

  it('says what there is, and what is wrong', () => {
    expect(execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' })).toContain('cloudflare-worker');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [program, ...args], { cwd: home, encoding: 'utf8', input: '' });
    expect(run('app', '--template', 'rails')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no template rails'),
    });
    expect(run('app')).toMatchObject({ status: 2, stderr: expect.stringContaining('Templates:') });
    expect(run('app', '--tmpl')).toMatchObject({ status: 2, stderr: expect.stringContaining('--tmpl') });
    expect(run('taken', '--template', 'langgraph')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('not empty'),
    });
  });
});
