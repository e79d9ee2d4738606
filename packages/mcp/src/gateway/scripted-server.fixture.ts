import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { asFields, type Fields, type Message } from './messages.js';

/** A server of which a test says every word. */
export interface ScriptedServer {
  /** The gateway's end. */
  readonly transport: Transport;
  /** Everything it was sent, in order. */
  readonly heard: Message[];
  say(message: object): void;
  die(): Promise<void>;
}

/** What a server answers a request with; undefined for nothing at all. */
export type Script = (method: string, params: Fields, message: Message) => object | undefined;

/** What most servers say of themselves. */
export function introduction(capabilities: object = { tools: {} }): object {
  return { protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 's', version: '1' } };
}

/** Starts a server that answers by a script. */
export function scripted(script: Script): ScriptedServer {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const heard: Message[] = [];
  const say = (message: object) => void far.send({ jsonrpc: '2.0', ...message } as never).catch(() => undefined);
  far.onmessage = (received) => {
    const message = received as unknown as Message;
    heard.push(message);
    if (message.method === undefined || message.id === undefined) return;
    const result = script(message.method, asFields(message.params), message);
    if (result) say({ id: message.id, ...('error' in result ? result : { result }) });
  };
  void far.start();
  return { transport: near, heard, say, die: () => far.close() };
}

/** A client that shows everything it is sent. */
export interface BareClient {
  readonly transport: Transport;
  readonly heard: Message[];
  ask(method: string, params?: object): Promise<Message>;
  say(message: object): void;
  /** The next message of a method, also one that has come already. */
  told(method: string): Promise<Message>;
}

/** Makes a client without any protocol of its own. */
export async function bareClient(): Promise<BareClient> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const heard: Message[] = [];
  const waiting = new Map<unknown, (message: Message) => void>();
  let lastId = 0;
  near.onmessage = (received) => {
    const message = received as unknown as Message;
    heard.push(message);
    if (message.method === undefined) waiting.get(message.id)?.(message);
  };
  await near.start();
  const say = (message: object) => void near.send({ jsonrpc: '2.0', ...message } as never);
  return {
    transport: far,
    heard,
    say,
    ask: (method, params = {}) =>
      new Promise((resolve) => {
        const id = ++lastId;
        waiting.set(id, resolve);
        say({ id, method, params });
      }),
    async told(method) {
      for (;;) {
        const found = heard.find((message) => message.method === method);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}
