import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@headroom/stores/database';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemory, Scope, sqliteMemory } from './index.js';
import { STEPS } from './sqlite/schema.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ann = Scope.user('ann');

async function filled(name: string): Promise<string> {
  const path = join(folder, name);
  const memory = createMemory({ store: sqliteMemory({ path }) });
  await memory.rememberAll(
    Array.from({ length: 300 }, (_, i) => ({ scope: ann, text: `Fact ${i} about the ship yard` })),
  );
  await memory.close();
  return path;
}

describe('a memory in trouble', () => {
  it('refuses what is no database, and says how to restore it', () => {
    const path = join(folder, 'not.db');
    writeFileSync(path, 'this is not a database, however long it may be '.repeat(200));
    expect(() => sqliteMemory({ path })).toThrow(
      expect.objectContaining({ code: 'damaged', message: expect.stringContaining('import an export') }),
    );
    expect(readFileSync(path, 'utf8')).toContain('this is not a database');
  });

  it('refuses a file of a newer release, and leaves it as it is', async () => {
    const path = await filled('newer.db');
    const database = openDatabase(path, { busyTimeoutMs: 100, steps: STEPS });
    database.pragma(`user_version = ${STEPS.length + 1}`);
    database.close();
    expect(() => sqliteMemory({ path })).toThrow(expect.objectContaining({ code: 'newer_schema' }));
  });

  it('leaves a database of another program as it is', async () => {
    const path = join(folder, 'cookies.db');
    const own = await filled('own.db');
    for (const [made, version] of [
      ['create table cookies (a)', 0],
      ['create table cookies (a)', 7],
      ['create table records (a)', 0],
      ['select 1', 7],
    ] as const) {
      rmSync(path, { force: true });
      const database = openDatabase(':memory:', { busyTimeoutMs: 100, steps: [] });
      database.exec(`attach '${path}' as other`);
      database.exec(made.replace('table ', 'table other.'));
      database.exec(`pragma other.user_version = ${version}`);
      database.close();
      const before = readFileSync(path);
      expect(() => sqliteMemory({ path })).toThrow(
        expect.objectContaining({ code: 'foreign', message: expect.stringContaining(path) }),
      );
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    const database = openDatabase(own, { busyTimeoutMs: 100, steps: STEPS });
    database.pragma('user_version = -5');
    database.close();
    expect(() => sqliteMemory({ path: own })).toThrow(expect.objectContaining({ code: 'foreign' }));
  });

  it('takes a file for damaged that lacks a table', async () => {
    const path = await filled('lacking.db');
    const database = openDatabase(path, { busyTimeoutMs: 100, steps: STEPS });
    database.exec('drop table words');
    database.close();
    const said = expect.objectContaining({
      code: 'damaged',
      message: expect.stringContaining(`(${path}). Put a copy`),
    });
    expect(() => sqliteMemory({ path })).toThrow(said);
  });

  it('names the file and the way out where damage is met later', async () => {
    const path = await filled('later.db');
    const database = openDatabase(path, { busyTimeoutMs: 100, steps: STEPS });
    database.exec("update records set body = '{'");
    database.close();
    const memory = createMemory({ store: sqliteMemory({ path }) });
    const said = { code: 'damaged', message: expect.stringContaining(`(${path}). Put a copy`) };
    await expect(memory.list({ scope: ann })).rejects.toMatchObject(said);
    await expect(memory.recall({ scope: ann, question: 'ship yard' })).rejects.toMatchObject(said);
    await memory.close();
  });

  it('finds damage, and gives no wrong text', async () => {
    const whole = await filled('whole.db');
    const bytes = readFileSync(whole);
    for (let round = 0; round < 12; round++) {
      const path = join(folder, `hurt-${round}.db`);
      copyFileSync(whole, path);
      const hurt = Buffer.from(bytes);
      hurt.fill(0x41 + round, 8192 + round * 9000, 8192 + round * 9000 + 600);
      writeFileSync(path, hurt);
      await read(path).catch((error: { code?: string }) => expect(error.code).toMatch(/damaged|failed/));
    }
  });

  async function read(path: string): Promise<void> {
    const memory = createMemory({ store: sqliteMemory({ path }) });
    try {
      const { records } = await memory.recall({ scope: ann, question: 'ship yard' });
      for (const { record } of records) expect(record.text).toMatch(/^Fact \d+ about the ship yard$/);
    } finally {
      await memory.close();
    }
  }

  it('throws closed after it was closed', async () => {
    const memory = createMemory({ store: sqliteMemory({ path: join(folder, 'closed.db') }) });
    await memory.close();
    await memory.close();
    await expect(memory.recall({ scope: ann, question: 'anything' })).rejects.toMatchObject({ code: 'closed' });
    await expect(memory.remember({ scope: ann, text: 'anything' })).rejects.toMatchObject({ code: 'closed' });
  });

  it('goes on when the clock jumps back', async () => {
    let time = Date.UTC(2026, 5, 1);
    const memory = createMemory({ store: sqliteMemory({ path: join(folder, 'clock.db') }), now: () => time });
    const old = await memory.remember({ scope: ann, text: 'Ann lives in Porto' });
    time -= 400 * 86_400_000;
    await memory.supersede(ann, old.id, { text: 'Ann lives in Lyon' });
    const { records } = await memory.recall({ scope: ann, question: 'Where does Ann live?' });
    expect(records.map(({ record }) => record.text)).toEqual(['Ann lives in Lyon']);
    expect((await memory.prune({ scope: ann, dryRun: false, endedDays: 1 })).records).toHaveLength(0);
    await memory.close();
  });
});
