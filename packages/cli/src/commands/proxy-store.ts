import type { SharedStore } from '@headroom/core';
import { openStore } from '../open-store.js';
import { UsageError } from '../usage-error.js';

/** Where a proxy keeps originals and records. */
export interface ProxyStore {
  readonly store: SharedStore;
  /** Where it is a Redis: its client, for limits that processes share, and how long a request waits for it. */
  readonly shared?: { readonly client: object; readonly timeoutMs: number };
  close(): void;
}

/**
 * Longer than a cluster takes to put another node in the place of one that died. A request then waits; without what was sent before
 * it would go out with another beginning, and be paid for as a new one.
 */
const PATIENCE_MS = 15_000;
const RETRY_MS = 100;

/** The store of this machine, or a Redis that many processes share; with several addresses, a cluster. */
export async function openProxyStore(redisUrls: readonly string[] | undefined): Promise<ProxyStore> {
  const [{ memory }, { layered, redis }] = await Promise.all([import('@headroom/core'), import('@headroom/stores')]);
  if (redisUrls === undefined) {
    const sqlite = await openStore({ busyTimeoutMs: 50 });
    return { store: layered(memory(), sqlite), close: () => sqlite.close() };
  }
  const client = await connected(redisUrls);
  return {
    // What others wrote since is seen at once: no memory stands in front of it.
    store: redis({ client: client as never, timeoutMs: PATIENCE_MS }),
    shared: { client, timeoutMs: PATIENCE_MS },
    close: () => client.disconnect(),
  };
}

async function connected(urls: readonly string[]) {
  const { Cluster, Redis } = await import('ioredis');
  const options = {
    connectTimeout: 2000,
    maxRetriesPerRequest: Math.ceil(PATIENCE_MS / RETRY_MS),
    retryStrategy: () => RETRY_MS,
  };
  const [url = ''] = urls;
  const client =
    urls.length === 1
      ? new Redis(url, options)
      : new Cluster(urls.map(nodeAt), {
          clusterRetryStrategy: () => RETRY_MS,
          retryDelayOnClusterDown: RETRY_MS,
          retryDelayOnFailover: RETRY_MS,
          maxRedirections: Math.ceil(PATIENCE_MS / RETRY_MS),
          redisOptions: { connectTimeout: options.connectTimeout, ...credentialsIn(url) },
        });
  // An outage is told by the store, once.
  client.on('error', () => undefined);
  return client;
}

/** Addresses separated by commas. @throws UsageError for one that is none. */
export function redisAddresses(value: string): readonly string[] {
  const urls = value.split(',').map((url) => url.trim());
  for (const url of urls)
    if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
      throw new UsageError('--redis takes addresses such as redis://127.0.0.1:6379, separated by commas');
  return urls;
}

function nodeAt(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 6379) };
}

/** Those of the first address are those of all nodes. */
function credentialsIn(url: string) {
  const { username, password, protocol } = new URL(url);
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}
