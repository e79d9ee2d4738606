import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { FuzzedServer } from '../../../tooling/testing/fuzz-server.js';
import { headroom, headroomRouter, loopbackOnly } from './index.js';

/** All doors of this package in one application, open and for this machine. */
export function fuzzedHono(): Promise<FuzzedServer> {
  const app = new Hono();
  app.route('/headroom', headroomRouter({ authorize: () => true }));
  app.use(headroom());
  app.route('/', headroomRouter({ authorize: loopbackOnly }));
  app.all('*', async (c) => c.text(URL.canParse(c.req.url) ? await c.req.text() : '', 404));
  app.onError((error, c) => c.body(null, error instanceof HTTPException ? error.status : 500));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        paths: ['/headroom/v1/compress', '/headroom/v1/retrieve', '/v1/stats', '/v1/retrieve', '/v1/chat/completions'],
        close: () =>
          new Promise<void>((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
}
