import type { AddressInfo } from 'node:net';
import express5 from 'express';
import express4 from 'express4';
import { type BodyDoorOptions, headroom } from './index.js';

/** Both majors of Express, each under the name of its package. */
export const EXPRESSES = { express: express5, express4 } as const;

/** Starts an application behind the middleware that answers with the body it got. */
export async function startEcho(module: keyof typeof EXPRESSES, options: BodyDoorOptions) {
  const app = EXPRESSES[module]();
  app.use(headroom(options));
  app.use((request, response) => void request.pipe(response));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
