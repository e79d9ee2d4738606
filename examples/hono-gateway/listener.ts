import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Hono } from 'hono';

/** Serves an app with Node's own server; in a project of yours, `serve` of `@hono/node-server` does this. */
export function listener(app: Hono): RequestListener {
  return async (incoming, outgoing) => {
    const { method = 'GET', headers, url } = incoming;
    const body =
      method === 'GET' || method === 'HEAD'
        ? {}
        : { body: Readable.toWeb(incoming) as NonNullable<RequestInit['body']> };
    const request = new Request(`http://${headers.host}${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...body,
      duplex: 'half',
    });
    const answer = await app.fetch(request, { incoming });
    outgoing.writeHead(answer.status, [...answer.headers].flat());
    if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), outgoing);
    else outgoing.end();
  };
}
