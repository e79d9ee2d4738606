import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compressOnce, limitsOf } from '../measure.js';
import { SCENARIOS, type Scenario } from '../scenarios.js';
import { spentNow } from '../spent.js';
import { type Budgeted, judge, ratioOf, warm } from './budget.js';

/** Work that takes time in proportion to `amount`, and nothing but the processor's. */
function work(amount: number): number {
  return spentNow(() => {
    let text = 'seed';
    for (let i = 0; i < amount * 2000; i++) text = createHash('sha256').update(text).digest('hex');
    return text;
  }).cpu;
}

const taking = (amount: number): Budgeted => ({
  name: `takes ${amount}`,
  measure: async () => ({ ours: work(amount), against: work(2) }),
});

describe('the budget of the benchmark', () => {
  it('lets through what is as it was, and finds what has become slower by more than a fifth', async () => {
    const noted = await ratioOf(taking(4));
    expect(noted).toBeGreaterThan(1.5);
    expect(noted).toBeLessThan(2.7);
    expect(await judge(taking(4), noted)).toMatchObject({ isOver: false });
    expect(await judge(taking(5.4), noted)).toMatchObject({ name: 'takes 5.4', isOver: true });
  }, 60_000);

  it('finds a compressor that looks too long at every text', async () => {
    const scenario = SCENARIOS.find(({ name }) => name === 'search results (100)') as Scenario;
    const look = (times: number) => ({
      name: 'looks',
      compress: () => undefined,
      match({ text }: { readonly text: string }) {
        for (let i = 0; i < times; i++) createHash('sha256').update(text).digest('hex');
        return 0;
      },
    });
    const looking = (times: number): Budgeted => ({
      name: `${times} looks`,
      async measure(seed) {
        const messages = scenario.make(seed);
        const against = limitsOf(messages).published.cpu;
        return { ours: (await compressOnce(messages, { compressors: [look(times)] })).took.cpu, against };
      },
    });
    await warm(looking(0));
    const noted = await ratioOf(looking(0));
    expect(await judge(looking(0), noted)).toMatchObject({ isOver: false });
    const text = scenario
      .make(1)
      .map(({ content }) => content ?? '')
      .join('');
    const oneLook = Math.min(...[1, 2, 3].map(() => spentNow(() => look(20).match({ text })).cpu)) / 20;
    const took = Math.min(
      ...(await Promise.all([5, 6, 7].map((seed) => looking(0).measure(seed)))).map(({ ours }) => ours),
    );
    expect(await judge(looking(Math.ceil((0.6 * took) / oneLook)), noted)).toMatchObject({ isOver: true });
  }, 120_000);

  it('is not deceived by one disturbed round, and fails for what nobody noted', async () => {
    const rounds = [50, 2, 9, 2, 30, 2, 2];
    const disturbed = {
      name: 'disturbed',
      measure: async (seed: number) => ({ ours: rounds[seed % 7] ?? 2, against: 1 }),
    };
    expect(await judge(disturbed, 2)).toEqual({ name: 'disturbed', ratio: 2, most: 2.4, isOver: false });
    expect(await judge(disturbed, undefined)).toMatchObject({ isOver: true });
  });
});
