import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadroomError } from '@headroom/core';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createEngine } from './engine.js';
import { createMcpServer, type McpServerOptions, serverOf } from './server.js';

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
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Serves over this process's standard input and output until the client closes it. */
export async function serveStdio(options: McpServerOptions = {}): Promise<McpServer> {
  const server = createMcpServer(options);
  await server.connect(new StdioServerTransport());
  return server;
}

/**
 * Serves over Streamable HTTP at `/mcp`. Requests with a foreign `Host` or `Origin` are refused, so that no web page can reach
 * a server of this machine by a name of its own.
 *
 * @throws HeadroomError `invalid_option` for an address that others can reach, without a token.
 */
export async function serveHttp(options: McpServerOptions & HttpOptions = {}): Promise<HttpServing> {
  const { port = 0, host = '127.0.0.1', token } = options;
  if (!LOOPBACK.has(host) && !token)
    throw new HeadroomError(
      'invalid_option',
      `serveHttp({ host: '${host}' }) can be reached by others and needs a token`,
      'token',
    );
  const engine = createEngine(options);
  const sessions = new Sessions(() => serverOf(engine, options), options.maxSessions ?? 100);
  const http = createServer((request, response) => {
    const refused = refusal(request, (http.address() as AddressInfo).port, options);
    if (refused) return refuse(response, ...refused);
    sessions.answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'The request failed');
    });
  });
  await listening(http, port, host);
  const bound = (http.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/mcp`,
    async close() {
      await sessions.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await engine.ledger.flush().catch(() => undefined);
    },
  };
}

/** One MCP server for every client that has introduced itself. */
class Sessions {
  readonly #open = new Map<string, StreamableHTTPServerTransport>();

  constructor(
    private readonly serverFor: () => McpServer,
    private readonly most: number,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.headers['mcp-session-id'];
    if (typeof id !== 'string') return (await this.#begin()).handleRequest(request, response);
    const known = this.#open.get(id);
    if (!known) return refuse(response, 404, 'Session not found');
    this.#open.delete(id);
    this.#open.set(id, known);
    return known.handleRequest(request, response);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((transport) => transport.close()));
  }

  async #begin(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#open.set(id, transport);
        for (const [oldest, other] of this.#open) {
          if (this.#open.size <= this.most) break;
          this.#open.delete(oldest);
          void other.close();
        }
      },
      onsessionclosed: (id) => void this.#open.delete(id),
    });
    await this.serverFor().connect(transport as never);
    return transport;
  }
}

function refusal(
  request: IncomingMessage,
  port: number,
  options: HttpOptions,
): [status: number, message: string] | undefined {
  const names = [...LOOPBACK]
    .map((name) => (name === '::1' ? '[::1]' : name))
    .flatMap((name) => [`${name}:${port}`, name]);
  const hosts = new Set([...names, ...(options.allowedHosts ?? [])].map((name) => name.toLowerCase()));
  if (!hosts.has((request.headers.host ?? '').toLowerCase())) return [403, 'This Host is not served here'];
  const { origin } = request.headers;
  if (origin !== undefined && !hosts.has(hostOf(origin))) return [403, 'This Origin is not served here'];
  if (options.token !== undefined && !isToken(request.headers.authorization, options.token))
    return [401, 'A bearer token is needed'];
  return new URL(request.url ?? '/', 'http://x').pathname === '/mcp' ? undefined : [404, 'Not found'];
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return '';
  }
}

/** Compared in constant time. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const headers = { 'content-type': 'application/json', ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) };
  response.writeHead(status, headers);
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }));
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => resolve());
  });
}
