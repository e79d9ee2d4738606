import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProxyCore } from '../proxy-core.js';

/** Requests to change to WebSocket. */
export class Upgrades {
  constructor(protected readonly core: ProxyCore) {}

  take(_request: IncomingMessage, socket: Duplex, _head: Buffer): void {
    socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }

  close(): void {}
}
