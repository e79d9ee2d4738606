import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may come in. */
export interface AdmissionRules {
  /** The port that is served. */
  readonly port: number;
  readonly token?: string | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  /** Which paths there are. Default: `/mcp` alone. */
  readonly serves?: ((path: string) => boolean) | undefined;
}

/** Why a request is refused, as its answer says it. */
export type Refusal = readonly [status: number, message: string];

/** Names of this machine for itself. */
export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Headers by which proxies say that they speak for somebody else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** Judges requests by their head; undefined for those that may come in. Takes whatever a socket can send, and never throws. */
export function admission({ port, token, allowedHosts = [], serves = isMcp }: AdmissionRules) {
  const names = [...LOOPBACK].filter((name) => name !== '::1').flatMap((name) => [`${name}:${port}`, name]);
  const hosts = new Set([...names, ...allowedHosts].map((name) => name.toLowerCase()));
  return ({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): Refusal | undefined => {
    if (!hosts.has((headers.host ?? '').toLowerCase())) return [403, 'This Host is not served here'];
    const { origin } = headers;
    if (origin !== undefined && !hosts.has(hostOf(origin))) return [403, 'This Origin is not served here'];
    if (token === undefined && FORWARDED.some((name) => headers[name] !== undefined))
      return [403, 'A request that a proxy relays needs a token'];
    if (token !== undefined && !isToken(headers.authorization, token)) return [401, 'A bearer token is needed'];
    // The target as it was sent: it need not be an address at all.
    return serves(url.split('?', 1)[0] ?? '') ? undefined : [404, 'Not found'];
  };
}

const isMcp = (path: string): boolean => path === '/mcp';

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : '';
}

/** Compared in constant time. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
