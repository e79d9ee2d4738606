import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSharedContext, type StoredContext } from '@headroom/core';
import { redis, sqlite } from '@headroom/stores';

/** The context that both processes open: over Redis when REDIS_URL is set, else over a file. */
export function openContext(run: string): { readonly context: StoredContext; close(): Promise<void> | void } {
  const url = process.env.REDIS_URL;
  const store = url
    ? redis({ url, tenant: 'example' })
    : sqlite({ path: join(tmpdir(), 'headroom-example', 'team.db'), busyTimeoutMs: 2000 });
  return { context: createSharedContext({ store, namespace: run, ttl: 600 }), close: () => store.close() };
}
