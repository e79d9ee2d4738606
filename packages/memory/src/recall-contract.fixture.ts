import { describe, expect, it } from 'vitest';
import { createMemory, type MemoryStore, Scope } from './index.js';
import { ann, DAY, opener, START, texts } from './opened.fixture.js';

/** An embedder that knows dogs, cats and bills. */
async function embed(all: readonly string[]): Promise<number[][]> {
  const topics = [/rex|bark|puppy/i, /minka|purr|kitten/i, /invoice|rent|due/i];
  return all.map((text) => [...topics.map((topic) => (topic.test(text) ? 1 : 0)), 0.01]);
}

/** What a recall owes, whatever the store. */
export function testRecall(name: string, open: () => Promise<MemoryStore>): void {
  describe(`recall on ${name}`, () => {
    const fresh = opener(open);

    it('shows a scope what belongs to it and to those around it, and nothing else', async () => {
      const memory = await fresh();
      const coder = ann.agent('coder');
      const one = coder.session('one');
      const places: Scope[] = [ann, coder, one, one.turn('1'), coder.session('two'), ann.agent('x'), Scope.user('bob')];
      for (const scope of [...places, ann.session('one')])
        await memory.remember({ scope, text: `The lighthouse of ${scope.path}` });
      const seen = async (scope: Scope, within = false) =>
        (await texts(memory, 'lighthouse', scope, within)).map((text) => text.slice(18)).sort();
      expect(await seen(one.turn('1'))).toEqual(['ann', 'ann/coder', 'ann/coder/one', 'ann/coder/one/1']);
      expect(await seen(one)).toEqual(['ann', 'ann/coder', 'ann/coder/one']);
      expect(await seen(ann)).toEqual(['ann']);
      expect(await seen(ann.session('one'))).toEqual(['ann', 'ann//one']);
      expect(await seen(coder, true)).toEqual([
        'ann',
        'ann/coder',
        'ann/coder/one',
        'ann/coder/one/1',
        'ann/coder/two',
      ]);
      expect(await seen(Scope.user('ann/coder'))).toEqual([]);
      expect(await seen(Scope.user('an'), true)).toEqual([]);
      const listed = await memory.list({ scope: one });
      expect(listed.map(({ text }) => text.slice(18))).toEqual(['ann/coder/one', 'ann/coder', 'ann']);
      expect(await memory.get(coder.session('two'), listed[0]?.id as string)).toBe(undefined);
      expect((await memory.scopes(coder)).map(({ scope, records }) => [scope.path, records])).toEqual([
        ['ann/coder', 1],
        ['ann/coder/one', 1],
        ['ann/coder/one/1', 1],
        ['ann/coder/two', 1],
      ]);
    });

    it('never gives a replaced fact as current, by any way', async () => {
      const memory = await fresh();
      const old = await memory.remember({ scope: ann, text: 'Ann writes Python', saidAt: START });
      const now = await memory.supersede(ann, old.id, { text: 'Ann writes Rust', saidAt: START + 10 * DAY });
      expect(await texts(memory, 'What does Ann write, Python?')).toEqual(['Ann writes Rust']);
      expect((await memory.list({ scope: ann })).map(({ text }) => text)).toEqual(['Ann writes Rust']);
      expect(await memory.get(ann, old.id)).toMatchObject({ state: 'replaced', supersededBy: now.id });
      const history = await memory.history(ann, now.id);
      expect(history.records.map(({ text }) => text)).toEqual(['Ann writes Python', 'Ann writes Rust']);
      expect(history.events.map(({ kind }) => kind)).toEqual(['remembered', 'remembered', 'superseded']);
      const then = memory.at(START + 5 * DAY);
      expect((await then.recall({ scope: ann, question: 'write' })).records.map(({ record }) => record.text)).toEqual([
        'Ann writes Python',
      ]);
      expect((await memory.at(START + 20 * DAY).list({ scope: ann })).map(({ text }) => text)).toEqual([
        'Ann writes Rust',
      ]);
      expect(await memory.at(START - DAY).list({ scope: ann })).toEqual([]);
      await expect(memory.supersede(ann, old.id, { text: 'Ann writes Go' })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
    });

    it('does not give what has run out as current', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Ann is on holiday', validUntil: START + 3 * 60_000 });
      for (let i = 0; i < 5; i++) await memory.remember({ scope: ann, text: `Note ${i} of the holiday desk` });
      expect((await texts(memory, 'holiday')).includes('Ann is on holiday')).toBe(false);
      expect((await memory.list({ scope: ann })).some(({ text }) => text === 'Ann is on holiday')).toBe(false);
    });

    it('gives a small user their own among the many of another', async () => {
      const memory = await fresh();
      const bob = Scope.user('bob');
      const many = Array.from({ length: 800 }, (_, i) => ({
        scope: ann,
        text: `Sailing trip number ${i} to the islands`,
      }));
      await memory.rememberAll(many);
      for (let i = 0; i < 5; i++) await memory.remember({ scope: bob, text: `Sailing lesson ${i}` });
      expect((await texts(memory, 'sailing', bob)).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `Sailing lesson ${i}`));
    });

    it('gives the same text for the same state, within the budget, and none for nothing', async () => {
      const memory = await fresh();
      for (let i = 0; i < 50; i++)
        await memory.remember({ scope: ann, text: `Meeting ${i} about the harbour bridge took ${i * 3} minutes` });
      const options = { scope: ann, question: 'harbour bridge meeting', budget: 200 };
      const first = await memory.recall(options);
      expect(await memory.recall(options)).toEqual(first);
      expect(first.tokens).toBeLessThanOrEqual(200);
      expect(first.tokens).toBeGreaterThan(120);
      expect(await memory.recall({ ...options, question: 'volcano' })).toMatchObject({
        text: '',
        tokens: 0,
        records: [],
      });
      expect((await memory.recall({ ...options, budget: 5 })).text).toBe('');
    });

    it('prefers the time that a question names, seen from when it is asked and from when it was told', async () => {
      const memory = await fresh();
      const told: [string, string][] = [
        ['2025-04-02', 'The garden party was wonderful, we danced.'],
        ['2025-09-10', 'The garden party of the neighbours was loud.'],
        ['2026-01-05', 'We had a garden party in May 2025, remember?'],
        ['2025-06-20', 'The move to Porto is done, boxes everywhere.'],
        ['2025-08-01', 'The choir sang Brahms.'],
        ['2025-02-01', 'The choir sang Verdi.'],
      ];
      for (const [day, text] of told) await memory.remember({ scope: ann, text, kind: 'turn', saidAt: new Date(day) });
      const first = async (question: string) =>
        (await memory.recall({ scope: ann, question, askedAt: new Date('2026-02-01') })).records[0]?.record.text;
      expect(await first('How was the garden party last spring?')).not.toContain('neighbours');
      expect(await first('How was the garden party in September?')).toContain('neighbours');
      expect(await first('What about a garden party in May 2025?')).toContain('remember');
      const sung = async (question: string) =>
        (await texts(memory, question)).filter((text) => text.includes('choir'))[0];
      expect(await sung('What did the choir sing before the move to Porto?')).toContain('Verdi');
      expect(await sung('What did the choir sing after the move to Porto?')).toContain('Brahms');
    });

    it('says once what one speaker said again and again', async () => {
      const memory = await fresh();
      const turn = (conversation: string, speaker: string) =>
        memory.remember({
          scope: ann,
          kind: 'turn',
          text: 'Measure the lag again.',
          source: { conversation, speaker },
        });
      for (const conversation of ['a', 'b', 'c']) await turn(conversation, 'Bot');
      await turn('d', 'Ann');
      const { records, found } = await memory.recall({ scope: ann, question: 'Did we measure the lag?' });
      expect(records.map(({ record }) => record.source.speaker).sort()).toEqual(['Ann', 'Bot']);
      expect(found).toBe(4);
    });

    it('leaves out what is asked to be left out', async () => {
      const memory = await fresh();
      const turn = (conversation: string, message: string, text: string) =>
        memory.remember({
          scope: ann,
          kind: 'turn',
          text,
          source: { conversation, message, speaker: 'Ann' },
          tags: [conversation],
        });
      await turn('old', '1', 'The lighthouse keeper retired');
      await turn('now', '1', 'The lighthouse is open');
      await turn('now', '1', 'The lighthouse is open');
      const of = async (more: object) =>
        (await memory.recall({ scope: ann, question: 'lighthouse', ...more })).records.map(({ record }) => record.text);
      expect(await of({})).toHaveLength(2);
      expect(await of({ exceptConversations: ['now'] })).toEqual(['The lighthouse keeper retired']);
      expect(await of({ tags: ['now'] })).toEqual(['The lighthouse is open']);
      expect(await of({ limit: 1 })).toHaveLength(1);
    });

    it('finds what shares no word with the question and means the same, after what does share one', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Ann goes to the dentist in November' });
      await memory.remember({ scope: ann, text: 'Granite erodes slowly' });
      expect(await texts(memory, 'Which doctor looks after my teeth?')).toEqual([
        'Ann goes to the dentist in November',
      ]);
      await memory.remember({ scope: ann, text: 'A tooth was pulled' });
      expect((await texts(memory, 'Who pulled my tooth?'))[0]).toBe('A tooth was pulled');
    });

    it('fills what is left with the most important of the newest facts, where it is asked to', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, kind: 'turn', text: 'Good morning', source: { conversation: 'c' } });
      await memory.remember({ scope: ann, text: 'Granite erodes slowly', importance: 0.1 });
      await memory.remember({ scope: ann, text: 'Ann is allergic to nuts', importance: 1 });
      const replaced = await memory.remember({ scope: ann, text: 'Ann rows on Mondays' });
      await memory.supersede(ann, replaced.id, { text: 'Ann rows on Fridays' });
      const of = async (question: string, more: object = {}) =>
        (await memory.recall({ scope: ann, question, fill: true, ...more })).records.map(({ record }) => record.text);
      expect(await of('')).toEqual(['Ann is allergic to nuts', 'Ann rows on Fridays', 'Granite erodes slowly']);
      expect((await of('How does granite erode?'))[0]).toBe('Granite erodes slowly');
      expect(await of('', { limit: 1 })).toEqual(['Ann is allergic to nuts']);
      expect(await texts(memory, '')).toEqual([]);
      const turns = Array.from({ length: 1200 }, (_, i) => ({ scope: ann, kind: 'turn' as const, text: `Crate ${i}` }));
      await memory.rememberAll(turns);
      expect(await of('')).toEqual(['Ann is allergic to nuts', 'Ann rows on Fridays', 'Granite erodes slowly']);
      for (const budget of [30, 40, 60])
        expect((await memory.recall({ scope: ann, question: '', fill: true, budget })).tokens).toBeLessThanOrEqual(
          budget,
        );
    });

    it('reads a question before or after a long paste', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'The kettle firmware is flashed with avrdude' });
      const ask = 'How is the kettle firmware flashed?';
      const line = (i: number) => `2026-03-01T00:00:${i} [http] request${i} finished id=${(i * 7919).toString(16)}`;
      for (const lines of [25, 400]) {
        const paste = Array.from({ length: lines }, (_, i) => line(i)).join('\n');
        for (const question of [`${paste}\n${ask}`, `${ask} It says:\n${paste}`])
          expect(await texts(memory, question)).toEqual(['The kettle firmware is flashed with avrdude']);
      }
    });

    it('quotes of a record that is longer than the budget what has the words of the question', async () => {
      const memory = await fresh();
      const text = `Lab notes. ${'Nothing of note happens here. '.repeat(200)}The kettle password is 7741. ${'So it goes on. '.repeat(200)}`;
      await memory.remember({ scope: ann, text });
      const found = await memory.recall({ scope: ann, question: 'What is the password of the kettle?', budget: 200 });
      expect(found.tokens).toBeLessThanOrEqual(200);
      expect(found.records[0]?.line).toBe('Lab notes. … The kettle password is 7741. …');
      expect(found.records[0]?.record.text).toBe(text);
    });

    it('finds by vectors what words do not, and never what was replaced', async () => {
      const memory = await fresh({ embed });
      const dog = await memory.remember({ scope: ann, text: 'Rex barks at strangers' });
      await memory.remember({ scope: ann, text: 'The invoice is due on Monday' });
      expect(await texts(memory, 'puppy')).toEqual(['Rex barks at strangers']);
      await memory.supersede(ann, dog.id, { text: 'Minka purrs at strangers' });
      expect(await texts(memory, 'puppy')).toEqual([]);
      expect(await texts(memory, 'kitten')).toEqual(['Minka purrs at strangers']);
      await memory.update(ann, (await memory.list({ scope: ann }))[0]?.id as string, { text: 'The rent is due' });
      expect(await texts(memory, 'kitten')).toEqual([]);
      expect((await memory.stats(ann)).embedded).toBe(2);
    });

    it('makes the vectors of what was written without an embedder, and goes on when that fails', async () => {
      const store = await open();
      const plain = createMemory({ store });
      await plain.rememberAll([1, 2, 3].map((i) => ({ scope: ann, text: `Rex number ${i} barks` })));
      await createMemory({ store, tenant: 'other' }).remember({ scope: ann, text: 'Rex of others barks' });
      const warnings: string[] = [];
      const failing = createMemory({
        store,
        embed: () => Promise.reject(new Error('away')),
        onWarning: ({ code }) => warnings.push(code),
      });
      await failing.remember({ scope: ann, text: 'Rex four barks' });
      expect(await texts(failing, 'barks')).toHaveLength(4);
      expect(warnings.length).toBeGreaterThan(0);
      const seen: string[] = [];
      const good = createMemory({
        store,
        embed: (all) => {
          seen.push(...all);
          return embed(all);
        },
      });
      for (let i = 0; i < 100 && (await good.stats()).embedded < 4; i++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await texts(good, 'puppy')).toHaveLength(4);
      expect(seen).not.toContain('Rex of others barks');
      await store.close();
    });
  });
}
