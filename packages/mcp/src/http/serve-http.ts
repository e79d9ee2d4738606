import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadroomError } from '@headroom/core';
import { createEngine } from '../engine.js';
import { type McpServerOptions, serverOf } from '../server.js';
import { admission, LOOPBACK } from './admission.js';
import { Sessions } from './sessions.js';
import { refuse, unfailingServer } from './unfailing-server.js';

/** How a server is reached over HTTP. */
export interface HttpOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. Any other address needs a token. */
  readonly host?: string;
  /** Callers must send it as `Authorization: Bearer …`. */
  readonly token?: string;
  /** Further values of the `Host` header (names with their port) that are answered; this machine's own always are. */
  readonly allowedHosts?: readonly string[];
  /** Most sessions at once; the longest unused is ended. Default 100. */
  readonly maxSessions?: number;
}

/** A running HTTP server. */
export interface HttpServing {
  readonly url: string;
  /** Ends all sessions and closes all sockets. */
  close(): Promise<void>;
}

/**
 * Serves over Streamable HTTP at `/mcp`. Requests with a foreign `Host` or `Origin` are refused, so that no web page can reach
 * a server of this machine by a name of its own.
 *
 * @throws HeadroomError `invalid_option` for an address that others can reach, without a token, and for wrong options.
 */
export async function serveHttp(options: McpServerOptions & HttpOptions = {}): Promise<HttpServing> {
  const { port = 0, host = '127.0.0.1', token, allowedHosts, maxSessions = 100 } = options;
  check(options);
  const engine = createEngine(options);
  const sessions = new Sessions(() => serverOf(engine, options), maxSessions);
  let refusal: ReturnType<typeof admission> = () => [503, 'Not ready'];
  const http = unfailingServer((request, response) => {
    const refused = refusal(request);
    return refused ? refuse(response, ...refused) : sessions.answer(request, response);
  });
  await listening(http, port, host);
  const { port: bound } = http.address() as AddressInfo;
  refusal = admission({ port: bound, token, allowedHosts });
  return {
    url: `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${bound}/mcp`,
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      await sessions.close();
      http.closeAllConnections();
      await closed;
      await engine.ledger.flush().catch(() => undefined);
    },
  };
}

function check({ port = 0, host = '127.0.0.1', token, maxSessions = 100 }: HttpOptions): void {
  if (!LOOPBACK.has(host) && !token)
    throw new HeadroomError(
      'invalid_option',
      `serveHttp({ host: '${host}' }) can be reached by others and needs a token`,
      'token',
    );
  if (token === '') throw new HeadroomError('invalid_option', 'An empty token lets everybody in', 'token');
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw new HeadroomError('invalid_option', 'A port is a whole number from 0 to 65535', 'port');
  if (!(Number.isInteger(maxSessions) && maxSessions >= 1))
    throw new HeadroomError('invalid_option', '`maxSessions` is a whole number from 1', 'maxSessions');
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => resolve());
  });
}
