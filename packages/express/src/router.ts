import { Readable } from 'node:stream';
import { createRoutes, ROUTE_PATHS, type RoutesOptions } from '@headroom/core/http';
import type { Request as Incoming, Response as Outgoing, RequestHandler } from 'express';

/**
 * The compression service as middleware: `POST /v1/compress`, `POST /v1/retrieve` and `GET /v1/stats`, under whatever path it
 * is mounted on. Programs on this machine may call it; `authorize` decides otherwise.
 *
 * @example
 * ```ts
 * app.use('/headroom', headroomRouter({ headroom: engine }));
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomRouter(options: RoutesOptions = {}): RequestHandler {
  const routes = createRoutes(options);
  return (request, response, next) => {
    const path = ROUTE_PATHS.find((known) => known === request.path);
    if (!path || request.method === 'TRACE') return next();
    routes(path, toRequest(request), { address: request.socket.remoteAddress })
      .then((answer) => send(answer, response))
      .catch(next);
  };
}

/** The request in the form of the web platform; a body that was parsed already is written again. */
function toRequest(incoming: Incoming): Request {
  const { method } = incoming;
  const url = addressOf(incoming);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value));
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  if (!(incoming.readableDidRead || incoming.readableEnded || incoming.destroyed))
    return new Request(url, { method, headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' });
  // The parser has decoded it.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Request(url, { method, headers, body: parsedBody(incoming), duplex: 'half' });
}

/** Where the request was sent to. The place of what is no host name is taken by one that means nothing. */
function addressOf({ headers: { host = '' }, originalUrl, path, secure }: Incoming): string {
  const origin = `${secure ? 'https' : 'http'}://${HOST.test(host) && URL.canParse(`http://${host}`) ? host : 'invalid'}`;
  const whole = origin + originalUrl;
  return originalUrl.startsWith('/') && URL.canParse(whole) ? whole : origin + path;
}

/** A name or address with or without a port, and nothing that would make another address of it. */
const HOST = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::\d{1,5})?$/i;

function parsedBody({ body }: { readonly body?: unknown }): string | Buffer {
  return typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body ?? null);
}

async function send(answer: Response, outgoing: Outgoing): Promise<void> {
  outgoing.status(answer.status);
  answer.headers.forEach((value, name) => void outgoing.setHeader(name, value));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}
