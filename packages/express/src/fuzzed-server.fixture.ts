import type { AddressInfo } from 'node:net';
import express5, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { FuzzedServer } from '../../../tooling/testing/fuzz-server.js';
import { headroom, headroomRouter, loopbackOnly } from './index.js';

/** All doors of this package in one application: before and after a parser of bodies, open and for this machine. */
export async function fuzzedExpress(express: typeof express5 = express5): Promise<FuzzedServer> {
  const app = express();
  app.use('/headroom', headroomRouter({ authorize: () => true }));
  app.use(headroom(), express.json(), headroom(), headroomRouter({ authorize: loopbackOnly }));
  const none: RequestHandler = (_request, response) => void response.status(404).end();
  const quiet: ErrorRequestHandler = (error, _request, response, _next) =>
    void response.status(error.status ?? 500).end();
  app.use(none, quiet);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths: ['/headroom/v1/compress', '/headroom/v1/retrieve', '/v1/stats', '/v1/retrieve', '/v1/chat/completions'],
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
