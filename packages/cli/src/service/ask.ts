import { request } from 'node:http';
import type { ServiceState } from './state.js';

/** What a service answered. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Asks the service; undefined when it is away, too slow or breaks off. Never rejects, and leaves no timer and no socket behind. */
export function ask(
  { port, token }: Pick<ServiceState, 'port' | 'token'>,
  path: string,
  { body, timeoutMs = 1000 }: { readonly body?: string; readonly timeoutMs?: number } = {},
): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      // What MCP over HTTP asks for.
      accept: 'application/json, text/event-stream',
      connection: 'close',
    };
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', () => done(undefined));
      response.on('aborted', () => done(undefined));
    });
    const timer = setTimeout(() => done(undefined), timeoutMs);
    function done(answered: Answered | undefined): void {
      clearTimeout(timer);
      asked.destroy();
      resolve(answered);
    }
    asked.on('error', () => done(undefined));
    asked.end(body);
  });
}

/** Who answers at this address, with our token; undefined when nobody does. */
export async function serviceAt(
  state: Pick<ServiceState, 'port' | 'token'>,
  timeoutMs?: number,
): Promise<Pick<ServiceState, 'version' | 'pid'> | undefined> {
  const answered = await ask(state, '/health', timeoutMs === undefined ? {} : { timeoutMs });
  if (answered?.status !== 200) return undefined;
  try {
    const { service, version, pid } = JSON.parse(answered.body) as {
      service?: unknown;
      version?: unknown;
      pid?: unknown;
    };
    return service === 'headroom' && typeof version === 'string' ? { version, pid: Number(pid) } : undefined;
  } catch {
    return undefined;
  }
}
