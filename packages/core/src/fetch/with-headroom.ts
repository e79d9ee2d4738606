import { HeadroomError } from '../model/errors.js';
import { copyGenerated, isGenerated } from './copy-generated.js';
import { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';
import type { Fetch } from './outgoing.js';

/** Clients that make a copy of themselves with other options: those of OpenAI, Anthropic and their kin. */
interface Configurable {
  readonly fetch: Fetch;
  withOptions(options: object): unknown;
  readonly apiVersion?: unknown;
  readonly deploymentName?: unknown;
}

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
  if (isGenerated(client)) return copyGenerated(client, options);
  if (!isConfigurable(client)) throw new HeadroomError('invalid_argument', adviceFor(client), 'client');
  const fetch = headroomFetch({ fetch: client.fetch, ...options });
  return client.withOptions({ fetch, ...azureOptions(client) }) as Client;
}

/** What Azure clients before openai 7 leave out when they copy themselves. */
function azureOptions({ apiVersion, deploymentName: deployment }: Configurable): object {
  return typeof apiVersion === 'string' ? { apiVersion, deployment } : {};
}

function isConfigurable(client: unknown): client is Configurable {
  if (typeof client !== 'object' || client === null) return false;
  const { fetch, withOptions } = client as Partial<Configurable>;
  return typeof fetch === 'function' && typeof withOptions === 'function';
}

function adviceFor(client: unknown): string {
  if (typeof client === 'object' && client !== null && 'models' in client && 'chats' in client) {
    return 'withHeadroom() cannot copy a Google Gen AI client. Give the client its fetch: new GoogleGenAI({ httpOptions: { fetch: headroomFetch() } })';
  }
  return 'withHeadroom() takes a client with withOptions() and fetch, such as OpenAI or Anthropic, and those of Mistral and OpenRouter. Give others their fetch: headroomFetch()';
}
