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

/** Milliseconds of processor time of the whole process. */
async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * How time grows from `few` to `many` results, as an exponent: 1 in proportion, 2 with their square.
 * Whatever else the machine does only adds time, so that the least of up to four tries in turns counts.
 */
async function growth(few: number, many: number, work: (results: number, seed: number) => Promise<unknown>) {
  const least = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  let exponent = Number.POSITIVE_INFINITY;
  for (let seed = 1; seed <= 4 && exponent >= 1.3; seed++) {
    least.few = Math.min(least.few, await processorMs(() => work(few, 2 * seed)));
    least.many = Math.min(least.many, await processorMs(() => work(many, 2 * seed + 1)));
    exponent = Math.log(least.many / Math.max(least.few, 20)) / Math.log(many / few);
  }
  return exponent;
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
    const work = (results: number, seed: number) =>
      createHeadroom().compress(conversation(results, seed), { tokenBudget: 4000 });
    await work(150, 1);
    expect(await growth(150, 600, work)).toBeLessThan(1.3);
  }, 240_000);

  it('takes time in proportion to the results also where it can never be met', async () => {
    const work = async (results: number, seed: number) => {
      const long = { role: 'user', content: log(1, seed).repeat(10) };
      const messages = [long, ...conversation(results, seed)];
      const { warnings } = await createHeadroom().compress(messages, { tokenBudget: 500 });
      expect(warnings.map(({ code }) => code)).toContain('over_budget');
    };
    await work(150, 1);
    expect(await growth(150, 600, work)).toBeLessThan(1.3);
  }, 240_000);

  it('takes time in proportion to the results where every new one rewrites others', async () => {
    // More than stubs of all of them: from some turn on, every turn rewrites.
    const work = (results: number, seed: number) =>
      createHeadroom().compress(conversation(results, seed), { tokenBudget: 3000, timeBudgetMs: 600_000 });
    await work(100, 1);
    expect(await growth(150, 600, work)).toBeLessThan(1.3);
  }, 240_000);

  it('makes no more cuts when its time is spent', async () => {
    const result = await compress(conversation(200), { tokenBudget: 2000, timeBudgetMs: 1 });
    expect(result.warnings.map(({ code }) => code)).toContain('time_budget');
  });
});
