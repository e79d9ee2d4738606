import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemory, memoryFetch, Scope, sqliteMemory } from './index.js';

const scope = Scope.user('ann');
const LISTENERS: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('my logger is down');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('my logger is down');
    },
  ],
];

describe.each(LISTENERS)('a listener that %s', (_, fail) => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => process.on('unhandledRejection', hear));
  afterEach(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', hear);
    expect(unhandled.splice(0)).toEqual([]);
  });
  let told = 0;
  const listener = () => {
    told++;
    return fail();
  };

  it('ends no recall whose embedder fails', async () => {
    told = 0;
    const memory = createMemory({
      store: sqliteMemory({ path: ':memory:' }),
      embed: () => Promise.reject(new Error('the embedder is down')),
      onWarning: listener,
    });
    await memory.remember({ scope, text: 'The kettle is red.' });
    expect((await memory.recall({ scope, question: 'kettle' })).text).toContain('red');
    expect(told).toBeGreaterThan(1);
    await memory.close();
  });

  it('is told what is wrong with a clock and with ids that are no text', async () => {
    const store = sqliteMemory({ path: ':memory:' });
    expect(() => createMemory({ store, now: fail as () => number })).toThrow(
      expect.objectContaining({ option: 'now' }),
    );
    let isBroken = false;
    const now = () => (isBroken ? (fail() as number) : 5);
    const memory = createMemory({ store, now, newId: () => (isBroken ? (fail() as string) : 'id') });
    isBroken = true;
    await expect(memory.remember({ scope, text: 'The kettle is red.', id: 'a' })).rejects.toThrow(
      /logger|milliseconds/,
    );
    const other = createMemory({ store, newId: fail as () => string });
    await expect(other.remember({ scope, text: 'The kettle is red.' })).rejects.toThrow(/logger|id is a text/);
    await memory.close();
  });

  it('ends no request, and no watch: it hears of all that follows', async () => {
    const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    told = 0;
    const stop = memory.watch(scope, listener, { everyMs: 1000 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await memory.rememberAll([1, 2, 3].map((i) => ({ scope, text: `The kettle number ${i} is red.` })));
    for (let i = 0; i < 20 && told < 3; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).toBe(3);
    stop();
    const broken = { recall: () => Promise.reject(new Error('down')) };
    const naming = fail as () => string;
    const ways = [
      { memory: broken, scope },
      { memory, scope, conversation: naming },
      { memory, scope: undefined },
    ];
    for (const way of ways) {
      told = 0;
      const door = memoryFetch({ ...way, onWarning: listener, fetch: async () => Response.json({}) });
      const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Is the kettle red?' }] });
      const answer = await door('https://llm.test/v1/chat/completions', { method: 'POST', body });
      expect([answer.status, told]).toEqual([200, 1]);
    }
    await memory.close();
  });
});
