import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NONE, OURS } from '../arms/index.js';
import { createBudget } from '../paired/budget.js';
import { chooseProvider } from '../paired/choose-provider.js';
import { runSuite } from '../paired/run-suite.js';
import { inRepo } from '../repo.js';
import { DATA_SETS, fetchData } from './data-sets.js';
import { locomo } from './locomo.js';
import { qmsum } from './qmsum.js';
import { Checkout, repositories } from './repositories.js';
import { rougeL } from './rouge.js';

/** Data sets that may lie beside the repository; they are never a part of it. */
const PUBLIC = inRepo('../shared/bench/public');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-evals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ROUGE-L', () => {
  it.each([
    ['the cat sat', 'the cat sat', 1],
    // two of three and four words in order: 2·2/7
    ['police killed gunman', 'gunman police they killed', 4 / 7],
    ['one', '', 0],
  ])('%s against %s', (gold, answer, score) => expect(rougeL(gold, answer)).toBeCloseTo(score, 12));
});

describe('data of the user', () => {
  it('is missed quietly', () => {
    const given = { seed: 1, count: 3, data: folder };
    expect([qmsum, locomo, repositories].map((source) => source.items(given))).toEqual([[], [], []]);
  });

  it.skipIf(!existsSync(PUBLIC))('is read in its own format', async () => {
    const given = { seed: 1, count: 300, data: PUBLIC };
    const meetings = qmsum.items(given);
    expect(meetings.length).toBeGreaterThan(200);
    const [meeting] = meetings;
    const world = meeting?.open();
    expect(String(await world?.call('read_transcript', {})).length).toBeGreaterThan(5000);
    const talks = locomo.items(given);
    expect(talks).toHaveLength(300);
    expect(String(await talks[0]?.open().call('read_talk', {}))).toContain('Session 1, ');
  });

  it('is read where it is small and our own', async () => {
    const turns = [{ speaker: 'Ada', text: 'I planted a fig tree.' }];
    const qa = [
      { question: 'What did Ada plant?', answer: 'a fig tree', category: 4 },
      { question: 'What did Bo plant?', adversarial_answer: 'a pear', category: 5 },
    ];
    writeFileSync(
      join(folder, 'locomo10.json'),
      JSON.stringify([{ session_1_date_time: '1 May', session_1: turns, qa }]),
    );
    const items = locomo.items({ seed: 1, count: 9, data: folder });
    const verdictOf = async (question: string, text: string) => {
      const item = items.find(({ says }) => says[0]?.includes(question));
      return item?.check({ text, calls: [], world: item.open() });
    };
    expect(await verdictOf('Ada', 'fig tree')).toMatchObject({ solved: true, score: 1 });
    expect(await verdictOf('Bo', 'a pear')).toMatchObject({ solved: false });
    expect(await verdictOf('Bo', 'Not mentioned.')).toMatchObject({ solved: true });
    rmSync(join(folder, 'locomo10.json'));
  });

  it('is fetched by name only, once, and its licence is said', async () => {
    const said: string[] = [];
    const asked: string[] = [];
    const fetch = (async (address: string) => {
      asked.push(address);
      return new Response('{}');
    }) as typeof globalThis.fetch;
    await expect(fetchData([], folder, () => {}, fetch)).rejects.toThrow('Usage');
    await expect(fetchData(['weights'], folder, () => {}, fetch)).rejects.toThrow('No data set');
    await fetchData(['squad', 'bfcl'], folder, (line) => said.push(line), fetch);
    await fetchData(['squad'], folder, () => {}, fetch);
    expect(asked).toHaveLength(9);
    expect(asked.every((address) => address.startsWith('https://'))).toBe(true);
    expect(said[0]).toContain('CC BY-SA 4.0');
    expect(readFileSync(join(folder, 'dev-v2.0.json'), 'utf8')).toBe('{}');
    expect(Object.values(DATA_SETS).every(({ licence }) => licence !== '')).toBe(true);
  });
});

function makeRepository(): string {
  const root = join(folder, 'repository');
  mkdirSync(join(root, 'src'), { recursive: true });
  const many = Array.from({ length: 160 }, (_, i) => `export const step${i} = (value) => value + ${i};`);
  writeFileSync(join(root, 'src/sum.mjs'), [...many, 'export const sum = (a, b) => a - b;', ''].join('\n'));
  writeFileSync(
    join(root, 'check.mjs'),
    "import { sum } from './src/sum.mjs';\nif (sum(2, 3) !== 5) throw new Error('2 and 3 are 5');\n",
  );
  const task = {
    id: 'sum',
    folder: 'repository',
    prompt: [
      'The tests fail. Do this:',
      '1. Search the files for "export const sum".',
      '2. Read the file that the line with "a - b" names.',
      '3. Replace "a - b" by "a + b" in the file "src/sum.mjs".',
      '4. Run the tests.',
    ].join('\n'),
    tests: [process.execPath, 'check.mjs'],
    protected: ['check.mjs'],
  };
  writeFileSync(join(folder, 'tasks.jsonl'), `${JSON.stringify(task)}\n`);
  return root;
}

describe('a repository with tests', () => {
  it('is changed in a copy, and solved when its tests pass', async () => {
    const root = makeRepository();
    const before = readFileSync(join(root, 'src/sum.mjs'), 'utf8');
    const items = repositories.items({ seed: 1, count: 5, repositories: join(folder, 'tasks.jsonl') });
    const { provider, server } = await chooseProvider({ provider: 'scripted' }, {});
    const options = { provider, budget: createBudget(), seed: 1, maxTokens: 500, items };
    const { rows } = await runSuite({ ...options, arms: [NONE, OURS] });
    const [idle] = (
      await runSuite({ ...options, arms: [NONE], items: items.map((item) => ({ ...item, says: ['Say Done.'] })) })
    ).rows;
    await server?.close();
    expect(rows.map(({ solved, refused }) => [solved, refused])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    expect(idle?.solved).toBe(false);
    expect(readFileSync(join(root, 'src/sum.mjs'), 'utf8')).toBe(before);
  });

  it('is left by no path, and its tests stay as they are', () => {
    const root = makeRepository();
    symlinkSync(folder, join(root, 'out'));
    const checkout = new Checkout(root, { id: '', folder: '', prompt: '', tests: ['false'], protected: ['check.mjs'] });
    try {
      expect(checkout.call('read_file', { path: '../tasks.jsonl' })).toContain('outside');
      expect(checkout.call('write_file', { path: join(folder, 'x'), text: '' })).toContain('outside');
      expect(checkout.call('read_file', { path: 'out/tasks.jsonl' })).toContain('link');
      expect(checkout.call('write_file', { path: './check.mjs', text: '' })).toContain('may not be changed');
      expect(checkout.call('replace', { path: 'src/sum.mjs', from: 'export', to: '' })).toContain('161 times');
      expect(checkout.call('run', { command: 'ls' })).toContain('no tool');
      expect(checkout.call('list_files', { path: '.' })).toBe('check.mjs\nsrc/sum.mjs');
      expect(checkout.runTests().passed).toBe(false);
    } finally {
      checkout.close();
    }
  });
});
