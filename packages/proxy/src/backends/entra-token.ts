import type { Dispatcher } from 'undici';
import { webStream } from '../wire/byte-source.js';
import { sendUpstream } from '../wire/send-upstream.js';
import { Check } from './check.js';
import { HeldToken } from './held-token.js';
import { NoCredentials } from './passage.js';

/** An application in Microsoft Entra that may use a resource. */
export interface EntraApplication {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where tokens are given out; another one in national clouds. */
  readonly authority?: string;
}

const AUTHORITY = 'https://login.microsoftonline.com';

/**
 * Access tokens by client credentials (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). @throws HeadroomError
 * for an application that is not whole.
 */
export function entraToken(application: EntraApplication, scope: string, backend: string, pool: Dispatcher): HeldToken {
  const check = new Check(`${backend}'s \`entra\``, { ...application });
  const tenant = check.text('tenantId', /^[\w.-]{1,200}$/, 'the id or domain of a tenant');
  const client = check.text('clientId', /^[\w.-]{1,200}$/, 'the id of an application');
  const secret = check.text('clientSecret', /^.{1,1000}$/, 'its secret');
  const origin = check.origin(AUTHORITY, 'authority');
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: secret,
    scope,
  }).toString();
  return new HeldToken(async () => {
    const asked = Date.now();
    const answer = await sendUpstream(pool, {
      origin,
      path: `/${tenant}/oauth2/v2.0/token`,
      method: 'POST',
      rawHeaders: [
        'host',
        new URL(origin).host,
        'content-type',
        'application/x-www-form-urlencoded',
        'accept',
        'application/json',
      ],
      body: Buffer.from(form),
      signal: AbortSignal.timeout(30_000),
    });
    const said = (await new Response(answer.body ? webStream(answer.body) : null).json().catch(() => ({}))) as Readonly<
      Record<string, unknown>
    >;
    const { access_token: token, expires_in: seconds, error } = said;
    if (answer.status !== 200 || typeof token !== 'string')
      throw new NoCredentials(
        `Entra gave no token (${typeof error === 'string' && /^\w{1,60}$/.test(error) ? error : answer.status})`,
      );
    return { token, until: asked + (Number(seconds) > 0 ? Number(seconds) : 300) * 1000 };
  });
}
