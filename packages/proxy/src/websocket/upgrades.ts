import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { incomingOf } from '../node/listener.js';
import type { Admitted, ProxyCore } from '../proxy-core.js';
import { bytesOf } from '../wire/byte-source.js';
import { Inflow } from '../wire/inflow.js';
import type { Answer } from '../wire/messages.js';
import { eachHeader, endToEnd, headerIn, type RawHeaders } from '../wire/raw-headers.js';
import { errorAnswer } from '../wire/wires.js';
import { bridge } from './bridge.js';
import { Histories } from './histories.js';
import { ResponsesSocket } from './responses-socket.js';

const HANDSHAKE_MS = 60_000;

/** Takes requests to change to WebSocket: the provider is asked first, and what it says is what the client hears. */
export class Upgrades {
  readonly #server: WebSocketServer;
  readonly #histories = new Histories();
  readonly #open = new Map<WebSocket, ResponsesSocket>();
  /** Headers of the provider's consent, for the client's. */
  readonly #consents = new WeakMap<IncomingMessage, RawHeaders>();

  constructor(private readonly core: ProxyCore) {
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: core.maxBytes,
      // What the provider chose is chosen.
      handleProtocols: (offered, request) => {
        const chosen = headerIn(this.#consents.get(request) ?? [], 'sec-websocket-protocol');
        return chosen !== undefined && offered.has(chosen) ? chosen : false;
      },
    });
    this.#server.on('headers', (lines, request) => {
      eachHeader(endToEnd(this.#consents.get(request) ?? []), (name, value, lower) => {
        if (!lower.startsWith('sec-websocket-')) lines.push(`${name}: ${value}`);
      });
    });
  }

  /** Never throws. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    this.#take(request, socket, head).catch(() => socket.destroy());
  }

  /** Ends connections when nothing is said on them any more, all of them after so many milliseconds: clients then come back to another process. */
  async close(drainMs: number): Promise<void> {
    const until = Date.now() + drainMs;
    while (this.#open.size > 0) {
      const isLate = Date.now() >= until;
      for (const [client, conversation] of this.#open)
        if (isLate || !conversation.isBusy) client.close(1001, 'closing');
      if (isLate) return;
      await sleep(50);
    }
  }

  async #take(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const gone = new AbortController();
    socket.once('close', () => gone.abort(new Error('The client is gone')));
    const admitted = await this.core.admit(incomingOf(request, gone.signal));
    if ('answer' in admitted) return turnAway(socket, admitted.answer);
    // A client that speaks both goes on over HTTP.
    if (admitted.route.without)
      return turnAway(socket, errorAnswer(request.url ?? '/', 426, 'the backend has no WebSocket here'));
    const provider = connect(admitted, this.core.maxBytes);
    const giveUp = () => provider.terminate();
    gone.signal.addEventListener('abort', giveUp, { once: true });
    let isOpen = false;
    provider.on('upgrade', ({ rawHeaders }) => this.#consents.set(request, rawHeaders));
    provider.on('unexpected-response', (_, answer) => relay(answer, socket));
    provider.on('error', (error: NodeJS.ErrnoException) => {
      if (!isOpen && socket.writable) turnAway(socket, unreachable(admitted, error));
    });
    provider.on('open', () => {
      // From here on, how one end closes says how the other does.
      gone.signal.removeEventListener('abort', giveUp);
      isOpen = true;
      this.#server.handleUpgrade(request, socket, head, (client) => {
        const conversation = new ResponsesSocket(this.core, admitted, this.#histories);
        this.#open.set(client, conversation);
        client.on('close', () => this.#open.delete(client));
        client.on('error', () => undefined);
        bridge(client, provider, conversation);
      });
    });
  }
}

/** Asks the provider with the client's own headers; compression as the client offered it. */
function connect({ route, headers, incoming }: Admitted, maxPayload: number): WebSocket {
  const own: Record<string, string | string[]> = {};
  eachHeader(headers, (name, value, lower) => {
    if (lower.startsWith('sec-websocket-') || lower === 'content-length') return;
    const known = own[name];
    own[name] = known === undefined ? value : [known, value].flat();
  });
  const offered = headerIn(incoming.rawHeaders, 'sec-websocket-protocol');
  const protocols = offered?.split(',').map((name) => name.trim()) ?? [];
  return new WebSocket(route.origin.replace(/^http/, 'ws') + route.path, protocols, {
    headers: own,
    perMessageDeflate: (headerIn(incoming.rawHeaders, 'sec-websocket-extensions') ?? '').includes('permessage-deflate'),
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload,
    followRedirects: false,
  });
}

/** What the provider said in the place of a consent, as it said it. */
function relay(answer: IncomingMessage, socket: Duplex): void {
  const { statusCode = 502, statusMessage = '', rawHeaders } = answer;
  socket.write(headOf({ status: statusCode, statusText: statusMessage, rawHeaders: endToEnd(rawHeaders) }), 'latin1');
  answer.on('error', () => socket.destroy());
  answer.pipe(socket);
}

function turnAway(socket: Duplex, answer: Answer): void {
  socket.write(headOf(answer), 'latin1');
  bytesOf(answer.body ?? Inflow.of(new Uint8Array(0))).then(
    (bytes) => socket.end(Buffer.from(bytes)),
    () => socket.destroy(),
  );
}

function headOf({ status, statusText, rawHeaders }: Omit<Answer, 'body'>): string {
  const lines = [`HTTP/1.1 ${status} ${statusText || (STATUS_CODES[status] ?? '')}`, 'Connection: close'];
  eachHeader(rawHeaders, (name, value) => void lines.push(`${name}: ${value}`));
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function unreachable({ incoming: { target } }: Admitted, { code = '' }: NodeJS.ErrnoException): Answer {
  return errorAnswer(
    target,
    502,
    `the provider could not be reached${/^[A-Z_0-9]{3,40}$/.test(code) ? ` (${code})` : ''}`,
  );
}
