import { describe, expect, it } from 'vitest';
import { extractFacts, type Memory, type MemoryStore, memoryTools } from './index.js';
import { ann, opener, texts } from './opened.fixture.js';

const PNPM = 'Tests run with pnpm test.';
const VITEST = 'Tests run with vitest.';
const QUESTION = 'How do tests run?';

/** Ways in which one fact is told twice; what replaces it comes under the key `tests`. */
const TOLD: Readonly<Record<string, (memory: Memory) => Promise<unknown>>> = {
  'without a key and then with one': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' } });
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'b' }, key: 'tests' });
  },
  'with a key and then without': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' }, key: 'tests' });
    await memory.remember({ scope: ann, text: 'tests run with  pnpm test', source: { conversation: 'b' } });
  },
  'with two keys': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' }, key: 'ci' });
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'b' }, key: 'tests' });
  },
  'all at once': (memory) =>
    memory.rememberAll(
      [undefined, 'ci', 'tests'].map((key, i) => ({
        scope: ann,
        text: PNPM,
        source: { conversation: 'ab'[i % 2] as string },
        ...(key !== undefined && { key }),
      })),
    ),
  'by tools': async (memory) => {
    for (const [i, key] of ['tests', undefined, 'ci'].entries()) {
      const source = { conversation: 'ab'[i % 2] as string };
      await memoryTools({ memory, scope: ann, source }).run('memory_save', { text: PNPM, key }, undefined);
    }
  },
  'by a model of one’s own': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, key: 'tests', source: { conversation: 'a' } });
    const ask = async () => JSON.stringify([{ text: PNPM, from: [1] }]);
    const messages = [{ speaker: 'Ann', text: 'The tests run with pnpm test.' }];
    await extractFacts({ memory, scope: ann, ask, messages, conversation: 'b' });
  },
  'in a correction': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, key: 'tests', source: { conversation: 'a' } });
    const wrong = await memory.remember({
      scope: ann,
      text: 'Tests run with npm test.',
      source: { conversation: 'b' },
    });
    await memory.update(ann, wrong.id, { text: PNPM });
  },
  'in what takes the place of another': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' } });
    const old = await memory.remember({ scope: ann, text: 'Tests run with make.', key: 'tests' });
    await memory.supersede(ann, old.id, { text: PNPM, source: { conversation: 'b' } });
  },
  'in a session that is promoted': async (memory) => {
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' } });
    const inner = { scope: ann.session('s'), text: PNPM, key: 'tests', source: { conversation: 'b' } };
    const { id } = await memory.remember(inner);
    await memory.promote(ann.session('s'), id, ann);
  },
  'before it was forgotten and restored': async (memory) => {
    const { id } = await memory.remember({ scope: ann, text: PNPM, key: 'tests', source: { conversation: 'b' } });
    await memory.forget(ann, id);
    await memory.remember({ scope: ann, text: PNPM, source: { conversation: 'a' } });
    await memory.restore(ann, id);
  },
};

export async function exported(memory: Memory, scope = ann): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of memory.export(scope)) lines.push(line);
  return lines;
}

/** What every store owes of facts that say the same, or are about the same. */
export function testOneFact(name: string, open: () => Promise<MemoryStore>): void {
  describe(`one fact on ${name}`, () => {
    const fresh = opener(open);

    it.each(Object.entries(TOLD))(
      'is one when it is told %s, and nothing of it stays when it is replaced',
      async (_, tell) => {
        const memory = await fresh();
        await tell(memory);
        const known = await memory.list({ scope: ann });
        expect(known).toHaveLength(1);
        const [{ source, otherSources } = { source: {}, otherSources: [] }] = known;
        expect([source, ...otherSources].map((one) => one.conversation).sort()).toEqual(['a', 'b']);
        await memory.remember({ scope: ann, text: VITEST, key: 'tests' });
        expect(await texts(memory, QUESTION)).toEqual([VITEST]);
        expect((await memory.list({ scope: ann })).map(({ text }) => text)).toEqual([VITEST]);
        const other = await fresh();
        for (let i = 0; i < 2; i++) await other.import(ann, await exported(memory));
        expect(await texts(other, QUESTION)).toEqual([VITEST]);
      },
    );

    it('is one when it is imported beside an equal one, under the keys of both', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: PNPM, id: 'there', key: 'tests', source: { conversation: 'b' } });
      await memory.remember({ scope: ann, text: PNPM, key: 'ci' });
      const other = await fresh();
      await other.remember({ scope: ann, text: PNPM, id: 'here', source: { conversation: 'a' } });
      await other.import(ann, await exported(memory));
      const [here, ...more] = await other.list({ scope: ann });
      expect([here?.id, more.length]).toEqual(['here', 0]);
      expect([here?.key, here?.otherKeys]).toEqual(['tests', ['ci']]);
      expect(here?.otherSources).toContainEqual({ conversation: 'b' });
      await other.remember({ scope: ann, text: VITEST, key: 'ci' });
      expect(await texts(other, QUESTION)).toEqual([VITEST]);
    });

    it('keeps all keys over an export, a forgetting and a pruning', async () => {
      const memory = await fresh();
      for (const key of ['a', 'b', 'c']) await memory.remember({ scope: ann, text: PNPM, id: `of ${key}`, key });
      const other = await fresh();
      await other.import(ann, await exported(memory));
      await other.forget(ann, 'of a');
      await other.remember({ scope: ann, text: VITEST, key: 'b' });
      expect(await other.restore(ann, 'of a')).toMatchObject({ state: 'replaced' });
      await other.remember({ scope: ann, text: PNPM, key: 'c' });
      expect((await other.list({ scope: ann })).map(({ text }) => text)).toEqual([PNPM, VITEST]);
      await other.prune({ scope: ann, maxRecords: 0, dryRun: false });
      await other.remember({ scope: ann, text: VITEST, key: 'c' });
      expect(await other.list({ scope: ann })).toHaveLength(1);
    });

    it('leaves nothing under a key that what takes a place brings along', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Ann lives in Porto.', key: 'city' });
      const trip = await memory.remember({ scope: ann, text: 'Ann is away in Lyon.', key: 'trip' });
      await memory.supersede(ann, trip.id, { text: 'Ann moved to Lyon.', key: 'city' });
      expect((await memory.list({ scope: ann })).map(({ text }) => text)).toEqual(['Ann moved to Lyon.']);
      await memory.remember({ scope: ann, text: 'Ann is away in Rome.', key: 'trip' });
      expect((await memory.list({ scope: ann })).map(({ text }) => text)).toEqual(['Ann is away in Rome.']);
    });

    it('takes in what replaced a record that is still current here', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Ann lives in Porto.', key: 'city' });
      const other = await fresh();
      await other.import(ann, await exported(memory));
      await memory.remember({ scope: ann, text: 'Ann lives in Lyon.', key: 'city' });
      await other.import(ann, await exported(memory));
      expect((await other.list({ scope: ann })).map(({ text }) => text)).toEqual(['Ann lives in Lyon.']);
    });
  });
}
