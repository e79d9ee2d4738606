import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Beside the examples, which have the packages that most READMEs use; those of a framework in its own package. */
const FRAMEWORKS = [
  'langchain',
  'langgraph',
  'ai-sdk',
  'openai-agents',
  'mcp',
  'proxy',
  'dashboard',
  'memory',
  'kompress',
  'image',
];
const scratchOf = (path: string) => {
  const name = FRAMEWORKS.find((each) => path.startsWith(`packages/${each}/`));
  return name ? `${root}packages/${name}/.scratch/` : `${root}examples/.scratch/`;
};
const fileOf = (path: string, name: string) => `${scratchOf(path)}${path.replaceAll('/', '-')}-${name}.ts`;
const EXAMPLE = /<!-- example: ([a-z-]+) -->\n+```ts\n([\s\S]*?)```/g;
const readmes = ['README.md', ...readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`)];

const examples = readmes.flatMap((path) => {
  let text = '';
  try {
    text = readFileSync(root + path, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(EXAMPLE)].map(([, name, code]) => ({ path, name: name ?? '', code: code ?? '' }));
});

/** All blocks of TypeScript, those that only a client can start (`mcp`) included. */
const blocks = readmes.flatMap((path) =>
  [...readFileSync(root + path, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ''], nth) => ({
    path,
    name: `block-${nth}`,
    code: `${code}\nexport {};\n`,
  })),
);

afterAll(() => {
  for (const path of readmes) rmSync(scratchOf(path), { recursive: true, force: true });
});

describe('the examples of the READMEs run', () => {
  it('finds them', () => {
    expect(examples.filter(({ path }) => path === 'README.md').length).toBeGreaterThanOrEqual(2);
  });

  it.each(examples)('$path: $name', async ({ path, name, code }) => {
    const scratch = scratchOf(path);
    mkdirSync(scratch, { recursive: true });
    const file = fileOf(path, name);
    writeFileSync(file, code);
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ file);
    log.mockRestore();
  });

  it('has nothing undefined in any block, as the compiler sees it', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(examples.length);
    const files = blocks.map(({ path, name, code }) => {
      mkdirSync(scratchOf(path), { recursive: true });
      const file = fileOf(path, name);
      writeFileSync(file, code);
      return file;
    });
    const how =
      '--noEmit --strict --skipLibCheck --module nodenext --target es2022 --lib es2023 --types node --pretty false';
    const bin = `${root}node_modules/typescript/bin/tsc`;
    const { stdout, status } = spawnSync(process.execPath, [bin, ...how.split(' '), ...files], {
      cwd: root,
      encoding: 'utf8',
    });
    const said = stdout.split('\n').filter((line) => line.includes('error TS'));
    expect({ said, status }).toEqual({ said: [], status: 0 });
  }, 300_000);
});

describe('the README of core', () => {
  it('has every field of a result', () => {
    const source = readFileSync(`${root}packages/core/src/pipeline/result.ts`, 'utf8');
    const [, body = ''] = /interface CompressResult<[^{]*\{([\s\S]*?)\n\}/.exec(source) ?? [];
    const fields = [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name ?? '');
    expect(fields.length).toBeGreaterThan(10);
    const [, table = ''] =
      /### What a call gives([\s\S]*?)\*\*Hooks/.exec(readFileSync(`${root}packages/core/README.md`, 'utf8')) ?? [];
    for (const field of fields) expect(table).toContain(`\`${field}\``);
  });
});

describe('every block of TypeScript is one of them', () => {
  it.each(
    [
      '',
      'core',
      'express',
      'hono',
      'langchain',
      'langgraph',
      'ai-sdk',
      'openai-agents',
      'stores',
      'memory',
      'image',
    ].map((name) => (name ? `packages/${name}/` : '')),
  )('%sREADME.md', (folder) => {
    const path = `${folder}README.md`;
    const blocks = readFileSync(root + path, 'utf8').match(/^```ts$/gm) ?? [];
    expect(examples.filter((example) => example.path === path)).toHaveLength(blocks.length);
  });
});

describe('every package has a README', () => {
  it.each(readdirSync(`${root}packages`))('%s', (name) => {
    const text = readFileSync(`${root}packages/${name}/README.md`, 'utf8');
    for (const title of ['What is this', 'When to use it', 'Install', 'Use', 'API', 'Guarantees', 'License'])
      expect(text, title).toContain(`## ${title}`);
  });
});
