import { describe, expect, it } from 'vitest';
import { contentHash } from './hash.js';
import { memory } from './memory-store.js';
import { retrieve } from './retrieve.js';

async function found(text: string, options = {}) {
  const store = memory();
  store.set(contentHash(text), text);
  const answer = await retrieve(store, contentHash(text), options);
  if (answer.status !== 'found') throw new Error(answer.message);
  return answer;
}

/** Reads a long original in bounded pieces, as a model that follows what the answers say. */
async function readOn(text: string, options: object, maxCharacters: number): Promise<string[]> {
  const pieces: string[] = [];
  for (let next: object | undefined = options; next && pieces.length < 200; ) {
    const { text: piece, remaining }: { text: string; remaining?: string } = await found(text, {
      ...next,
      maxCharacters,
    });
    pieces.push(piece);
    const [name, value] = remaining?.split(': ') ?? [];
    next = name ? { [name]: name === 'offset' ? Number(value) : value?.replaceAll('"', '') } : undefined;
  }
  return pieces;
}

describe('bounded retrieval', () => {
  const lines = Array.from({ length: 900 }, (_, i) => `line ${i + 1} 🙂`).join('\n');
  const rows = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, name: `item ${id}` })));

  it('says how to go on, and whoever follows has read everything', async () => {
    expect((await readOn(lines, {}, 1000)).join('\n')).toBe(lines);
    expect((await readOn(lines, { lines: '500-' }, 700)).join('\n')).toBe(lines.split('\n').slice(499).join('\n'));
    expect((await readOn('x🙂'.repeat(3000), {}, 1000)).join('')).toBe('x🙂'.repeat(3000));
    expect((await readOn(rows, { rows: '1-' }, 500)).join('\n').split('\n')).toHaveLength(300);
    const cut = await found(lines, { maxCharacters: 1000 });
    expect(cut.part).toContain(`the rest comes with ${cut.remaining}`);
  });

  it('says nothing of a rest where there is none', async () => {
    expect(await found(lines)).not.toHaveProperty('remaining');
    expect(await found(lines, { lines: '3' })).toEqual({
      status: 'found',
      hash: contentHash(lines),
      text: 'line 3 🙂',
      part: 'lines 3 of 900',
      whole: false,
    });
  });
});

describe('query', () => {
  it('shows the heading of the section that a line stands in', async () => {
    const page = [
      '# Guide',
      'hello',
      '## Install',
      ...Array.from({ length: 60 }, (_, i) => `step ${i}`),
      'set the gasket limit',
      '## Use',
      'run it',
    ].join('\n');
    const { text } = await found(page, { query: 'gasket' });
    expect(text.split('\n')[0]).toBe('3: ## Install');
    expect(text).toContain('64: set the gasket limit');
    expect(text).not.toContain('Guide');
  });

  it('shows a very long line around the words only', async () => {
    const { text } = await found(`short\n${'🙂filler '.repeat(50_000)}the gasket leaks ${'more '.repeat(9000)}`, {
      query: 'gasket',
    });
    expect(text).toContain('the gasket leaks');
    expect(text.length).toBeLessThan(2000);
    expect(text.isWellFormed()).toBe(true);
  });

  it('takes a million lines in linear time', async () => {
    const start = performance.now();
    await found('some words in a line\n'.repeat(300_000), { query: 'words missing' });
    expect(performance.now() - start).toBeLessThan(6000);
  });
});
