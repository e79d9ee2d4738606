import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CULPRIT } from './deploys.js';

/** A server on a free port of this machine. */
export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Running> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** A provider of chat completions, streamed or not, that answers from what it reads and keeps what it received. */
export async function startProvider(): Promise<Running & { readonly received: string[] }> {
  const received: string[] = [];
  const running = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    received.push(body);
    const sent = { authorization: request.headers.authorization, length: Number(request.headers['content-length']) };
    const right = sent.authorization === 'Bearer sk-example' && sent.length === Buffer.byteLength(body);
    const content = right && body.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'I cannot tell.';
    const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean };
    const answer = { id: 'x', created: 0, model };
    if (!stream) {
      const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...answer, object: 'chat.completion', choices }));
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    for (const word of content.split(/(?= )/)) {
      const choices = [{ index: 0, finish_reason: null, delta: { role: 'assistant', content: word } }];
      response.write(`data: ${JSON.stringify({ ...answer, object: 'chat.completion.chunk', choices })}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  });
  return { ...running, received };
}
