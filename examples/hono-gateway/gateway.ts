import { createHeadroom } from '@headroom/core';
import { headroom, headroomRouter, loopbackOnly } from '@headroom/hono';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';

/** A gateway to one provider: shorter requests, answers as they come, and the compression service beside it. */
export function createGateway(upstream: string): Hono {
  const engine = createHeadroom();
  const app = new Hono();
  app.route('/headroom', headroomRouter({ headroom: engine, authorize: loopbackOnly }));
  app.use(headroom({ headroom: engine }));
  app.post('/v1/chat/completions', (c) => proxy(upstream + c.req.path, c.req.raw));
  return app;
}
