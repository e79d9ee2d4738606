import { createHmac, timingSafeEqual } from 'node:crypto';

/** A session of an agent whose requests go through the service. */
export interface ProxySession {
  /** The agent, under which what is saved is counted. */
  readonly agent: string;
  /** The retrieve tool as the agent names it to its model; undefined where it has none: then the proxy offers one, and answers it. */
  readonly retrieveTool?: string | undefined;
  /** Where its requests go on to, by the name of the upstream, where that is not the built-in address. */
  readonly upstreams?: Readonly<Record<string, string>> | undefined;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive' | undefined;
  readonly excludeTools?: readonly string[] | undefined;
}

const PREFIX = '/session/';

/**
 * The path of a session, in which all that the service must know of it stands, sealed with the service's token: nobody else can make
 * the service send requests to another place, and a service that was started anew knows the session again.
 */
export function sessionPath(token: string, session: ProxySession): string {
  const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${PREFIX}${payload}.${sealOf(token, payload).toString('base64url')}`;
}

/** The session of a request and the rest of its path; undefined for a path without one, or with a seal that is not ours. */
export function readSessionPath(
  token: string,
  target: string,
): { readonly session: ProxySession; readonly key: string; readonly rest: string } | undefined {
  const [, payload = '', seal = '', rest = ''] =
    /^\/session\/([\w-]{1,8000})\.([\w-]{20,100})(\/.*)$/s.exec(target) ?? [];
  const given = Buffer.from(seal, 'base64url');
  const own = sealOf(token, payload);
  if (payload === '' || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  return { session: JSON.parse(Buffer.from(payload, 'base64url').toString()) as ProxySession, key: payload, rest };
}

export function isSessionPath(target = ''): boolean {
  return target.startsWith(PREFIX);
}

function sealOf(token: string, payload: string): Buffer {
  return createHmac('sha256', token).update('session\n').update(payload).digest();
}
