import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { HeadroomError } from '@headroom/core';
import type { HeadroomProxy } from '../proxy.js';
import { hostRules, isLoopback, type Refusal } from '../security/admission.js';
import { bytesOf } from '../wire/byte-source.js';
import { Inflow } from '../wire/inflow.js';
import { errorAnswer } from '../wire/wires.js';

/** Where a proxy listens. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. Other addresses need tokens, and TLS or {@link ListenOptions.plainHttp}. */
  readonly host?: string;
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** True where something in front does TLS. */
  readonly plainHttp?: boolean;
  /** Names under which clients call it, with their port where it is not the usual one. */
  readonly allowedHosts?: readonly string[];
  /** What answers requests of its own paths before the proxy does; true where it did: a dashboard. */
  readonly dashboard?: { answer(request: IncomingMessage, response: ServerResponse): boolean };
  /** So long requests under way may take to end when it closes, in milliseconds. Default 30,000. */
  readonly drainMs?: number;
}

/** A proxy that listens. */
export interface RunningProxy {
  readonly port: number;
  /** Takes no more requests, lets those under way end, and closes. */
  close(): Promise<void>;
}

/**
 * Listens on Node. @throws HeadroomError `invalid_option` for an address that others reach, without tokens or TLS; the error of the
 * system where the address cannot be had.
 */
export async function serveProxy(proxy: HeadroomProxy, options: ListenOptions = {}): Promise<RunningProxy> {
  const { port = 0, host = '127.0.0.1', tls, plainHttp = false, allowedHosts = [], drainMs = 30_000 } = options;
  const { dashboard } = options;
  const { hasTokens } = proxy;
  if (!isLoopback(host) && !hasTokens)
    throw new HeadroomError(
      'invalid_option',
      'Option `host`: an address that others reach needs `auth.tokens`',
      'host',
    );
  if (!isLoopback(host) && !tls && !plainHttp)
    throw new HeadroomError(
      'invalid_option',
      'Option `host`: an address that others reach needs `tls`, or `plainHttp: true`',
      'host',
    );
  let refusalOf = (_: readonly string[]): Refusal | undefined => [403, 'not ready'];
  const listener: RequestListener = (request, response) => {
    for (const stream of [request, response]) stream.on('error', ignore);
    const refused = isOwn(request.url) ? undefined : refusalOf(request.rawHeaders);
    if (refused) return refuse(request, response, refused);
    if (!dashboard?.answer(request, response)) proxy.listener(request, response);
  };
  const settings = { maxHeaderSize: 65_536, keepAliveTimeout: 65_000, headersTimeout: 60_000, requestTimeout: 0 };
  const server: Server = tls ? createTlsServer({ ...tls, ...settings }, listener) : createServer(settings, listener);
  server.on('error', ignore);
  server.on('clientError', (_, socket) => turnAway(socket, '400 Bad Request'));
  server.on('connect', (_, socket) => turnAway(socket, '405 Method Not Allowed'));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', ignore);
    const refused = refusalOf(request.rawHeaders);
    if (refused) return turnAway(socket, '403 Forbidden');
    proxy.upgrade(request, socket, head);
  });
  await listening(server, port, host);
  const { port: bound } = server.address() as AddressInfo;
  refusalOf = hostRules(bound, [...allowedHosts, ...(isLoopback(host) ? [] : [`${host}:${bound}`])], hasTokens);
  return {
    port: bound,
    async close() {
      // Who has connected and asked already is let in: a closed socket would reset what waits at its door.
      for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const drained = proxy.close(drainMs);
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await Promise.all([closed, drained]);
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

/** The event loop accepts in one turn, reads what was asked in the next, and begins to answer. */
const TURNS = 3;

/** Whoever looks after processes asks by the address of a machine. */
function isOwn(url = ''): boolean {
  return url === '/livez' || url === '/readyz';
}

function refuse({ url = '/' }: IncomingMessage, response: ServerResponse, [status, message]: Refusal): void {
  const { rawHeaders, body } = errorAnswer(url, status, message);
  response.writeHead(status, [...rawHeaders, 'connection', 'close']);
  bytesOf(body ?? Inflow.of(new Uint8Array(0))).then((bytes) => response.end(bytes), ignore);
}

function turnAway(socket: Duplex, status: string): void {
  socket.on('error', ignore);
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function ignore(): void {}
