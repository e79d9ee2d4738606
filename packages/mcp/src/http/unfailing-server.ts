import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers one request; what it throws or rejects with becomes a 500. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/**
 * An HTTP server that no request can end: whatever its line, its headers or its client do, there is an answer or a closed socket.
 * Every event that would end the process where nobody listens has a listener.
 */
export function unfailingServer(answer: Answer): Server {
  const server = createServer((request, response) => {
    for (const stream of [request, response]) stream.on('error', ignore);
    answered(answer, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'The request failed');
    });
  });
  // Such as no file descriptors being left: later connections are served again.
  server.on('error', ignore);
  server.on('connect', (_, socket) => turnAway(socket));
  return server;
}

/** Throws into the promise, never at the caller. */
async function answered(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await answer(request, response);
}

/** An error in the form of JSON-RPC. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  const headers = { 'content-type': 'application/json', ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) };
  response.writeHead(status, headers);
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }));
}

/** Answers a client that takes this server for a proxy; there is no response to write to. */
function turnAway(socket: Duplex): void {
  socket.on('error', ignore);
  socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function ignore(): void {}
