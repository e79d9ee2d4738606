import type { BackendTools } from './backend.js';
import { BearerAuthority, keyAuthority } from './bearer.js';
import type { Check } from './check.js';
import { type EntraApplication, entraToken } from './entra-token.js';
import type { ModelNames } from './models.js';
import type { Authority } from './passage.js';

/** A resource in Azure and who may use it. */
export interface AzureResource {
  /** The first part of its address. */
  readonly resource?: string;
  /** Its whole address, in the place of its name. */
  readonly url?: string;
  /** A key of the resource, or an application that may use it. */
  readonly apiKey?: string;
  readonly entra?: EntraApplication;
  /** Names of deployments by the models that clients ask for; where there is none, the deployment is called like the model. */
  readonly models?: ModelNames;
}

/** @throws HeadroomError for options that are wrong or missing. */
export function resourceAt(
  { apiKey, entra, url }: AzureResource,
  check: Check,
  { domain, scope, backend }: { readonly domain: string; readonly scope: string; readonly backend: string },
  { pool }: BackendTools,
): { readonly origin: string; readonly authority: Authority; readonly models: ModelNames } {
  check.names('resource', 'url', 'apiKey', 'entra', 'models');
  const usual =
    url === undefined
      ? `https://${check.text('resource', /^[a-zA-Z0-9][a-zA-Z0-9-]{1,62}$/, 'the name of a resource')}.${domain}`
      : '';
  if ((apiKey === undefined) === (entra === undefined)) throw check.fail('apiKey', 'there, or `entra`, and not both');
  const key = check.secret('apiKey');
  if (entra !== undefined && (typeof entra !== 'object' || entra === null)) throw check.fail('entra', 'an application');
  const authority =
    key !== undefined
      ? keyAuthority('api-key', key)
      : new BearerAuthority(entraToken(entra as EntraApplication, scope, backend, pool));
  return { origin: check.origin(usual), authority, models: check.models() };
}
