import type { MaybePromise } from '../model/path.js';
import type { SharedStore } from '../model/shared-store.js';
import { oddValues } from './odd-values.js';
import type { Runner } from './runner.js';
import { testGroups } from './test-groups.js';

/** How the contract suite gets at a backend. */
export interface TestStoreOptions {
  readonly name: string;
  /** An empty store. */
  open(): MaybePromise<SharedStore>;
  /** A second way to the same data, as another process would have it. Without it, what only sharing shows is not tested. */
  again?(store: SharedStore): MaybePromise<SharedStore>;
  /** Called for every store that a test opened. */
  close?(store: SharedStore): MaybePromise<void>;
}

const KEYS = [
  'a',
  '',
  ' ',
  'a:b',
  '{x}',
  '}{',
  '*?[a]',
  '%7B',
  "'; drop table entries",
  'ключ',
  '🙂',
  'a\nb',
  'a\u0000b',
  'a\u0000c',
];
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Gives a test its stores and closes them whatever happens. */
export async function withStores(
  options: TestStoreOptions,
  body: (store: SharedStore, other: SharedStore) => Promise<void>,
): Promise<void> {
  const store = await options.open();
  const other = options.again ? await options.again(store) : store;
  try {
    await body(store, other);
  } finally {
    if (other !== store) await options.close?.(other);
    await options.close?.(store);
  }
}

/** The contract of every store: exact values, expiry that can be told from never having been, concurrent writers, groups. */
export function testStore(runner: Runner, options: TestStoreOptions): void {
  const { describe, it, expect } = runner;
  const using = (body: (store: SharedStore, other: SharedStore) => Promise<void>) => () => withStores(options, body);

  describe(`store ${options.name}`, () => {
    it(
      'gives back what was set, until it is deleted',
      using(async (store) => {
        expect(await store.get('k')).toBe(undefined);
        await store.set('k', 'one');
        await store.set('k', 'two');
        expect(await store.get('k')).toBe('two');
        await store.delete('k');
        await store.delete('k');
        expect(await store.get('k')).toBe(undefined);
      }),
    );

    it(
      'keeps any string exactly',
      using(async (store, other) => {
        for (const [name, value] of oddValues()) {
          await store.set(name, value);
          expect((await other.get(name)) === value, name).toBe(true);
        }
      }),
    );

    it(
      'keeps any key apart from every other',
      using(async (store, other) => {
        for (const key of KEYS) await store.set(key, `value of ${key}`);
        for (const key of KEYS) expect(await other.get(key), JSON.stringify(key)).toBe(`value of ${key}`);
        await store.delete('{x}');
        for (const key of KEYS) expect((await store.get(key)) === undefined, key).toBe(key === '{x}');
      }),
    );

    it(
      'lets entries expire, and can tell that from never having held them',
      using(async (store, other) => {
        await store.set('short', 'x', { ttl: 0.2 });
        await store.set('long', 'y', { ttl: 60 });
        await store.set('renewed', 'z', { ttl: 0.2 });
        await store.set('renewed', 'z', { ttl: 60 });
        expect(await store.get('short')).toBe('x');
        expect((await store.expired?.('short')) ?? false).toBe(false);
        await wait(300);
        for (const reader of [store, other]) {
          expect(await reader.get('short')).toBe(undefined);
          expect(await reader.get('long')).toBe('y');
          expect(await reader.get('renewed')).toBe('z');
          if (!reader.expired) continue;
          expect(await reader.expired('short')).toBe(true);
          expect(await reader.expired('long')).toBe(false);
          expect(await reader.expired('never')).toBe(false);
        }
        await store.set('short', 'again');
        expect(await other.get('short')).toBe('again');
        expect((await store.expired?.('short')) ?? false).toBe(false);
      }),
    );

    it(
      'loses nothing of 16 writers at once',
      using(async (store, other) => {
        const text = (writer: number, i: number) => `${writer}/${i} `.repeat(200);
        const writers = Array.from({ length: 16 }, async (_, writer) => {
          for (let i = 0; i < 25; i++) await (writer % 2 ? store : other).set(`w${writer}-${i}`, text(writer, i));
        });
        await Promise.all(writers);
        for (let writer = 0; writer < 16; writer++)
          for (let i = 0; i < 25; i++) expect(await store.get(`w${writer}-${i}`)).toBe(text(writer, i));
      }),
    );

    testGroups(runner, options);
  });
}
