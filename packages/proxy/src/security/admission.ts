import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthOptions } from '../options.js';
import { headerIn, type RawHeaders } from '../wire/raw-headers.js';

/** Names of this machine for itself. */
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** True for addresses that only programs of this machine reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Headers by which proxies say that they speak for somebody else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** Why a request may not come in. */
export type Refusal = readonly [status: 401 | 403, message: string];

/** Judges where a request believes itself to be, so that no web page reaches a proxy on loopback (DNS rebinding, cross-site calls). */
export function hostRules(port: number, allowed: readonly string[], hasTokens: boolean) {
  const hosts = new Set(
    [...LOOPBACK, ...LOOPBACK.map((name) => `${name}:${port}`), ...allowed].map((name) => name.toLowerCase()),
  );
  return (headers: RawHeaders): Refusal | undefined => {
    if (!hosts.has((headerIn(headers, 'host') ?? '').toLowerCase()))
      return [403, 'this Host is not served here: it is no name of `allowedHosts` (`--allow-host`)'];
    const origin = headerIn(headers, 'origin');
    if (origin !== undefined && !(URL.canParse(origin) && hosts.has(new URL(origin).host.toLowerCase())))
      return [403, 'this Origin is not served here'];
    if (!hasTokens && FORWARDED.some((name) => headerIn(headers, name) !== undefined))
      return [403, 'a request that another proxy relays needs a token'];
    return undefined;
  };
}

export const TOKEN_HEADER = 'x-headroom-token';
/** The tenant whose token alone opens the proxy's figures, where there is one of this name. */
export const METRICS_TENANT = 'metrics';

/** Finds the tenant that a token belongs to: in its header, or as the first part of the path (`/key/TOKEN/v1/…`), for clients that have only an address. */
export function tokenRules({ tokens }: AuthOptions) {
  const known = Object.entries(tokens).map(([tenant, token]) => [tenant, digest(token)] as const);
  return (target: string, headers: RawHeaders): { readonly tenant: string | undefined; readonly target: string } => {
    const [, inPath, rest = target] = /^\/key\/([^/?#]+)(\/.*)$/s.exec(target) ?? [];
    const given = digest(inPath ?? headerIn(headers, TOKEN_HEADER) ?? '');
    let tenant: string | undefined;
    // All are compared, each in constant time.
    for (const [name, token] of known) if (timingSafeEqual(token, given)) tenant = name;
    return { tenant, target: rest };
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
