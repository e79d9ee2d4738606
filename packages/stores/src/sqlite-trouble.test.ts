import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHeadroom } from '@headroom/core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from './sqlite/database.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

const Driver = createRequire(import.meta.url)('libsql') as new (path: string) => Database;
const newPath = () => `${temporaryFolder()}/store.db`;
const coded = (code: string) => expect.objectContaining({ name: 'StoreError', code });
const log = (n: number) =>
  Array.from({ length: 400 }, (_, i) => `2026-01-06 12:00:${i % 60} INFO worker ${n} did step ${(i * n) % 97}`).join(
    '\n',
  );

afterAll(removeFolders);

/** Files under a path that this process holds open. */
function heldOpen(path: string): string[] {
  const held = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
  return held.filter((name) => name.startsWith(path));
}

describe('a SQLite store that is closed', () => {
  it('throws at every later call, of groups too', async () => {
    const store = sqlite({ path: newPath() });
    const group = store.group('g');
    store.set('k', 'v');
    store.close();
    store.close();
    const calls = [
      () => store.get('k'),
      () => store.set('k', 'v'),
      () => store.delete('k'),
      () => store.expired('k'),
      () => store.size(),
      () => store.sweep(),
      () => store.check(),
      () => group.get('k'),
      () => group.put('k', { value: 'v' }),
      () => group.list(),
      () => group.clear(),
    ];
    for (const call of calls) expect(call).toThrow(coded('closed'));
    expect(await createHeadroom({ store }).retrieve('0'.repeat(24))).toMatchObject({ status: 'failed' });
  });

  it('has written everything back into its file', () => {
    const path = newPath();
    const store = sqlite({ path, pack: false });
    for (let i = 0; i < 50; i++) store.set(`k${i}`, log(i));
    store.close();
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    writeFileSync(`${path}-copy`, readFileSync(path));
    const copy = sqlite({ path: `${path}-copy` });
    expect(copy.get('k49')).toBe(log(49));
    copy.close();
  });

  it.runIf(process.platform === 'linux')('holds nothing open once memory was collected', async () => {
    const path = newPath();
    for (let i = 0; i < 20; i++) {
      const store = sqlite({ path, pack: false });
      store.set('k', log(i));
      store.get('k');
      store.close();
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 20 && heldOpen(path).length > 0; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(heldOpen(path)).toEqual([]);
  });
});

describe('a SQLite store in trouble', () => {
  it('says that another process holds it, after no longer than its busy time-out', () => {
    const path = newPath();
    const store = sqlite({ path });
    const other = new Driver(path);
    other.exec('begin immediate');
    const start = performance.now();
    expect(() => store.set('k', 'v')).toThrow(coded('busy'));
    expect(performance.now() - start).toBeLessThan(500);
    other.exec('rollback');
    other.close();
    store.close();
  });

  it('is waited for by an engine without blocking, and is used once the lock is gone', async () => {
    const path = newPath();
    const store = sqlite({ path });
    const headroom = createHeadroom({ store });
    const other = new Driver(path);
    other.exec('begin immediate');
    setTimeout(() => other.exec('rollback'), 200);
    const { hash, warnings } = await headroom.compressText(log(1));
    expect(warnings).toEqual([]);
    expect(store.get(String(hash))).toBe(log(1));
    other.close();
    store.close();
  });

  it('stalls no call for longer than its deadline, and leaves turns to others meanwhile', async () => {
    const path = newPath();
    const store = sqlite({ path });
    const headroom = createHeadroom({ store, storeTimeoutMs: 300 });
    await headroom.simulate([{ role: 'user', content: 'warm' }]);
    const other = new Driver(path);
    other.exec('begin immediate');
    let turns = 0;
    const counting = setInterval(() => turns++, 10);
    const messages = Array.from({ length: 10 }, (_, i) => [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: `c${i}`, content: log(i + 1) },
    ]).flat();
    const start = performance.now();
    const { warnings, ccrHashes } = await headroom.compress(messages);
    // Ten texts, one after the other with a time-out each, would take fifty seconds.
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(turns).toBeGreaterThan(2);
    expect(ccrHashes).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['store_failed']);
    clearInterval(counting);
    other.exec('rollback');
    other.close();
    store.close();
  });

  it('names permissions and paths that are no file', () => {
    const folder = temporaryFolder();
    expect(() => sqlite({ path: folder })).toThrow(coded('no_access'));
    writeFileSync(`${folder}/file`, 'x');
    expect(() => sqlite({ path: `${folder}/file/store.db` })).toThrow(coded('no_access'));
    mkdirSync(`${folder}/locked`);
    chmodSync(`${folder}/locked`, 0o500);
    if (process.getuid?.() !== 0)
      expect(() => sqlite({ path: `${folder}/locked/store.db` })).toThrow(coded('no_access'));
  });

  it('does not end the process where a damaged file calls bytes a text', () => {
    const path = newPath();
    const store = sqlite({ path, pack: false });
    store.set('k', log(1));
    const group = store.group('g');
    group.put('k', { value: 'v' });
    const raw = new Driver(path);
    raw.exec(
      "update entries set value = cast(X'41ff80fe' as text), expires = cast(X'39393939393939393939393939ff' as text)",
    );
    raw.exec("update group_entries set note = cast(X'ff' as text), expires = 9999999999999");
    raw.close();
    expect(store.expired('k')).toBe(false);
    expect(group.list()).toHaveLength(1);
    expect(store.check()).toMatchObject({ ok: false, damaged: 1 });
    store.close();
  });

  it('is checked to the end however damaged its file is, and never serves a wrong byte', () => {
    const path = newPath();
    const store = sqlite({ path, pack: false });
    const whole = new Map(Array.from({ length: 30 }, (_, i) => [`k${i}`, log(i)] as const));
    for (const [key, value] of whole) store.set(key, value);
    store.close();
    const bytes = readFileSync(path);
    const values = new Set(whole.values());
    let found = 0;
    let served = 0;
    for (let n = 0; n < 60; n++) {
      const damaged = Buffer.from(bytes);
      // Runs of bytes all over the file, the pages of the tree included; the size of a page and the version stay.
      const at = 100 + ((n * 7919 * 131) % (bytes.length - 300));
      for (let i = 0; i < (n % 3 === 0 ? 200 : 1); i++) damaged[at + i] = (damaged[at + i] ?? 0) ^ (1 << (n % 8));
      writeFileSync(`${path}-${n}`, damaged);
      let hurt: ReturnType<typeof sqlite>;
      try {
        hurt = sqlite({ path: `${path}-${n}`, pack: false });
      } catch (error) {
        expect(error).toMatchObject({ name: 'StoreError' });
        found++;
        continue;
      }
      if (!hurt.check().ok) found++;
      for (const key of whole.keys()) {
        try {
          // A key that was hit may be another's; engines compare what comes back with the hash that they asked for.
          const value = hurt.get(key);
          if (value !== undefined && !values.has(value)) served++;
        } catch (error) {
          if ((error as Error).name !== 'StoreError') served++;
        }
      }
      hurt.close();
    }
    expect(served).toBe(0);
    expect(found).toBeGreaterThan(20);
  });
});
