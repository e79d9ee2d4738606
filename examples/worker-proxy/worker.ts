/**
 * The proxy in Cloudflare's workers: one Durable Object a tenant, which keeps what was sent in its own storage. So a tenant has one
 * process at a time, wherever its requests arrive, and what was sent once is sent again after the object was moved or restarted.
 */
import type { Store } from '@headroom/core';
import { createProxy, type HeadroomProxy } from '@headroom/proxy';

/** What is used of Cloudflare's types, so that the example needs none of their packages. */
interface Storage {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  delete(key: string): Promise<boolean>;
}
interface Tenants {
  idFromName(name: string): unknown;
  get(id: unknown): { fetch(request: Request): Promise<Response> };
}
interface Environment {
  readonly TENANTS: Tenants;
  /** Other addresses of providers, as JSON: `{"anthropic": "https://…"}`. */
  readonly UPSTREAMS?: string;
}

const CREDENTIALS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

export default {
  /** Sends each request to the object of whoever proves itself with the same credential. */
  async fetch(request: Request, { TENANTS }: Environment): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const given = [...CREDENTIALS.map((name) => request.headers.get(name)), searchParams.get('key')];
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(given)));
    const name = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return TENANTS.get(TENANTS.idFromName(name)).fetch(request);
  },
};

/** One tenant's proxy. */
export class TenantProxy {
  readonly #proxy: HeadroomProxy;

  constructor(state: { readonly storage: Storage }, { UPSTREAMS }: Environment) {
    this.#proxy = createProxy({
      // Called as a function of the global object, which some runtimes insist on.
      fetch: (address, init) => fetch(address, init),
      store: storedIn(state.storage),
      tenant: 'the tenant of this object',
      ...(UPSTREAMS && { upstreams: JSON.parse(UPSTREAMS) as Record<string, string> }),
    });
  }

  fetch(request: Request): Promise<Response> {
    return this.#proxy.fetch(request);
  }
}

/** A value may have two megabytes there; what is longer cannot be kept, and its text stays whole. */
function storedIn(storage: Storage): Store {
  return {
    get: (key) => storage.get(key),
    set: (key, value) => storage.put(key, value),
    delete: async (key) => {
      await storage.delete(key);
    },
  };
}
