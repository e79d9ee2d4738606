import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHeadroom, createSharedContext, type StoredContext } from '@headroom/core';
import { redis, sqlite } from '@headroom/stores';

/** The context that both processes open: over Redis when REDIS_URL is set, else over a file. */
export function openContext(run: string): { readonly context: StoredContext; close(): Promise<void> | void } {
  const url = process.env.REDIS_URL;
  const store = url
    ? redis({ url, tenant: 'example' })
    : sqlite({ path: join(tmpdir(), 'headroom-example', 'team.db'), busyTimeoutMs: 2000 });
  // Agents can wait for their store, so that nothing is handed on in full because it was slow.
  const headroom = createHeadroom({ store, storeTimeoutMs: 20_000 });
  return {
    context: createSharedContext({ store, headroom, namespace: run, ttl: 600 }),
    close: () => store.close(),
  };
}
