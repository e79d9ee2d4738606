import { describe, expect, it } from 'vitest';
import { compress, createHeadroom } from '../compress.js';

const log = (i: number, seed: number) =>
  Array.from(
    { length: 30 },
    (_, j) =>
      `2026-03-0${1 + (j % 9)} 10:00:${10 + j} INFO shard ${seed}-${(i * 31 + j * 17) % 997} took ${(i * j) % 907} ms`,
  ).join('\n');

const conversation = (results: number, seed = 0) => [
  { role: 'user', content: 'Which shard was slowest?' },
  ...Array.from({ length: results }, (_, i) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: `{"job":${i}}` } }],
    },
    { role: 'tool', tool_call_id: `c${i}`, content: log(i, seed) },
  ]).flat(),
];

/** Milliseconds of processor time of the whole process, the least of some tries. */
async function leastMs(tries: number, work: (seed: number) => Promise<unknown>, seed: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const start = process.cpuUsage();
    await work(seed + i);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe('a token budget', () => {
  it('looks at each result a few times, however many follow', async () => {
    const calls = async (results: number) => {
      let routed = 0;
      const match = () => {
        routed++;
        return 0;
      };
      const counting = { name: 'counting', match, compress: () => undefined };
      const { tokensAfter, tokensBefore } = await compress(conversation(results), {
        tokenBudget: 4000,
        compressors: [counting],
      });
      expect(tokensAfter).toBeLessThan(tokensBefore / 3);
      return routed / results;
    };
    const few = await calls(100);
    expect(await calls(400)).toBeLessThan(few * 1.5);
  });

  it('takes time in proportion to the results', async () => {
    const time = async (results: number, seed: number) => {
      const messages = conversation(results, seed);
      const start = process.cpuUsage();
      await createHeadroom().compress(messages, { tokenBudget: 4000 });
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    await time(150, 1);
    const short = Math.max(await time(150, 2), 50);
    expect(await time(600, 3)).toBeLessThan(short * 4 * 2.5);
  }, 60_000);

  it('takes time in proportion to the results also where it can never be met', async () => {
    const time = async (results: number, seed: number) => {
      const long = { role: 'user', content: log(1, seed).repeat(10) };
      const messages = [long, ...conversation(results, seed)];
      const start = process.cpuUsage();
      const { warnings } = await createHeadroom().compress(messages, { tokenBudget: 500 });
      expect(warnings.map(({ code }) => code)).toContain('over_budget');
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    await time(150, 4);
    const short = Math.max(await time(150, 5), 50);
    expect(await time(600, 6)).toBeLessThan(short * 4 * 2.5);
  }, 60_000);

  it('takes time in proportion to the results where every new one rewrites others', async () => {
    // More than stubs of all of them: from some turn on, every turn rewrites.
    const work = (results: number) => (seed: number) =>
      createHeadroom().compress(conversation(results, seed), { tokenBudget: 3000, timeBudgetMs: 600_000 });
    await work(100)(30);
    const short = await leastMs(2, work(150), 40);
    const long = await leastMs(1, work(600), 50);
    expect(Math.log(long / short) / Math.log(4), `${short} ms, then ${long} ms`).toBeLessThan(1.3);
  }, 240_000);

  it('makes no more cuts when its time is spent', async () => {
    const result = await compress(conversation(200), { tokenBudget: 2000, timeBudgetMs: 1 });
    expect(result.warnings.map(({ code }) => code)).toContain('time_budget');
  });
});
