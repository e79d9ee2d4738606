import { HeadroomError } from '../model/errors.js';
import { copyGenerated, isGenerated } from './copy-generated.js';
import type { Fetch } from './outgoing.js';

/** Clients that make a copy of themselves with other options: those of OpenAI, Anthropic and their kin. */
interface Configurable {
  readonly fetch: Fetch;
  withOptions(options: object): unknown;
  readonly apiVersion?: unknown;
  readonly deploymentName?: unknown;
}

/** What puts a `fetch` around a client's own; undefined where the client has none of its own. */
export type WrapFetch = (own: Fetch | undefined) => Fetch;

/** The names under which a wrapper of clients and its `fetch` are known, for what an error says. */
export interface WrapperNames {
  readonly client: string;
  readonly fetch: string;
}

/**
 * A copy of an SDK client that sends through another `fetch`: the one way that all wrappers of clients are made. The copy is of the
 * same class with the same settings, so streaming, retries, `withResponse()`, `parse()` and `beta` work as before.
 *
 * @throws HeadroomError `invalid_argument` for a client that cannot be copied with another `fetch`.
 */
export function withFetch<Client extends object>(client: Client, wrap: WrapFetch, names: WrapperNames): Client {
  if (isGenerated(client)) return copyGenerated(client, wrap);
  if (!isConfigurable(client)) throw new HeadroomError('invalid_argument', adviceFor(client, names), 'client');
  return client.withOptions({ fetch: wrap(client.fetch), ...azureOptions(client) }) as Client;
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

function adviceFor(client: unknown, names: WrapperNames): string {
  if (typeof client === 'object' && client !== null && 'models' in client && 'chats' in client) {
    return `${names.client}() cannot copy a Google Gen AI client. Give the client its fetch: new GoogleGenAI({ httpOptions: { fetch: ${names.fetch} } })`;
  }
  return `${names.client}() takes a client with withOptions() and fetch, such as OpenAI or Anthropic, and those of Mistral and OpenRouter. Give others their fetch: ${names.fetch}`;
}
