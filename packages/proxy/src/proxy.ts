import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerNode } from './node/listener.js';
import type { ProxyOptions } from './options.js';
import { ProxyCore } from './proxy-core.js';
import { Upgrades } from './websocket/upgrades.js';
import { fetchThrough } from './wire/fetch-through.js';

/** A proxy in front of model providers. */
export interface HeadroomProxy {
  /** Answers a request, for servers that speak in `Request` and `Response`. Header order and letter case are as those keep them. */
  fetch(request: Request): Promise<Response>;
  /** Answers a request of Node's `http`, headers in their order and letter case. */
  listener(request: IncomingMessage, response: ServerResponse): void;
  /** Takes a request of Node's `http` to change to WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Whether callers need a token. */
  readonly hasTokens: boolean;
  /** Says in `/readyz` that it closes, waits so many milliseconds for what is under way, and gives up its connections. */
  close(drainMs?: number): Promise<void>;
}

/**
 * Makes a proxy: tool outputs in requests to OpenAI, Anthropic and Gemini get shorter on their way, and every text that was sent is
 * sent again byte for byte. Everything else passes as it is. Listen with `serveProxy`, or mount `fetch` or `listener`.
 *
 * @example
 * ```ts
 * const proxy = createProxy();
 * const { port } = await serveProxy(proxy, { port: 8787 });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function createProxy(options: ProxyOptions = {}): HeadroomProxy {
  const core = new ProxyCore(options);
  const upgrades = new Upgrades(core);
  let open = 0;
  let onIdle = () => {};
  const counted = async (work: Promise<void>) => {
    open++;
    await work.catch(() => undefined);
    if (--open === 0) onIdle();
  };
  return {
    hasTokens: options.auth !== undefined,
    fetch: (request) => fetchThrough(core, request),
    listener: (request, response) => void counted(answerNode(core, request, response)),
    upgrade: (request, socket, head) => upgrades.take(request, socket, head),
    async close(drainMs = 0) {
      core.isReady = false;
      const idle = new Promise<void>((resolve) => {
        if (open === 0 || drainMs === 0) return resolve();
        const timer = setTimeout(resolve, drainMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await Promise.all([idle, upgrades.close(drainMs)]);
      await core.close(drainMs > 0);
    },
  };
}
