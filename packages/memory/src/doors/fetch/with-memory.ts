import { withFetch } from '@headroom/core/fetch';
import { type MemoryFetchOptions, memoryFetch } from './memory-fetch.js';

/**
 * A copy of an SDK client whose model is told what is remembered. It is a client of the same class with the same settings; only its
 * `fetch` is wrapped. Goes together with `withHeadroom`, in either order.
 *
 * @example
 * ```ts
 * const client = withMemory(new OpenAI(), { memory, scope: Scope.user('ann'), budget: 512 });
 * ```
 * @throws HeadroomError `invalid_option`; `invalid_argument` for a client that cannot be copied with another `fetch`.
 */
export function withMemory<Client extends object>(client: Client, options: MemoryFetchOptions): Client {
  const names = { client: 'withMemory', fetch: 'memoryFetch({ … })' };
  return withFetch(client, (own) => memoryFetch({ ...(own && { fetch: own }), ...options }), names);
}
