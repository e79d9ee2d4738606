import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Beside the examples, which have the packages that most READMEs use; those of a framework in its own package. */
const FRAMEWORKS = ['langchain', 'langgraph', 'ai-sdk', 'openai-agents'];
const scratchOf = (path: string) => {
  const name = FRAMEWORKS.find((each) => path.startsWith(`packages/${each}/`));
  return name ? `${root}packages/${name}/.scratch/` : `${root}examples/.scratch/`;
};
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
    const file = `${scratch}${path.replaceAll('/', '-')}-${name}.ts`;
    writeFileSync(file, code);
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ file);
    log.mockRestore();
  });
});

describe('every block of TypeScript is one of them', () => {
  it.each(
    ['', 'core', 'express', 'hono', 'langchain', 'langgraph', 'ai-sdk', 'openai-agents', 'stores'].map((name) =>
      name ? `packages/${name}/` : '',
    ),
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
