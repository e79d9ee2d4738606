import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { FuzzedServer } from '../../../../tooling/testing/fuzz-server.js';
import { createBodyDoor } from './body-door.js';
import { loopbackOnly } from './loopback.js';
import { readUpTo } from './read-up-to.js';
import { createRoutes, ROUTE_PATHS } from './routes.js';

const [open, local] = [() => true, loopbackOnly].map((authorize) => createRoutes({ authorize }));
const door = createBodyDoor();

/** The service and the body door, as a program serves them that has nothing but Node. */
export async function fuzzedNode(): Promise<FuzzedServer> {
  const server = createServer((request, response) => {
    answer(request).then(
      async ({ status, headers, body }) => {
        response.writeHead(status, Object.fromEntries(headers));
        response.end(Buffer.from(await new Response(body).arrayBuffer()));
      },
      () => fail(response),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths: ['/open/v1/compress', '/open/v1/retrieve', '/v1/stats', '/v1/retrieve', '/v1/chat/completions'],
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function fail(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500);
  response.end();
}

async function answer(incoming: IncomingMessage): Promise<Response> {
  const request = toRequest(incoming);
  if (!request) return new Response(null, { status: 400 });
  const { pathname } = new URL(request.url);
  const path = ROUTE_PATHS.find((known) => pathname === known || pathname === `/open${known}`);
  const routes = pathname.startsWith('/open') ? open : local;
  if (path && routes) return routes(path, request, { address: incoming.socket.remoteAddress });
  const head = { method: request.method, path: pathname, headers: request.headers };
  if (door.screen(head) || !request.body) return new Response(null, { status: 404 });
  const read = await readUpTo(request.body, door.maxBytes);
  if (!read.bytes) return new Response(null, { status: 413 });
  const { body } = await door.compress(read.bytes, head);
  return new Response(body as Uint8Array<ArrayBuffer>, { status: 202 });
}

/** The request in the form of the web platform; undefined for what it cannot carry. */
function toRequest(incoming: IncomingMessage): Request | undefined {
  const { method = 'GET', url = '', headers } = incoming;
  const address = [`http://${headers.host}${url}`, `http://127.0.0.1${url}`].find((text) => URL.canParse(text));
  if (!(address && url.startsWith('/')) || ['TRACE', 'CONNECT'].includes(method)) return undefined;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' } : {};
  const list = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  try {
    return new Request(address, { method, headers: list, ...body } as RequestInit);
  } catch {
    // Names of a host with a user in them.
    return undefined;
  }
}
