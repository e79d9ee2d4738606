import { Hono } from 'hono';
import { type BodyDoorOptions, headroom } from './index.js';

/** An application behind the middleware that answers with the body it got. */
export function echo(options: BodyDoorOptions): Pick<Hono, 'request'> {
  const app = new Hono();
  app.use(headroom(options));
  app.all('*', async (c) => c.body(await c.req.raw.arrayBuffer()));
  return app;
}
