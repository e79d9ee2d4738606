import type { SharedStore } from '@headroom/core';
import { redis, sqlite } from '@headroom/stores';
import { talkAtOnce } from '../../core/src/tool-loop/leaks.fixture.js';
import { workerText } from './worker-text.fixture.js';

/** A process of its own that writes into a shared store; started by tests as `worker.fixture.ts <what> <where> <name>`. */
const [what, where = '', name = ''] = process.argv.slice(2);
const store: SharedStore = where.startsWith('redis:')
  ? redis({ url: where, tenant: 'shared', timeoutMs: 20_000 })
  : sqlite({ path: where, busyTimeoutMs: 5000 });

const text = (i: number) => workerText(name, i);

/** Writes for ever; a number is printed only once its entry is stored. */
async function writeForEver(): Promise<void> {
  for (let i = 0; ; i++) {
    await store.set(`${name}-${i}`, text(i));
    process.stdout.write(`${i}\n`);
    if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writes a fixed number of entries, and adds one to a shared count for each of them. */
async function writeSome(): Promise<void> {
  const group = store.group('counts');
  for (let i = 0; i < 50; i++) {
    await store.set(`${name}-${i}`, text(i));
    for (;;) {
      const now = await group.get('total');
      const value = String(Number(now?.value ?? 0) + 1);
      if ((await group.put('total', { value, ifVersion: now?.version ?? 0 })) !== undefined) break;
    }
  }
  process.exit(0);
}

/** Conversations that are like those of every other process; prints what of another stood in them. */
async function talk(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await talkAtOnce([store], 100, Number(name)))}\n`);
  process.exit(0);
}

await { 'for-ever': writeForEver, some: writeSome, talk }[what as 'talk']();
