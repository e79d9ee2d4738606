import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeProblem } from '../describe-problem.js';
import { openStore, storePath } from '../open-store.js';
import { inHome } from '../print.js';
import { canWrite } from './can-write.js';
import { type Row, size } from './row.js';

const LEAST_FREE = 200e6;

/** Where originals are kept. */
export async function checkStore(): Promise<readonly Row[]> {
  const path = storePath();
  if (!canWrite(path)) {
    const hint = 'Nothing is shortened without it. Name a file you may write in HEADROOM_STORE.';
    return [{ name: 'store', status: 'fail', summary: `${inHome(path)} cannot be written`, hint }];
  }
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there)
    return [
      {
        name: 'store',
        status: 'ok',
        summary: `${inHome(path)}, empty as yet`,
        hint: 'It is made with the first text.',
      },
    ];
  try {
    const store = await openStore({ busyTimeoutMs: 2000 });
    try {
      await store.get('0'.repeat(24));
    } finally {
      store.close();
    }
  } catch (error) {
    const hint = 'Nothing is shortened without it. Move it away, or name another file in HEADROOM_STORE.';
    return [{ name: 'store', status: 'fail', summary: `${inHome(path)}: ${describeProblem(error)}`, hint }];
  }
  const bytes = [path, `${path}-wal`].reduce(
    (sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  const { bavail, bsize } = statfsSync(dirname(path));
  const free = bavail * bsize;
  const summary = `${inHome(path)}, ${size(bytes)}`;
  if (free < LEAST_FREE)
    return [
      {
        name: 'store',
        status: 'warn',
        summary: `${summary}; only ${size(free)} are left on its disk`,
        hint: 'Make room: what cannot be stored is not shortened.',
      },
    ];
  return [{ name: 'store', status: 'ok', summary, hint: '`headroom stats` says what it has saved.' }];
}
