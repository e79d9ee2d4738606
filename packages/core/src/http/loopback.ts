/** Who is at the other end of the connection. */
export interface Peer {
  /** The address of the socket, not what a header claims. */
  readonly address?: string | undefined;
}

/** Headers by which proxies say that they speak for somebody else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/**
 * A guard for the routes: programs on this machine only. Requests that a proxy says it relays are refused, and so are names
 * other than those of this machine, behind which a web page could reach in (DNS rebinding).
 *
 * A reverse proxy on this machine that rewrites `Host` and adds no header of its own cannot be told from a program here. Behind
 * one, and where it is not known, check a token instead:
 * `authorize: (request) => request.headers.get('authorization') === \`Bearer ${token}\``.
 */
export function loopbackOnly(request: Request, { address }: Peer): boolean {
  if (address === undefined || !isLoopback(address)) return false;
  if (FORWARDED.some((name) => request.headers.has(name))) return false;
  const host = new URL(request.url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || isLoopback(host);
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}
