import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = fileURLToPath(new URL('../pages/', import.meta.url));
/** Made by the build from what other tests look at. */
const MADE = /^(?:compressors\/kinds|contributing\/decisions|reports|reference\/api)\//;
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !MADE.test(file))
  .map((file) => ({ file, text: readFileSync(folder + file, 'utf8') }));

const home = mkdtempSync(join(tmpdir(), 'headroom-pages-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The program as it is built, with a home of its own. */
function headroom(line: string) {
  const [, ...args] = line.split(' ');
  const env = {
    ...process.env,
    HOME: home,
    HEADROOM_HOME: home,
    HEADROOM_STORE: join(home, 'store.db'),
    NO_COLOR: '1',
  };
  return spawnSync(process.execPath, [`${root}packages/cli/dist/main.js`, ...args], { encoding: 'utf8', env });
}

const shells = pages.flatMap(({ file, text }) =>
  [...text.matchAll(/(<!-- run -->\n)?```sh\n([\s\S]*?)```/g)].flatMap(([, run, code = '']) =>
    code
      .split('\n')
      .filter((line) => line.startsWith('headroom '))
      .map((line) => ({ file, line: line.replace(/\s+#.*$/, ''), run: run !== undefined })),
  ),
);

describe('what pages show', () => {
  it('is found', () => expect([pages.length > 45, shells.length > 20]).toEqual([true, true]));

  it('is TypeScript only from files that are compiled and run', () => {
    expect(pages.filter(({ text }) => /^```(?:ts|tsx|js|typescript)$/m.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('names files that are there', () => {
    const named = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/^<<< (\S+?)(?:#\w+|\{\w+\})?$/gm)].map(([, path = '']) => ({ file, path })),
    );
    expect(named.length).toBeGreaterThan(30);
    for (const { file, path } of named) expect(() => readFileSync(join(folder, file, '..', path))).not.toThrow();
  });

  it.each(shells.filter(({ run }) => run))('$file: $line is run', ({ line }) => {
    const { status, stdout } = headroom(line);
    expect({ status, says: stdout.length > 0 }).toEqual({ status: 0, says: true });
  });

  const known = new Map<string, string>();
  it.each(shells.filter(({ run }) => !run))(
    '$file: $line has a command and flags that the program knows',
    ({ line }) => {
      const [own = ''] = line.split(' -- ');
      const words = own
        .split(' ')
        .slice(1)
        .filter((word) => !word.startsWith('-'));
      const command = ['wrap', 'mcp', 'memory'].includes(words[0] ?? '') ? words.slice(0, 2) : words.slice(0, 1);
      const title = `headroom ${command.join(' ')}`;
      if (!known.has(title)) {
        const { status, stdout, stderr } = headroom(`${title} --help`);
        expect({ title, status }).toEqual({ title, status: 0 });
        known.set(title, stdout + stderr);
      }
      for (const [flag] of own.matchAll(/--[a-z-]+/g)) expect(known.get(title)).toContain(flag);
    },
  );
});

/** The text of a page with what it includes; a section of a README comes from the README. */
function whole({ file, text }: { readonly file: string; readonly text: string }): string {
  return text.replace(/<!--@include: (\S+?)-->/g, (_, path: string) => {
    const [, name, section] = /generated\/readmes\/([a-z-]+)\/([a-z-]+)\.md$/.exec(path) ?? [];
    if (!name) return path.includes('/parts/') ? readFileSync(join(folder, file, '..', path), 'utf8') : '';
    const readme = readFileSync(`${root}${name === 'root' ? '' : `packages/${name}/`}README.md`, 'utf8');
    return section === 'install' ? (/^## Install\n([\s\S]*?)(?=^## )/m.exec(readme)?.[1] ?? '') : '';
  });
}

describe('a page that says how to install', () => {
  const told = pages.map((page) => ({ file: page.file, text: whole(page) }));
  const boxes = told.filter(({ text }) => /npm install [^\n]*@headroom\//.test(text));

  it.each(boxes)('$file says that nothing is on npm yet', ({ text }) =>
    expect(text).toContain('::: warning Not on npm yet'),
  );

  const programs = told.flatMap(({ file, text }) =>
    /^(?:frameworks|clients)\//.test(file)
      ? [...text.matchAll(/^<<< (\S+\/(?:programs|pages)\/[a-z-]+\.ts)$/gm)].map(([, path = '']) => ({
          file,
          text,
          path,
        }))
      : [],
  );

  it.each(programs)('$file names all that $path imports', ({ file, text, path }) => {
    const code = readFileSync(join(folder, file, '..', path), 'utf8');
    const lines = [...text.matchAll(/npm install ([^`\n]+)/g)].map(([, names]) => names).join(' ');
    for (const [, id = ''] of code.matchAll(/ from '([^.'][^']*)';/g)) {
      const [name = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
      expect(lines.split(/\s+/)).toContain(name);
    }
  });
});

describe('the page of warnings', () => {
  it('has every code', () => {
    const source = readFileSync(`${root}packages/core/src/model/report.ts`, 'utf8');
    const [, union = ''] = /type WarningCode =([\s\S]*?);/.exec(source) ?? [];
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
    const page = pages.find(({ file }) => file === 'reference/results.md')?.text ?? '';
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(page).toContain(`| \`${code}\` |`);
  });
});
