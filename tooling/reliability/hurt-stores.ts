import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHeadroom } from '@headroom/core';
import { type SqliteStore, sqlite } from '@headroom/stores';
import { workerText } from '../../packages/stores/src/worker-text.fixture.js';
import { type Finding, type Part, randomFrom } from './part.js';

/** A SQLite store whose writers are killed, whose disk is full, whose file is damaged. */
export const hurtStores: Part = {
  name: 'Hurt stores',
  async run(scale) {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-reliability-'));
    try {
      const isFull = scale === 'full';
      return [
        await kills(folder, isFull ? 100 : 3),
        await fullDisk(folder, isFull ? 20 : 2),
        flips(folder, isFull ? 2000 : 100),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const path = (name: string) => fileURLToPath(new URL(`../../packages/stores/${name}`, import.meta.url));

/** A writer in a process of its own; with a limit its files may not grow beyond so many blocks of 512 bytes. */
function startWriter(where: string, name: string, limit?: number): ChildProcess {
  const command = ['--import', 'tsx', path('src/worker.fixture.ts'), 'for-ever', where, name];
  const env = { ...process.env, TSX_TSCONFIG_PATH: path('tsconfig.process.json') };
  const options = { cwd: path('../..'), env, stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'] };
  if (limit === undefined) return spawn(process.execPath, command, options);
  return spawn(
    'sh',
    ['-c', `trap '' XFSZ; ulimit -f ${limit}; exec "$@"`, 'sh', process.execPath, ...command],
    options,
  );
}

/** The numbers that a writer printed, each only after its entry was stored, once it has ended. */
async function written(writer: ChildProcess, killAfterMs?: number): Promise<{ last: number; signal: string | null }> {
  let text = '';
  writer.stdout?.setEncoding('utf8').on('data', (part: string) => {
    if (text === '' && killAfterMs !== undefined) setTimeout(() => writer.kill('SIGKILL'), killAfterMs);
    text += part;
  });
  const signal = await new Promise<string | null>((resolve) => writer.once('close', (_, by) => resolve(by)));
  return { last: Number(text.split('\n').at(-2) ?? -1), signal };
}

function lost(store: SqliteStore, name: string, last: number): string[] {
  for (let i = 0; i <= last; i++)
    if (store.get(`${name}-${i}`) !== workerText(name, i)) return [`entry ${i} of ${last} is not what was stored`];
  return [];
}

async function kills(folder: string, times: number): Promise<Finding> {
  const faults: string[] = [];
  let entries = 0;
  for (let i = 0; i < times; i++) {
    const where = join(folder, `kill-${i % 5}.db`);
    const { last } = await written(startWriter(where, `w${i}`), 20 + ((i * 37) % 200));
    const store = sqlite({ path: where });
    faults.push(...lost(store, `w${i}`, last));
    if (!store.check().ok) faults.push('the file is damaged after a kill');
    store.close();
    entries += last + 1;
  }
  return {
    what: 'writers killed by signal 9',
    tried: times,
    faults,
    note: `${entries} acknowledged entries came back`,
  };
}

async function fullDisk(folder: string, times: number): Promise<Finding> {
  const faults: string[] = [];
  let entries = 0;
  for (let i = 0; i < times; i++) {
    const where = join(folder, `full-${i}.db`);
    const { last, signal } = await written(startWriter(where, 'w', 2000 + i * 333));
    if (signal) faults.push(`a writer died by ${signal}`);
    const store = sqlite({ path: where });
    faults.push(...lost(store, 'w', last));
    if (!store.check().ok) faults.push('the file is damaged after the disk was full');
    store.set('after', 'there is room again');
    if (store.get('after') !== 'there is room again') faults.push('the store does not go on once there is room');
    store.close();
    entries += last + 1;
  }
  return { what: 'disk full while writing', tried: times, faults, note: `${entries} acknowledged entries came back` };
}

function flips(folder: string, times: number): Finding {
  const where = join(folder, 'flips.db');
  const store = sqlite({ path: where, pack: false });
  const headroom = createHeadroom({ store });
  const originals = new Map<string, string>();
  for (let i = 0; i < 40; i++) {
    const lines = Array.from(
      { length: 200 },
      (_, k) => `2026-01-06 12:00:${k % 60} INFO worker ${i} took ${(k * i) % 97} ms`,
    );
    const { hash } = headroom.compressTextSync(lines.join('\n'));
    if (hash) originals.set(hash, lines.join('\n'));
  }
  store.close();
  const bytes = readFileSync(where);
  const random = randomFrom(5);
  const faults = new Set<string>();
  let noticed = 0;
  for (let i = 0; i < times; i++) {
    const damaged = Buffer.from(bytes);
    const at = Math.floor(random() * bytes.length);
    for (let k = 0; k < (i % 4 === 0 ? 300 : 1) && at + k < bytes.length; k++)
      damaged[at + k] = (damaged[at + k] ?? 0) ^ (1 << (i % 8));
    writeFileSync(`${where}-flip`, damaged);
    rmSync(`${where}-flip-wal`, { force: true });
    rmSync(`${where}-flip-shm`, { force: true });
    try {
      const hurt = sqlite({ path: `${where}-flip`, pack: false });
      if (!hurt.check().ok) noticed++;
      for (const fault of served(hurt, originals)) faults.add(fault);
      hurt.close();
    } catch (error) {
      noticed++;
      if ((error as Error).name !== 'StoreError') faults.add(`threw ${(error as Error).name}`);
    }
  }
  return {
    what: 'damaged files',
    tried: times,
    faults: [...faults],
    note: `${noticed} were noticed by \`check\` or at opening; the rest hit unused bytes`,
  };
}

/** Reads everything as an engine does: by hash, compared with what comes back. */
function served(store: SqliteStore, originals: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  for (const [hash, text] of originals) {
    try {
      const value = store.get(hash);
      const isOther = value !== undefined && value !== text && ![...originals.values()].includes(value);
      if (isOther) faults.push('a damaged value was served');
    } catch (error) {
      if ((error as Error).name !== 'StoreError') faults.push(`get threw ${(error as Error).name}`);
    }
  }
  return faults;
}
