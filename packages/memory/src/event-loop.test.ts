import { afterAll, beforeAll, expect, it } from 'vitest';
import { memoryFiles } from './anthropic.js';
import { createMemory, type Memory, memoryTools, Scope, sqliteMemory } from './index.js';

const scope = Scope.user('ann');
const MANY = 6000;
let memory: Memory;
const lines: string[] = [];

/** How many turns the loop has had in a hundredth of a second, and how long the work took. */
async function turnsWhile(work: () => Promise<unknown>): Promise<{ turns: number; took: number }> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const began = performance.now();
  await work();
  isOver = true;
  return { turns, took: performance.now() - began };
}

const WORK: Readonly<Record<string, () => Promise<unknown>>> = {
  rememberAll: () =>
    memory.rememberAll(Array.from({ length: MANY }, (_, i) => ({ scope, text: `The kettle ${i} of town ${i % 70}` }))),
  'many remember, one after the other': async () => {
    for (let i = 0; i < 500; i++) await memory.remember({ scope, text: `The cup ${i} of town ${i % 70}` });
  },
  list: () => memory.list({ scope, limit: MANY }),
  'list of many scopes': () => memory.list({ scope, within: true, limit: MANY, states: ['current', 'replaced'] }),
  export: async () => {
    for await (const line of memory.export(scope)) lines.push(line);
  },
  import: async () => {
    const other = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    expect((await other.import(scope, lines)).added).toBe(lines.length - 1);
    await other.close();
  },
  'a pruning that only says': () => memory.prune({ scope, maxRecords: 10 }),
  prune: async () => expect((await memory.prune({ scope, maxRecords: 10, dryRun: false })).records.length).toBe(6490),
};

beforeAll(() => {
  memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
});
afterAll(() => memory.close());

// Fifty milliseconds at most on a machine that has nothing else to do: counted in turns, for tests share theirs.
it.each(Object.entries(WORK))('leaves turns to others: %s', async (_, work) => {
  const { turns, took } = await turnsWhile(work);
  expect(turns).toBeGreaterThan(took / 50);
});

it('keeps the order in which short calls were made', async () => {
  const own = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
  const busy = own.rememberAll(Array.from({ length: 300 }, (_, i) => ({ scope: Scope.user('bob'), text: `Cup ${i}` })));
  const names = Array.from({ length: 50 }, (_, i) => `n${i}`);
  await Promise.all(names.map((id) => own.remember({ scope, text: `Told as ${id}`, id })));
  await busy;
  const found = await own.list({ scope });
  expect(found.map(({ id }) => id).reverse()).toEqual(names);
  await own.close();
});

it('prunes the least worth first, the older of those that are worth the same', async () => {
  let time = Date.UTC(2026, 0, 1);
  const own = createMemory({ store: sqliteMemory({ path: ':memory:' }), now: () => time });
  for (const [i, importance] of [0.5, 0.2, 0.2, 0.9, 0.2].entries())
    await own.remember({ scope, text: `Cup ${i}`, id: `${i}`, importance });
  time += 1000;
  const over = async (maxRecords: number) =>
    (await own.prune({ scope, maxRecords })).records.map(({ record }) => record.id).join('');
  expect([await over(5), await over(4), await over(3), await over(1), await over(0)]).toEqual([
    '',
    '1',
    '12',
    '0124',
    '01234',
  ]);
  await own.close();
});

it('answers by tools within their deadline, whatever the store does', async () => {
  const never = () => new Promise<never>(() => undefined);
  const hung = {
    ...Object.fromEntries(['remember', 'recall', 'list', 'supersede', 'update', 'forget'].map((act) => [act, never])),
  };
  const ways = [{ scope }, { scope: never as unknown as () => Promise<Scope> }];
  for (const way of ways) {
    const { run, definitions } = memoryTools({ memory: hung as never, ...way, deadlineMs: 20 });
    for (const { name } of definitions) {
      const answer = await run(name, { query: 'x', text: 'x', id: 'x' }, undefined);
      expect(answer).toMatch(/took too long; go on without it/);
      expect(answer.includes('may have been done')).toBe(!/search|list/.test(name));
    }
  }
  const files = memoryFiles({ memory: hung as never, scope, deadlineMs: 20 });
  const view = { command: 'view', path: '/memories' };
  // The second one waits for the first, and no longer than it may.
  for (const { content, is_error } of await Promise.all([files.run(view), files.run(view)]))
    expect([content, is_error]).toEqual([expect.stringMatching(/took too long; go on without it/), true]);
  expect(() => memoryFiles({ memory, scope, deadlineMs: 0 })).toThrow(
    expect.objectContaining({ option: 'deadlineMs' }),
  );
  expect(() => memoryTools({ memory, scope, deadlineMs: 0 })).toThrow(
    expect.objectContaining({ option: 'deadlineMs' }),
  );
});
