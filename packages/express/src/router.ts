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
    const url = `${request.protocol}://${request.headers.host}${request.originalUrl}`;
    if (!path || request.method === 'TRACE' || !URL.canParse(url)) return next();
    routes(path, toRequest(request, url), { address: request.socket.remoteAddress })
      .then((answer) => send(answer, response))
      .catch(next);
  };
}

/** The request in the form of the web platform; a body that was parsed already is written again. */
function toRequest(incoming: Incoming, url: string): Request {
  const { method } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value));
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: bodyOf(incoming), duplex: 'half' });
}

function bodyOf(incoming: Incoming): ReadableStream | string | Buffer {
  const { body } = incoming as { readonly body?: unknown };
  if (!incoming.readableDidRead) return Readable.toWeb(incoming) as ReadableStream;
  return typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body ?? null);
}

async function send(answer: Response, outgoing: Outgoing): Promise<void> {
  outgoing.status(answer.status);
  answer.headers.forEach((value, name) => void outgoing.setHeader(name, value));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}
