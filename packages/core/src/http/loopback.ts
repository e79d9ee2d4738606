/** Who is at the other end of the connection. */
export interface Peer {
  /** The address of the socket, not what a header claims. */
  readonly address?: string | undefined;
}

/** Headers by which proxies say that they speak for somebody else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * The default guard of the routes: programs on this machine only. Requests relayed by a proxy are refused, and so are names
 * other than those of this machine, behind which a web page could reach in (DNS rebinding).
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
