import { afterEach, describe, expect, it } from 'vitest';
import { createMemory, type Memory, type MemoryEvent, type MemoryOptions, type MemoryStore, Scope } from './index.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);

/** An embedder that knows dogs, cats and bills. */
async function embed(all: readonly string[]): Promise<number[][]> {
  const topics = [/rex|bark|puppy/i, /minka|purr|kitten/i, /invoice|rent|due/i];
  return all.map((text) => [...topics.map((topic) => (topic.test(text) ? 1 : 0)), 0.01]);
}

/** What every store owes a memory. */
export function testMemoryStore(name: string, open: () => Promise<MemoryStore>): void {
  describe(`memory on ${name}`, () => {
    const opened: Memory[] = [];
    afterEach(async () => {
      for (const memory of opened.splice(0)) await memory.close();
    });

    /** A memory whose clock moves a minute a write, and whose ids count. */
    async function fresh(options: Partial<MemoryOptions> = {}): Promise<Memory> {
      let time = START;
      let count = 0;
      const memory = createMemory({
        store: await open(),
        now: () => (time += 60_000),
        newId: () => `r${++count}`,
        ...options,
      });
      opened.push(memory);
      return memory;
    }
    const ann = Scope.user('ann');
    const texts = async (memory: Memory, question: string, scope: Scope = ann, within = false) =>
      (await memory.recall({ scope, question, within })).records.map(({ record }) => record.text);

    it('gives back what it was told, with all that belongs to it', async () => {
      const memory = await fresh();
      const kept = await memory.remember({
        scope: ann.agent('coder'),
        text: 'Ann prefers tabs 👍 é\u0000.',
        saidAt: new Date('2026-01-02T03:04:05Z'),
        validUntil: Date.UTC(2099, 0, 1),
        importance: 0.9,
        source: { agent: 'coder', conversation: 'c1', message: 'm1', speaker: 'Ann' },
        key: 'style.indent',
        tags: ['style', 'code', 'style'],
        metadata: { a: [1, { b: null }] },
      });
      expect(kept).toMatchObject({
        id: 'r1',
        text: 'Ann prefers tabs 👍 é\ufffd.',
        kind: 'fact',
        state: 'current',
        saidAt: Date.UTC(2026, 0, 2, 3, 4, 5),
        validFrom: Date.UTC(2026, 0, 2, 3, 4, 5),
        tags: ['code', 'style'],
        metadata: { a: [1, { b: null }] },
      });
      expect(kept.scope.path).toBe('ann/coder');
      expect(await memory.get(ann.agent('coder'), 'r1')).toEqual(kept);
      expect(await memory.list({ scope: ann.agent('coder') })).toEqual([kept]);
      const { text, records } = await memory.recall({ scope: ann.agent('coder'), question: 'tabs or spaces?' });
      expect(records[0]?.record).toEqual(kept);
      expect(text).toContain('2026\nJan 2\nAnn: Ann prefers tabs');
    });

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

    it('has one current record a key', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Ann lives in Porto', key: 'city' });
      await memory.remember({ scope: ann, text: 'Ann lives in Lyon', key: 'city' });
      await memory.remember({ scope: Scope.user('bob'), text: 'Bob lives in Rome', key: 'city' });
      expect(await texts(memory, 'Where does Ann live?')).toEqual(['Ann lives in Lyon']);
    });

    it('merges what says the same, with both sources, and promotes without doubling', async () => {
      const memory = await fresh();
      const session = ann.session('s');
      await memory.remember({ scope: session, text: 'Ann is vegan.', source: { conversation: 'a' }, importance: 0.3 });
      const both = await memory.remember({
        scope: session,
        text: 'ann is  vegan',
        source: { conversation: 'b' },
        importance: 0.9,
      });
      expect(both).toMatchObject({ id: 'r1', importance: 0.9, source: { conversation: 'a' } });
      expect(both.otherSources).toEqual([{ conversation: 'b' }]);
      const up = await memory.promote(session, both.id, ann);
      expect(up).toMatchObject({ id: 'r1', promotedFrom: ['ann//s'] });
      await memory.remember({ scope: session, text: 'Ann is vegan', source: { conversation: 'c' } });
      expect(await texts(memory, 'vegan', session)).toHaveLength(1);
      const again = await memory.list({ scope: session });
      const lower = again.find(({ scope }) => scope.level === 'session');
      await memory.promote(session, lower?.id as string, ann);
      expect(await memory.list({ scope: session })).toHaveLength(1);
      expect((await memory.get(ann, 'r1'))?.otherSources).toEqual([{ conversation: 'b' }, { conversation: 'c' }]);
    });

    it('forgets, restores and says why', async () => {
      const memory = await fresh();
      const { id } = await memory.remember({ scope: ann, text: 'The door code is 4711' });
      expect(await memory.forget(ann, id, 'asked to')).toBe(true);
      expect(await memory.forget(ann, id)).toBe(false);
      expect(await texts(memory, 'door code')).toEqual([]);
      expect(await memory.list({ scope: ann })).toEqual([]);
      expect(await memory.at(START + DAY).list({ scope: ann })).toEqual([]);
      expect((await memory.list({ scope: ann, states: ['forgotten'] })).map((one) => one.id)).toEqual([id]);
      expect(await memory.restore(ann, id)).toMatchObject({ state: 'current' });
      expect(await texts(memory, 'door code')).toEqual(['The door code is 4711']);
      const { events } = await memory.history(ann, id);
      expect(events.map(({ kind, reason }) => [kind, reason])).toEqual([
        ['remembered', undefined],
        ['forgotten', 'asked to'],
        ['restored', undefined],
      ]);
    });

    it('restores what was replaced meanwhile as replaced', async () => {
      const memory = await fresh();
      const old = await memory.remember({ scope: ann, text: 'Ann lives in Porto', key: 'city' });
      await memory.forget(ann, old.id);
      await memory.remember({ scope: ann, text: 'Ann lives in Lyon', key: 'city' });
      expect(await memory.restore(ann, old.id)).toMatchObject({ state: 'replaced' });
      expect(await texts(memory, 'Where does Ann live?')).toEqual(['Ann lives in Lyon']);
    });

    it('corrects a text, which is never found by what was wrong', async () => {
      const memory = await fresh();
      const { id } = await memory.remember({ scope: ann, text: 'The build takes nine minutes' });
      await memory.update(ann, id, { text: 'The build takes five minutes', tags: ['ci'] }, 'typo');
      expect(await texts(memory, 'nine')).toEqual([]);
      expect(await texts(memory, 'build')).toEqual(['The build takes five minutes']);
      expect((await memory.history(ann, id)).events.at(-1)).toMatchObject({
        kind: 'updated',
        reason: 'typo',
        before: { text: 'The build takes nine minutes', tags: null },
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

    it('comes back the same from its export, history included', async () => {
      const memory = await fresh();
      const old = await memory.remember({ scope: ann, text: 'Ann writes Python', tags: ['a'] });
      await memory.supersede(ann, old.id, { text: 'Ann writes Rust' });
      const gone = await memory.remember({
        scope: ann.session('s'),
        text: 'Secret plan',
        source: { conversation: 'c' },
      });
      await memory.forget(ann, gone.id, 'private');
      const lines: string[] = [];
      for await (const line of memory.export(ann)) lines.push(line);
      const other = await fresh();
      expect(await other.import(ann, lines)).toEqual({ added: 3, unchanged: 0, refused: [] });
      expect(await other.import(ann, lines)).toEqual({ added: 0, unchanged: 3, refused: [] });
      const all = { scope: ann, within: true, states: ['current', 'replaced', 'forgotten'] } as const;
      expect(await other.list(all)).toEqual(await memory.list(all));
      expect(await texts(other, 'Python Rust')).toEqual(['Ann writes Rust']);
      const kinds = (await other.history(ann, gone.id)).events.map(({ kind }) => kind);
      expect(kinds).toEqual(['remembered', 'forgotten', 'imported']);
      const refused = await other.import(ann, ['{"id":', '{"id":"x"}', lines[1]?.replace('"ann"', '"bob"') as string]);
      expect(refused.refused.map(({ line }) => line)).toEqual([1, 2, 3]);
    });

    it('takes an older export in without making an old fact current', async () => {
      const memory = await fresh();
      const old = await memory.remember({ scope: ann, text: 'Ann writes Python' });
      const before: string[] = [];
      for await (const line of memory.export(ann)) before.push(line);
      await memory.supersede(ann, old.id, { text: 'Ann writes Rust' });
      const after: string[] = [];
      for await (const line of memory.export(ann)) after.push(line);
      for (const order of [
        [before, after],
        [after.slice(0, 1).concat(after.slice(2)), before],
      ]) {
        const other = await fresh();
        for (const lines of order) await other.import(ann, lines);
        expect(await texts(other, 'Python Rust')).toEqual(['Ann writes Rust']);
      }
    });

    it('prunes only when told so, and says what', async () => {
      let time = START;
      const memory = await fresh({ now: () => time });
      const gone = await memory.remember({ scope: ann, text: 'Old gossip' });
      await memory.forget(ann, gone.id);
      await memory.remember({ scope: ann, text: 'Small talk about rain', importance: 0.1 });
      await memory.remember({ scope: ann, text: 'Ann is allergic to nuts', importance: 1 });
      time += 60 * DAY;
      const dry = await memory.prune({ scope: ann, worth: 0.1 });
      expect(dry.records.map(({ record, why }) => [record.text, why])).toEqual([
        ['Old gossip', 'forgotten'],
        ['Small talk about rain', 'worth'],
      ]);
      expect((await memory.stats()).records).toEqual({ current: 2, replaced: 0, forgotten: 1 });
      expect(await memory.prune({ scope: ann, worth: 0.1, dryRun: false })).toEqual({ ...dry, dryRun: false });
      expect((await memory.stats(ann)).records).toEqual({ current: 1, replaced: 0, forgotten: 0 });
      expect(await texts(memory, 'rain gossip nuts')).toEqual(['Ann is allergic to nuts']);
    });

    it('tells of changes within a scope', async () => {
      const memory = await fresh();
      const told: MemoryEvent[] = [];
      const stop = memory.watch(ann, (event) => told.push(event), { everyMs: 20 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await memory.remember({ scope: Scope.user('anna'), text: 'Not hers' });
      const { id } = await memory.remember({ scope: ann.session('s'), text: 'Hers' });
      await memory.forget(ann, id);
      for (let i = 0; i < 100 && told.length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 20));
      stop();
      expect(told.map((event) => [event.kind, event.id])).toEqual([
        ['remembered', id],
        ['forgotten', id],
      ]);
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

    it('keeps tenants apart', async () => {
      const store = await open();
      const [one, two] = ['one', 'two'].map((tenant) => createMemory({ store, tenant }));
      const { id } = await (one as Memory).remember({ scope: ann, text: 'The vault is blue' });
      expect(await texts(two as Memory, 'vault')).toEqual([]);
      expect(await (two as Memory).get(ann, id)).toBe(undefined);
      expect(await (two as Memory).scopes()).toEqual([]);
      expect(await (two as Memory).list({ scope: ann, within: true })).toEqual([]);
      await expect((two as Memory).forget(ann, id)).rejects.toMatchObject({ code: 'invalid_argument' });
      expect(await texts(one as Memory, 'vault')).toEqual(['The vault is blue']);
      await store.close();
    });

    it('refuses what is no scope, whatever else is said', async () => {
      const memory = await fresh();
      await memory.remember({ scope: ann, text: 'Something' });
      for (const scope of [undefined, null, {}, { level: 'user', path: '' }, 'ann', Object.create(Scope.prototype)]) {
        const wrong = scope as unknown as Scope;
        const refused = { code: 'invalid_argument' };
        await expect(memory.recall({ scope: wrong, question: 'Something' })).rejects.toMatchObject(refused);
        await expect(memory.list({ scope: wrong })).rejects.toMatchObject(refused);
        await expect(memory.get(wrong, 'r1')).rejects.toMatchObject(refused);
        await expect(memory.forget(wrong, 'r1')).rejects.toMatchObject(refused);
        await expect(memory.prune({ scope: wrong, dryRun: false })).rejects.toMatchObject(refused);
        expect(() => memory.export(wrong)).toThrow(expect.objectContaining(refused));
      }
      expect(Scope.of({ agent: 'coder' })).toBe(undefined);
      expect(Scope.of({ user: 'ann', turn: '1' })).toBe(undefined);
    });

    it('writes many at once, all of them or none', async () => {
      const memory = await fresh();
      const records = [1, 2, 3].map((i) => ({ scope: ann, text: `Shelf ${i}` }));
      await expect(memory.rememberAll([...records, { scope: ann, text: ' ' }])).rejects.toMatchObject({
        option: 'text',
      });
      await memory.remember({ scope: ann, text: 'Taken', id: 'taken' });
      await expect(memory.rememberAll([...records, { scope: ann, text: 'Other', id: 'taken' }])).rejects.toThrow();
      expect(await memory.list({ scope: ann })).toHaveLength(1);
      await Promise.all(records.map((record) => memory.remember(record)));
      expect(await texts(memory, 'shelf')).toHaveLength(3);
    });
  });
}
