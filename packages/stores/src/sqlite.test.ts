import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createHeadroom, HeadroomError } from '@headroom/core';
import { afterAll, describe, expect, it } from 'vitest';
import { toBytes } from './at-rest.js';
import type { Database } from './sqlite/database.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

const Driver = createRequire(import.meta.url)('libsql') as new (path: string) => Database;
const log = (n: number) =>
  Array.from({ length: n }, (_, i) => `12:00:${i} worker ${i % 7} done in ${i * 3} ms`).join('\n');
const newPath = () => `${temporaryFolder()}/deep/store.db`;

afterAll(removeFolders);

describe('sqlite', () => {
  it('is readable by its owner only', () => {
    const path = newPath();
    sqlite({ path }).close();
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('never serves what is damaged, and finds it', async () => {
    const path = newPath();
    const store = sqlite({ path, pack: false });
    const headroom = createHeadroom({ store, compressors: [firstLine] });
    const { hash } = await headroom.compressText(log(400));
    store.set('other', 'whole');
    const raw = new Driver(path);
    const bytes = toBytes(log(400));
    bytes[2000] = 0x21;
    raw.prepare('update entries set value = ? where key = ?').run(bytes, Buffer.from(String(hash)));
    raw.close();
    expect(() => store.get(String(hash))).toThrow(expect.objectContaining({ name: 'StoreError', code: 'damaged' }));
    expect(await headroom.retrieve(String(hash))).toMatchObject({ status: 'failed' });
    expect(store.check()).toMatchObject({ ok: false, checked: 2, damaged: 1 });
    expect(store.get('other')).toBe('whole');
    store.close();
  });

  it('does not serve a whole value that stands under the wrong hash', async () => {
    const store = sqlite({ path: newPath() });
    const headroom = createHeadroom({ store, compressors: [firstLine] });
    const { hash } = await headroom.compressText(log(400));
    store.set(String(hash), 'something else');
    expect(await headroom.retrieve(String(hash))).toMatchObject({ status: 'failed' });
    store.close();
  });

  it('refuses a file that is no database, and one of a newer release', () => {
    const path = newPath();
    sqlite({ path }).close();
    const raw = new Driver(path);
    raw.pragma('user_version = 99');
    raw.close();
    expect(() => sqlite({ path })).toThrow(expect.objectContaining({ code: 'newer_schema' }));
    const text = `${temporaryFolder()}/notes.txt`;
    writeFileSync(text, 'these are my notes\n'.repeat(100));
    expect(() => sqlite({ path: text })).toThrow(expect.objectContaining({ code: 'damaged' }));
  });

  it('stays within its bounds, the oldest out first, and remembers who left', () => {
    const store = sqlite({ path: newPath(), maxBytes: 100_000, pack: false });
    for (let i = 0; i < 100; i++) {
      store.set(`k${i}`, String(i).padEnd(10_000, 'x'));
      expect(store.size().bytes).toBeLessThanOrEqual(100_000);
    }
    expect(store.get('k99')).toBe('99'.padEnd(10_000, 'x'));
    expect(store.get('k80')).toBe(undefined);
    expect([store.expired('k80'), store.expired('k99'), store.expired('never')]).toEqual([true, false, false]);
    expect(() => store.set('huge', 'x'.repeat(200_000))).toThrow(expect.objectContaining({ code: 'too_large' }));
    const few = sqlite({ path: newPath(), maxEntries: 5 });
    for (let i = 0; i < 50; i++) few.set(`k${i % 20}`, 'x');
    expect(few.size().entries).toBeLessThanOrEqual(5);
    store.close();
    few.close();
  });

  it('keeps a set-again entry while older ones leave', () => {
    const store = sqlite({ path: newPath(), maxEntries: 3 });
    for (const key of ['a', 'b', 'c', 'a', 'd']) store.set(key, key);
    expect([store.get('a'), store.get('b')]).toEqual(['a', undefined]);
    store.close();
  });

  it('sweeps what has expired, and still knows it', () => {
    let now = 1_000_000;
    const store = sqlite({ path: newPath(), ttl: 10, now: () => now });
    store.set('k', 'v');
    now += 11_000;
    expect(store.size().entries).toBe(1);
    store.sweep();
    expect(store.size()).toEqual({ entries: 0, bytes: 0 });
    expect(store.expired('k')).toBe(true);
    store.close();
  });

  it('packs in the background what gets clearly smaller, and only that', async () => {
    const path = newPath();
    const store = sqlite({ path, pack: false });
    const values = [
      log(3000),
      'short',
      Array.from({ length: 9000 }, (_, i) => String.fromCharCode((i * 7919) % 60_000)).join(''),
    ];
    for (const [i, value] of values.entries()) store.set(String(i), value);
    const before = store.size().bytes;
    expect(await store.pack()).toBe(1);
    expect(await store.pack()).toBe(0);
    const after = store.size().bytes;
    expect(after).toBeLessThan(before - values[0]!.length * 0.8);
    for (const [i, value] of values.entries()) expect(store.get(String(i)) === value).toBe(true);
    store.set('0', log(10));
    expect(store.get('0')).toBe(log(10));
    store.close();
  });

  it('packs by itself when idle, without keeping a process alive', async () => {
    const store = sqlite({ path: newPath() });
    store.set('k', log(3000));
    const before = store.size().bytes;
    for (let i = 0; i < 60 && store.size().bytes === before; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(store.size().bytes).toBeLessThan(before);
    expect(store.get('k')).toBe(log(3000));
    store.close();
  });

  it('does not overwrite with a packed old value what was set meanwhile', async () => {
    const store = sqlite({ path: newPath(), pack: false });
    store.set('k', log(3000));
    const packing = store.pack();
    store.set('k', 'new');
    await packing;
    expect(store.get('k')).toBe('new');
    store.close();
  });

  it('does not bring back a value that a full eviction and a new start of the order replaced', async () => {
    const store = sqlite({ path: newPath(), pack: false });
    store.set('k', log(3000));
    const packing = store.pack();
    store.delete('k');
    store.set('k', 'new');
    await packing;
    expect(store.get('k')).toBe('new');
    store.close();
  });

  it('lets several connections open the same new file at once', () => {
    const path = newPath();
    const stores = Array.from({ length: 8 }, () => sqlite({ path }));
    for (const [i, store] of stores.entries()) store.set(`k${i}`, String(i));
    for (const [i] of stores.entries()) expect(stores[0]?.get(`k${i}`)).toBe(String(i));
    for (const store of stores) store.close();
    expect(readdirSync(path.slice(0, path.lastIndexOf('/')))).toContain('store.db');
  });

  it.each([{ ttl: 0 }, { maxBytes: -1 }, { maxEntries: Number.NaN }])('refuses bounds that are none: %j', (bad) => {
    expect(() => sqlite({ path: newPath(), ...bad })).toThrow(HeadroomError);
  });
});

const firstLine = {
  name: 'first_line',
  match: () => 1,
  compress: ({ lines }: { readonly lines: readonly string[] }) => ({
    kind: 'trimmed' as const,
    licence: 'rows' as const,
    text: lines[0] ?? '',
    omitted: { summary: `${lines.length - 1} lines` },
  }),
};
