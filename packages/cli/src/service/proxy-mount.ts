import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Feed } from '@headroom/dashboard';
import { type Engine, refuse } from '@headroom/mcp';
import { createProxy, type HeadroomProxy, hostRules } from '@headroom/proxy';
import { isSessionPath, type ProxySession, readSessionPath } from './session-path.js';

/** Sessions with settings of their own that are kept at hand; one that comes back later is made anew. */
const MOST_SESSIONS = 50;

/** The proxy of the service: what a session's path allows, and nothing else. */
export class ProxyMount {
  readonly #proxies = new Map<string, HeadroomProxy>();
  readonly #refusalOf;
  #open = 0;

  constructor(
    private readonly engine: Engine,
    private readonly token: string,
    port: number,
    private readonly feed?: Feed,
  ) {
    this.#refusalOf = hostRules(port, [], false);
  }

  /** Whether requests of sessions are under way: then the service is not idle. */
  get isBusy(): boolean {
    return this.#open > 0;
  }

  /** False for requests that are none of a session. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!isSessionPath(request.url)) return false;
    const proxy = this.#proxyFor(request);
    if (!proxy) {
      refuse(response, 403, 'This session is not served here');
      return true;
    }
    this.#open++;
    response.on('close', () => void this.#open--);
    proxy.listener(request, response);
    return true;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const proxy = isSessionPath(request.url) ? this.#proxyFor(request) : undefined;
    if (!proxy) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    this.#open++;
    socket.on('close', () => void this.#open--);
    proxy.upgrade(request, socket, head);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close(1000)));
  }

  /** The proxy of a request's session; its path is then what the client meant. */
  #proxyFor(request: IncomingMessage): HeadroomProxy | undefined {
    const found = this.#refusalOf(request.rawHeaders) ? undefined : readSessionPath(this.token, request.url ?? '');
    if (!found) return undefined;
    request.url = found.rest;
    const known = this.#proxies.get(found.key);
    if (known) return known;
    const proxy = this.#make(found.session);
    this.#proxies.set(found.key, proxy);
    const [oldest] = this.#proxies.keys();
    if (this.#proxies.size > MOST_SESSIONS && oldest !== undefined) {
      this.#proxies
        .get(oldest)
        ?.close(60_000)
        .catch(() => undefined);
      this.#proxies.delete(oldest);
    }
    return proxy;
  }

  #make({ agent, retrieveTool, upstreams = {}, mode, excludeTools }: ProxySession): HeadroomProxy {
    const { store, ledger } = this.engine;
    const { feed } = this;
    return createProxy({
      upstreams,
      store,
      // One user's service: the MCP server beside it must find what the proxy keeps.
      tenant: agent,
      retrieve: retrieveTool === undefined ? true : { tool: retrieveTool },
      headroom: { door: agent, ledger, ...(mode && { mode }), ...(excludeTools && { excludeTools }) },
      maxHeldBytes: 268_435_456,
      ...(feed && { onExchange: (exchange) => feed.exchange(agent, exchange) }),
    });
  }
}
