import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultCompressors } from '../src/compressors/index.js';
import type { Shorter } from '../src/model/compressor.js';
import type { InTurns } from '../src/model/in-turns.js';
import { createContent } from '../src/reading/content.js';
import { eventually } from '../src/reading/in-turns.js';
import { makeTask } from '../src/testing/make-task.js';
import { readFixtures } from '../src/testing/node-fixtures.js';

type Result = Shorter | undefined;

const folders = new URL('../src/compressors/', import.meta.url);
const fixtures = readdirSync(folders, { withFileTypes: true })
  .map(({ name }) => new URL(`${name}/fixtures/`, folders))
  .filter((folder) => existsSync(folder))
  .flatMap(readFixtures);

const jobs = (query?: string) =>
  fixtures.flatMap(({ text, query: own = '' }) =>
    defaultCompressors().flatMap(({ name, match, inTurns }) => {
      if (!inTurns || match(createContent(text)) <= 0) return [];
      return [{ name, start: () => inTurns(createContent(text), makeTask({ query: query ?? own })) }];
    }),
  );

/** One step of every piece of work after the other, until all are done. */
async function interleaved(work: readonly InTurns<Result>[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  const known: unknown[] = [];
  let open = work.map((_, i) => i);
  while (open.length > 0) {
    const still: number[] = [];
    for (const i of open) {
      const step = work[i]!.next(known[i]);
      if (step.done) results[i] = step.value;
      else {
        known[i] = step.value ? await step.value : undefined;
        still.push(i);
      }
    }
    open = still;
  }
  return results;
}

describe('compressors that work in turns', () => {
  it.each([
    ['its own question', undefined],
    ['no question', ''],
  ])(
    'give what they give alone, with all others at work between any two steps: %s',
    async (_, query) => {
      const all = jobs(query);
      expect(all.length).toBeGreaterThan(200);
      const alone: Result[] = [];
      for (const { start } of all) alone.push(await eventually(start()));
      const together = await interleaved(all.map(({ start }) => start()));
      for (const [i, { name }] of all.entries()) expect(together[i], name).toEqual(alone[i]);
      expect(alone.filter((one) => one?.kind === 'trimmed').length).toBeGreaterThan(100);
    },
    120_000,
  );

  it('leave nothing behind where they are ended in the middle', async () => {
    const all = jobs();
    const finish = () => Promise.all(all.map(({ start }) => eventually(start())));
    const before = await finish();
    for (const { start } of all) {
      const work = start();
      let known: unknown;
      for (let i = 0; i < 3; i++) {
        const { done, value } = work.next(known);
        if (done) break;
        known = value ? await value : undefined;
      }
      work.return(undefined);
    }
    expect(await finish()).toEqual(before);
  }, 120_000);
});
