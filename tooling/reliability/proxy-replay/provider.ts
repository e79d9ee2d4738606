import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { scriptedEvents } from '../../../packages/core/src/tool-loop/scripted-provider.fixture.js';
import type { ReplayedSession } from './replayed-session.js';

/** The header by which a provider knows whose request it is. */
export const SESSION_HEADER = 'x-replayed-session';

/** A provider of all wires on loopback, for sessions that are known by their number. */
export async function scriptedProvider(sessions: ReadonlyMap<string, ReplayedSession>) {
  const of = ({ headers }: IncomingMessage) => sessions.get(String(headers[SESSION_HEADER]));
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const session = of(request);
    if (!session) return response.writeHead(404).end('{}');
    answer(session, Buffer.concat(chunks).toString(), request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => {
        const session = of(request);
        if (!session) return client.terminate();
        for (const event of scriptedEvents('openai-responses', session.answer(String(data))))
          client.send(dataOf(event));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const client of sockets.clients) client.terminate();
      }),
  };
}

function answer(session: ReplayedSession, text: string, { url = '' }: IncomingMessage, response: ServerResponse): void {
  const { dialect, isEnveloped } = session.wire;
  const body = session.answer(text);
  const put = (json: string) => (isEnveloped ? `{"response":${json},"traceId":"t"}` : json);
  const isStream = url.includes('alt=sse') || text.endsWith('"stream":true}');
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
  if (!isStream) return void response.end(put(JSON.stringify(body)));
  const events = scriptedEvents(dialect, body).join('');
  response.end(events.replace(/^data: (\{.*\})$/gm, (_, json: string) => `data: ${put(json)}`));
}

const dataOf = (event: string) => /^data: (.*)$/m.exec(event)?.[1] ?? '';
