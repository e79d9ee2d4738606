import { describe, expect, it } from 'vitest';
import { type Memory, type MemoryStore, Scope } from './index.js';
import { exported } from './one-fact-contract.fixture.js';
import { ann, DAY, opener, START, texts } from './opened.fixture.js';

const PIN = 'The kettle has the PIN 1234.';

/** What every store owes of forgetting, where lines go from one memory to another. */
export function testTransfer(name: string, open: () => Promise<MemoryStore>): void {
  describe(`what was forgotten, over exports, on ${name}`, () => {
    let time = START;
    const fresh = opener(open);
    const memoryOf = () => fresh({ now: () => (time += 60_000) });
    const purge = async (memory: Memory, more: { readonly endedDays?: number; readonly maxRecords?: number } = {}) => {
      time += 40 * DAY;
      await memory.prune({ scope: ann, within: true, dryRun: false, ...more });
    };

    it('does not come back from an older one after it was removed for good, and the report says so', async () => {
      const memory = await memoryOf();
      const { id } = await memory.remember({ scope: ann, text: PIN });
      await memory.remember({ scope: ann, text: 'The kettle is red.' });
      const old = await exported(memory);
      await memory.forget(ann, id, 'asked to');
      await purge(memory);
      expect(await memory.import(ann, old)).toEqual({
        ...{ added: 0, unchanged: 1, ended: 0 },
        refused: [{ line: 2, why: 'was forgotten here, and removed for good' }],
      });
      expect(await texts(memory, 'kettle')).toEqual(['The kettle is red.']);
      expect(JSON.stringify(await exported(memory))).not.toContain('1234');
      // What is told anew is known anew.
      await memory.remember({ scope: ann, text: PIN });
      expect(await texts(memory, 'PIN')).toContain(PIN);
    });

    it('is hidden where it is still known, also after it was removed for good', async () => {
      for (const isPurged of [false, true]) {
        const memory = await memoryOf();
        const { id } = await memory.remember({ scope: ann.session('s'), text: PIN });
        const old = await exported(memory);
        const [known, fresh, later] = [await memoryOf(), await memoryOf(), await memoryOf()];
        await known.import(ann, old);
        await memory.forget(ann, id, 'asked to');
        if (isPurged) await purge(memory);
        const now = await exported(memory);
        for (let i = 0; i < 2; i++)
          expect(await known.import(ann, now)).toMatchObject({ added: 0, ended: i === 0 ? 1 : 0, refused: [] });
        await fresh.import(ann, now);
        await fresh.import(ann, old);
        // By way of a third memory, too.
        await later.import(ann, await exported(fresh));
        await later.import(ann, old);
        for (const one of [known, fresh, later]) expect(await texts(one, 'kettle PIN', ann, true)).toEqual([]);
        expect((await known.history(ann, id)).events.at(-1)).toMatchObject({ kind: 'forgotten' });
      }
    });

    it('comes back where it was restored later than it was forgotten elsewhere', async () => {
      const memory = await memoryOf();
      const { id } = await memory.remember({ scope: ann, text: PIN });
      const other = await memoryOf();
      await other.import(ann, await exported(memory));
      await memory.forget(ann, id);
      const forgotten = await exported(memory);
      await other.import(ann, forgotten);
      await other.restore(ann, id);
      expect(await other.import(ann, forgotten)).toMatchObject({ unchanged: 1, ended: 0 });
      expect(await texts(other, 'PIN')).toEqual([PIN]);
      await purge(memory);
      await other.import(ann, await exported(memory));
      expect(await texts(other, 'PIN')).toEqual([PIN]);
    });

    it('nor does what was replaced, when all that took its place is gone', async () => {
      const memory = await memoryOf();
      const { id } = await memory.remember({ scope: ann, text: 'Ann lives in Porto.' });
      const old = await exported(memory);
      const next = await memory.supersede(ann, id, { text: 'Ann lives in Lyon.' });
      await memory.supersede(ann, next.id, { text: 'Ann lives in Rome.' });
      await purge(memory, { endedDays: 30 });
      expect((await memory.import(ann, old)).refused).toEqual([
        { line: 2, why: 'had ended here, and was removed for good' },
      ]);
      const other = await memoryOf();
      await other.import(ann, old);
      expect(await other.import(ann, await exported(memory))).toMatchObject({ added: 1, ended: 1 });
      for (const one of [memory, other])
        expect(await texts(one, 'Where does Ann live?')).toEqual(['Ann lives in Rome.']);
    });

    it('but what only made room does, and so does a later version of a text', async () => {
      const memory = await memoryOf();
      const { id } = await memory.remember({ scope: ann, text: 'The kettle holds two litres.' });
      const old = await exported(memory);
      await purge(memory, { maxRecords: 0 });
      expect(await memory.import(ann, old)).toMatchObject({ added: 1, refused: [] });
      await memory.update(ann, id, { text: 'The kettle holds one litre.' });
      expect(await memory.import(ann, old)).toMatchObject({ unchanged: 1, refused: [] });
      const other = await memoryOf();
      await other.import(ann, old);
      const [refused] = (await other.import(ann, await exported(memory))).refused;
      expect(refused?.why).toBe('was corrected there; what is here stays');
      await memory.forget(ann, id);
      expect(await other.import(ann, await exported(memory))).toMatchObject({ ended: 1 });
    });

    it('ends nothing of another scope or tenant', async () => {
      const memory = await memoryOf();
      const { id } = await memory.remember({ scope: Scope.user('bob'), text: PIN });
      const line = { purged: id, scope: { user: 'ann' }, at: START, why: 'forgotten' };
      expect(await memory.import(ann, [JSON.stringify(line)])).toMatchObject({ ended: 0, refused: [] });
      const bobs = { ...line, scope: { user: 'bob' } };
      expect((await memory.import(ann, [JSON.stringify(bobs)])).refused).toHaveLength(1);
      for (const wrong of [
        { ...line, why: 'x' },
        { ...line, at: 'x' },
        { ...line, purged: '' },
      ])
        expect((await memory.import(ann, [JSON.stringify(wrong)])).refused).toHaveLength(1);
      expect(await texts(memory, 'PIN', Scope.user('bob'))).toEqual([PIN]);
    });
  });
}
