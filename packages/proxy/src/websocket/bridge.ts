import type { RawData, WebSocket } from 'ws';
import type { ResponsesSocket } from './responses-socket.js';

/** So many bytes wait for one side before the other is not read. */
const MOST_WAITING = 4_000_000;

/** Passes frames on in their order, in both directions, until one side ends; the other then ends the same way. */
export function bridge(client: WebSocket, provider: WebSocket, conversation: ResponsesSocket): void {
  let before: Promise<unknown> = Promise.resolve();
  client.on('message', (data, isBinary) => {
    // A frame waits for the one before it, which may still be made smaller.
    before = before.then(async () => {
      if (isBinary) return pass(data, isBinary, client, provider);
      const { sent, refused } = await conversation.fromClient(textOf(data));
      if (sent !== undefined) pass(sent, isBinary, client, provider);
      if (refused !== undefined) pass(refused, isBinary, provider, client);
    });
  });
  provider.on('message', (data, isBinary) => {
    pass(isBinary ? data : textOf(data), isBinary, provider, client);
    if (!isBinary) conversation.fromProvider(textOf(data));
  });
  client.on('close', (code, reason) => before.then(() => end(provider, code, reason)));
  provider.on('close', (code, reason) => end(client, code, reason));
}

function pass(data: RawData | string, binary: boolean, from: WebSocket, to: WebSocket): void {
  if (to.readyState !== to.OPEN) return;
  to.send(data, { binary }, () => {
    if (from.isPaused && to.bufferedAmount < MOST_WAITING) from.resume();
  });
  if (to.bufferedAmount >= MOST_WAITING) from.pause();
}

function end(socket: WebSocket, code: number, reason: Buffer): void {
  // 1005: no code was given. 1006 and 1015: there was no end at all, and none is made up.
  if (code === 1006 || code === 1015) socket.terminate();
  else if (code === 1005) socket.close();
  else socket.close(code, reason);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}
