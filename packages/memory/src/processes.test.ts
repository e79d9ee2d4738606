import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemory, Scope, sqliteMemory } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const scope = Scope.user('all');

function start(path: string, name: string, many = 0): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', here('./worker.fixture.ts'), path, name, `${many}`], {
    cwd: here('../../..'),
    env: { ...process.env, TSX_TSCONFIG_PATH: here('../tsconfig.process.json') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Numbers that a worker has printed when it ended. */
function ended(worker: ChildProcess): Promise<{ code: number | null; last: number }> {
  let text = '';
  worker.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve) => {
    worker.once('close', (code) => resolve({ code, last: Number(text.split('\n').at(-2) ?? -1) }));
  });
}

describe('a memory between processes', () => {
  // `npm run memory:kill` does it fifty times.
  it('loses nothing acknowledged of writers killed by signal 9', async () => {
    const path = join(folder, 'killed.db');
    for (let round = 0; round < 3; round++) {
      const worker = start(path, `r${round}`);
      const end = ended(worker);
      await new Promise<void>((resolve) => worker.stdout?.once('data', () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, 60 + 40 * round));
      worker.kill('SIGKILL');
      const { last } = await end;
      const memory = createMemory({ store: sqliteMemory({ path }) });
      for (let i = 0; i <= last; i++) expect((await memory.get(scope, `r${round}-${i}`))?.text).toContain(`Note ${i} `);
      const { records } = await memory.stats();
      expect((await memory.recall({ scope, question: `note of r${round} harbour`, limit: 3 })).records).toHaveLength(3);
      expect(records.current).toBeGreaterThan(last);
      await memory.close();
    }
    const store = sqliteMemory({ path });
    expect(await store.check()).toEqual([]);
    await store.close();
  });

  it('lets several processes write at once, none of which hears that the file is busy', async () => {
    const path = join(folder, 'shared.db');
    const ends = await Promise.all(['a', 'b', 'c'].map((name) => ended(start(path, name, 40))));
    expect(ends).toEqual([0, 1, 2].map(() => ({ code: 0, last: 39 })));
    const memory = createMemory({ store: sqliteMemory({ path }) });
    expect((await memory.stats(scope)).records.current).toBe(120);
    expect((await memory.recall({ scope, question: 'harbour', budget: 20_000 })).found).toBe(120);
    await memory.close();
  });
});
