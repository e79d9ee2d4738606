import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatCompletion, chatEvents, type Say } from './chat-wire.js';
import { response, responseEvents } from './responses-wire.js';

export type { Say } from './chat-wire.js';

/** One request as it arrived. */
export interface Arrived {
  readonly path: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of several wire formats
  readonly body: any;
}

/** A provider on this machine that speaks chat completions and responses, plain and as server-sent events. */
export interface FakeProvider {
  /** For the `baseURL` of a client, `/v1` included. */
  readonly url: string;
  readonly arrived: Arrived[];
  stop(): Promise<void>;
}

/** Starts a provider whose answers come from a script; it is asked with each request and how many came before. */
export async function startProvider(script: (arrived: Arrived, index: number) => Say): Promise<FakeProvider> {
  const arrived: Arrived[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const text = await readAll(incoming);
      const seen = { path: incoming.url ?? '', text, body: JSON.parse(text) };
      arrived.push(seen);
      answer(outgoing, seen, script(seen, arrived.length - 1), arrived.length);
    } catch (error) {
      outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { message: String(error) } }));
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    arrived,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(outgoing: ServerResponse, { path, body }: Arrived, say: Say, count: number): void {
  const isChat = path.endsWith('/chat/completions');
  if (body.stream !== true) {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(isChat ? chatCompletion(say, count) : response(say, count)));
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  if (isChat) {
    for (const event of chatEvents(say, count)) outgoing.write(`data: ${JSON.stringify(event)}\n\n`);
    outgoing.end('data: [DONE]\n\n');
    return;
  }
  for (const event of responseEvents(say, count)) {
    outgoing.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  outgoing.end();
}
