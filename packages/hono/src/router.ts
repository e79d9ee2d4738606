import { createRoutes, type Peer, ROUTE_PATHS, type RoutesOptions } from '@headroom/core/http';
import { type Context, Hono } from 'hono';
import type { GetConnInfo } from 'hono/conninfo';
import { takesBody } from './middleware.js';

/** What `headroomRouter` can be told, besides everything the routes can. */
export interface HeadroomRouterOptions extends RoutesOptions {
  /** Who calls: `getConnInfo` of the runtime's adapter. Not needed with `@hono/node-server`. */
  readonly getConnInfo?: GetConnInfo;
}

/**
 * The compression service as an app to mount: `POST /v1/compress`, `POST /v1/retrieve` and `GET /v1/stats`. Programs on this
 * machine may call it; `authorize` decides otherwise.
 *
 * @example
 * ```ts
 * app.route('/headroom', headroomRouter({ headroom: engine }));
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomRouter({ getConnInfo, ...options }: HeadroomRouterOptions = {}): Hono {
  const routes = createRoutes(options);
  const app = new Hono();
  for (const path of ROUTE_PATHS) app.all(path, async (c) => routes(path, await unread(c), peerOf(c, getConnInfo)));
  return app;
}

/** The request with its body, also after a middleware has read it. */
async function unread({ req: request }: Context): Promise<Request> {
  const { raw, bodyCache } = request;
  if (!raw.bodyUsed || Object.keys(bodyCache).length === 0 || !takesBody(raw.method)) return raw;
  return new Request(raw, { body: await request.arrayBuffer() });
}

function peerOf(c: Context, getConnInfo?: GetConnInfo): Peer {
  if (getConnInfo) return { address: getConnInfo(c).remote.address };
  const { incoming } = (c.env ?? {}) as {
    readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
  };
  return { address: incoming?.socket?.remoteAddress };
}
