import { describe, expect, it } from 'vitest';
import { createMemory, type Memory, type MemoryEvent, type MemoryStore, Scope } from './index.js';
import { ann, DAY, opener, START, texts } from './opened.fixture.js';

/** What every store owes a memory. */
export function testMemoryStore(name: string, open: () => Promise<MemoryStore>): void {
  describe(`memory on ${name}`, () => {
    const fresh = opener(open);

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
      expect(await other.import(ann, lines)).toEqual({ added: 3, unchanged: 0, ended: 0, refused: [] });
      expect(await other.import(ann, lines)).toEqual({ added: 0, unchanged: 3, ended: 0, refused: [] });
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

    it('lists newest first over many scopes, page after page', async () => {
      const memory = await fresh();
      const all = Array.from({ length: 40 }, (_, i) => ({
        scope: ann.session(`s${i % 20}`),
        text: `Page ${i}`,
        id: `${i}`,
      }));
      await memory.rememberAll(all);
      await memory.forget(ann.session('s7'), '7');
      const states = ['current', 'forgotten'] as const;
      const found: string[] = [];
      for (let after: string | undefined; found.length < 40; after = found.at(-1)) {
        const options = { scope: ann, within: true, states, limit: 7, ...(after !== undefined && { after }) };
        found.push(...(await memory.list(options)).map(({ id }) => id));
      }
      expect(found).toEqual(all.map(({ id }) => id).reverse());
      expect(await memory.list({ scope: ann.session('s7'), states })).toHaveLength(2);
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
