import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createHeadroom } from '@headroom/core';
import { headroom, headroomRouter, loopbackOnly } from '@headroom/express';
import express, { type Express } from 'express';

/** A gateway to one provider: shorter requests, answers as they come, and the compression service beside it. */
export function createGateway(upstream: string): Express {
  const engine = createHeadroom();
  const app = express();
  app.use('/headroom', headroomRouter({ headroom: engine, authorize: loopbackOnly }));
  app.use(headroom({ headroom: engine }));
  app.use(express.raw({ type: () => true, limit: '32mb' }));
  app.post('/v1/chat/completions', async (request, response) => {
    const { authorization = '' } = request.headers;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(upstream + request.originalUrl, { method: 'POST', headers, body: request.body });
    response.status(answer.status).type(answer.headers.get('content-type') ?? 'application/json');
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
  });
  return app;
}
