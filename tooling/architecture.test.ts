import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (['node_modules', 'dist', 'fixtures', 'generated', 'templates', '.turbo', '.scratch'].includes(name)) return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

const files = ['packages', 'apps', 'tooling', 'examples']
  .flatMap((folder) => walk(join(root, folder)))
  .filter((path) => /\.(?:ts|mjs)$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const sources = files.filter(({ path }) => !/\.(?:test|fixture)\.ts$/.test(path));
const core = sources.filter(({ path }) => path.startsWith('packages/core/src/'));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\n[^'"\n;]*?)*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g;
const importsOf = (text: string) => [...text.matchAll(IMPORT)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');

/** Every package may import those of a lower number. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  create: 0,
  'kompress-model': 0,
  stores: 1,
  image: 1,
  kompress: 1,
  memory: 2,
  langchain: 2,
  'ai-sdk': 2,
  'openai-agents': 2,
  express: 2,
  hono: 2,
  langgraph: 3,
  mcp: 3,
  proxy: 3,
  agents: 4,
  dashboard: 4,
  learn: 5,
  cli: 6,
};

describe('architecture', () => {
  it('finds the sources', () => {
    expect(core.length).toBeGreaterThan(50);
  });

  it('imports go down the floors only', () => {
    const wrong: string[] = [];
    for (const { path, text } of sources) {
      const from = /^packages\/([^/]+)\//.exec(path)?.[1];
      if (!from) continue;
      expect(FLOORS, `floor of ${from}`).toHaveProperty(from);
      for (const id of importsOf(text)) {
        const to = /^@headroom\/([a-z-]+)/.exec(id)?.[1];
        if (to && to !== from && !((FLOORS[to] ?? 99) < (FLOORS[from] ?? 0))) wrong.push(`${path} imports ${id}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('siblings in formats, passes and compressors never import each other', () => {
    const wrong: string[] = [];
    for (const { path, text } of core) {
      const room = /src\/(passes|compressors)\/([^/]+)/.exec(path);
      if (!room || basename(path) === 'index.ts') continue;
      for (const id of importsOf(text).filter((found) => found.startsWith('.'))) {
        const target = relative(root, resolve(root, dirname(path), id));
        const other = /src\/(passes|compressors)\/([^/]+)/.exec(target);
        if (!other || other[1] !== room[1]) continue;
        const own = room[1] === 'compressors' ? other[2] === room[2] : isPart(path, target);
        if (!own) wrong.push(`${path} imports ${id}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('model imports nothing outside itself', () => {
    for (const { path, text } of core.filter((file) => file.path.includes('/src/model/'))) {
      for (const id of importsOf(text)) expect(id, path).toMatch(/^\.\/[a-z-]+\.js$/);
    }
  });

  it('core has no environment, no node modules outside files that say so, and no clock or chance on the request path', () => {
    const wrong: string[] = [];
    for (const { path, text } of core) {
      const saysNode = /node/.test(basename(path));
      if (/process\.env/.test(text)) wrong.push(`${path}: process.env`);
      if (!saysNode && importsOf(text).some((id) => id.startsWith('node:'))) wrong.push(`${path}: node:*`);
      if (
        /src\/(?:compressors|passes|formats|edit|reading)\//.test(path) &&
        /\bDate\.now\(|\bnew Date\(\)|Math\.random\(/.test(text)
      )
        wrong.push(`${path}: clock or chance`);
    }
    expect(wrong).toEqual([]);
  });

  it('only programs read the environment', () => {
    const allowed =
      /^packages\/(?:cli|proxy)\/|^packages\/mcp\/src\/bin\.ts$|^packages\/agents\/src\/opencode-plugin(?:-installed)?\.ts$|^tooling\/|^apps\/|^examples\//;
    expect(
      sources.filter(({ path, text }) => !allowed.test(path) && /process\.env/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('keeps files short and named for what they are', () => {
    const long = files
      .filter(({ path, text }) => !/\.test\.ts$/.test(path) && text.split('\n').length > 400)
      .map(({ path }) => path);
    expect(long).toEqual([]);
    const names = files.map(({ path }) => basename(path).replace(/\.(?:test|fixture|node|config)?\.?(?:ts|mjs)$/, ''));
    const odd = names.filter(
      (name) =>
        !/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(name) ||
        /(?:^|-)(?:utils?|helpers?|common|manager|handler|misc|v2)(?:-|$)/.test(name),
    );
    expect(odd).toEqual([]);
  });

  it('names this machine nowhere', () => {
    const tracked = files.filter(
      ({ path, text }) => path !== 'tooling/architecture.test.ts' && /\/work\/(?:main|shared|\.)/.test(text),
    );
    expect(tracked.map(({ path }) => path)).toEqual([]);
  });
});

/** `passes/find-repeats.ts` is a part of the one pass that imports it: parts import nothing back. */
function isPart(path: string, target: string): boolean {
  const part = core.find((file) => file.path.replace(/\.ts$/, '') === target.replace(/\.js$/, ''));
  const users = core.filter(
    (file) => /src\/passes\//.test(file.path) && importsOf(file.text).some((id) => id === `./${basename(target)}`),
  );
  return part !== undefined && users.length === 1 && users[0]?.path === path && !/\bPass\b/.test(part.text);
}
