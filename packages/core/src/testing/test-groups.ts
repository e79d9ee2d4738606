import type { SharedStore, StoreGroup } from '../model/shared-store.js';
import { oddValues } from './odd-values.js';
import type { Runner } from './runner.js';
import { type TestStoreOptions, withStores } from './test-store.js';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const keysOf = async (group: StoreGroup) => (await group.list()).map(({ key }) => key);

/** The part of a store's contract that several processes meet in: bounded lists, comparison before change, watching. */
export function testGroups({ it, expect }: Runner, options: TestStoreOptions): void {
  const using = (body: (group: StoreGroup, other: StoreGroup, stores: readonly SharedStore[]) => Promise<void>) => () =>
    withStores(options, (store, other) => body(store.group('g'), other.group('g'), [store, other]));

  it(
    'lists a group in the order of its changes, with notes and growing versions',
    using(async (group, other) => {
      const first = await group.put('a', { value: 'one', note: 'n1' });
      await group.put('b', { value: 'two' });
      const second = await other.put('a', { value: 'three', note: 'n3' });
      expect((second ?? 0) > (first ?? 0)).toBe(true);
      expect(await other.get('a')).toEqual({ key: 'a', value: 'three', note: 'n3', version: second });
      expect((await group.list()).map(({ key, note }) => [key, note])).toEqual([
        ['b', ''],
        ['a', 'n3'],
      ]);
      await group.delete('b');
      await group.delete('b');
      expect(await keysOf(other)).toEqual(['a']);
      expect(await other.get('b')).toBe(undefined);
      await other.clear();
      expect(await group.list()).toEqual([]);
      const third = await group.put('a', { value: 'four' });
      expect((third ?? 0) > (second ?? 0)).toBe(true);
    }),
  );

  it(
    'keeps groups apart from each other and from plain keys',
    using(async (group, _, [store, other]) => {
      await group.put('k', { value: 'in g' });
      await store?.set('k', 'plain');
      const names = ['h', 'g:k', 'g}', '', 'Gruppe ü'];
      for (const name of names) await store?.group(name).put('k', { value: `in ${name}` });
      for (const name of names) expect((await other?.group(name).get('k'))?.value).toBe(`in ${name}`);
      expect((await group.get('k'))?.value).toBe('in g');
      await store?.group('h').clear();
      expect((await group.get('k'))?.value).toBe('in g');
      expect(await other?.get('k')).toBe('plain');
    }),
  );

  it(
    'keeps any value and key of a group exactly',
    using(async (group, other) => {
      for (const [name, value] of oddValues()) {
        if (value.length > 1_000_000) continue;
        await group.put(`${name}\u0000{${name}}`, { value, note: name });
      }
      for (const { key, note } of await other.list()) {
        expect(key).toBe(`${note}\u0000{${note}}`);
        const value = [...oddValues()].find(([name]) => name === note)?.[1];
        expect((await other.get(key))?.value === value, note).toBe(true);
      }
    }),
  );

  it(
    'evicts the longest unchanged, in the step that adds one too many',
    using(async (group, other) => {
      for (const key of ['a', 'b', 'c']) await group.put(key, { value: key, maxEntries: 3 });
      await other.put('a', { value: 'again', maxEntries: 3 });
      await other.put('d', { value: 'd', maxEntries: 3 });
      expect(await keysOf(group)).toEqual(['c', 'a', 'd']);
      await group.put('e', { value: 'e', maxEntries: 1 });
      expect(await keysOf(other)).toEqual(['e']);
    }),
  );

  it(
    'never holds more than its bound under concurrent puts',
    using(async (group, other) => {
      const puts = Array.from({ length: 60 }, async (_, i) => {
        await (i % 2 ? group : other).put(`k${i}`, { value: 'v', maxEntries: 5 });
        expect((await group.list()).length).toBeLessThanOrEqual(5);
      });
      await Promise.all(puts);
      expect((await other.list()).length).toBe(5);
    }),
  );

  it(
    'puts only over the version that was read',
    using(async (group, other) => {
      const first = await group.put('k', { value: 'one', ifVersion: 0 });
      expect(await other.put('k', { value: 'lost', ifVersion: 0 })).toBe(undefined);
      const second = await other.put('k', { value: 'two', ...(first === undefined ? {} : { ifVersion: first }) });
      expect(second === undefined).toBe(false);
      expect(await group.put('k', { value: 'lost', ...(first === undefined ? {} : { ifVersion: first }) })).toBe(
        undefined,
      );
      expect((await group.get('k'))?.value).toBe('two');
    }),
  );

  it(
    'loses no update of agents that compare before they set',
    using(async (group, other) => {
      const add = async (to: StoreGroup) => {
        for (;;) {
          const now = await to.get('count');
          const value = String(Number(now?.value ?? 0) + 1);
          if ((await to.put('count', { value, ifVersion: now?.version ?? 0 })) !== undefined) return;
        }
      };
      const agents = Array.from({ length: 8 }, async (_, i) => {
        for (let n = 0; n < 5; n++) await add(i % 2 ? group : other);
      });
      await Promise.all(agents);
      expect((await group.get('count'))?.value).toBe('40');
    }),
  );

  it(
    'lets entries of a group expire, out of the list and out of the count',
    using(async (group, other) => {
      await group.put('short', { value: 'x', ttl: 0.2 });
      await group.put('long', { value: 'y', ttl: 60 });
      await wait(300);
      expect(await keysOf(other)).toEqual(['long']);
      expect(await other.get('short')).toBe(undefined);
      expect((await other.put('short', { value: 'new', ifVersion: 0, maxEntries: 2 })) === undefined).toBe(false);
      expect(await keysOf(group)).toEqual(['long', 'short']);
    }),
  );

  it(
    'tells those who watch of changes by anybody, until they stop',
    using(async (group, other) => {
      if (!group.watch) return;
      const seen: string[] = [];
      const stop = await group.watch(({ key, version }) => seen.push(version === undefined ? `-${key}` : key));
      await other.put('a', { value: '1' });
      await group.put('b', { value: '2' });
      await other.delete('a');
      for (let i = 0; i < 100 && seen.length < 3; i++) await wait(10);
      expect(seen).toEqual(['a', 'b', '-a']);
      await stop();
      await other.put('c', { value: '3' });
      await wait(50);
      expect(seen.length).toBe(3);
    }),
  );
}
