import { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';
import { withFetch } from './with-fetch.js';

/**
 * A copy of an SDK client whose every method sends smaller requests. It is a client of the same class with the same
 * settings; only its `fetch` is wrapped, so streaming, retries, `withResponse()`, `parse()` and `beta` work as before.
 *
 * @example
 * ```ts
 * const client = withHeadroom(new Anthropic());
 * ```
 * @throws HeadroomError `invalid_argument` for a client that cannot be copied with another `fetch`.
 */
export function withHeadroom<Client extends object>(client: Client, options: HeadroomFetchOptions = {}): Client {
  const names = { client: 'withHeadroom', fetch: 'headroomFetch()' };
  return withFetch(client, (own) => headroomFetch({ ...(own && { fetch: own }), ...options }), names);
}
