import type { TokenSource } from './bearer.js';
import { NoCredentials } from './passage.js';

/**
 * A file of credentials, the keys of a service account, what gives access tokens, or `default`: where Google's own tools look (environment,
 * `gcloud auth application-default login`, the machine's account).
 */
export type GoogleCredentials =
  | { readonly keyFile: string }
  | { readonly client_email: string; readonly private_key: string }
  | (() => Promise<string>)
  | 'default';

/** As much of the library's client as is used here. */
interface Client {
  getAccessToken(): Promise<{ readonly token?: string | null }>;
  credentials: { expiry_date?: number | null };
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/** Access tokens of Google Cloud; the library holds a token and fetches the next before it runs out. */
export class GoogleToken implements TokenSource {
  #client: Promise<Client> | undefined;

  constructor(private readonly credentials: Exclude<GoogleCredentials, () => Promise<string>>) {}

  async token(): Promise<string> {
    this.#client ??= this.#load();
    this.#client.catch(() => {
      this.#client = undefined;
    });
    const { token } = await (await this.#client).getAccessToken();
    if (typeof token !== 'string') throw new NoCredentials('Google gave no access token');
    return token;
  }

  forget(): void {
    this.#client?.then(
      (client) => {
        // Past its time, the library fetches another.
        client.credentials.expiry_date = 1;
      },
      () => undefined,
    );
  }

  async #load(): Promise<Client> {
    const { credentials } = this;
    const { GoogleAuth } = await library();
    const given =
      credentials === 'default'
        ? {}
        : 'keyFile' in credentials
          ? { keyFilename: credentials.keyFile }
          : { credentials: { ...credentials } };
    return (await new GoogleAuth({ scopes: SCOPE, ...given }).getClient()) as Client;
  }
}

async function library(): Promise<typeof import('google-auth-library')> {
  try {
    return await import('google-auth-library');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new NoCredentials('the package google-auth-library is not installed');
  }
}
