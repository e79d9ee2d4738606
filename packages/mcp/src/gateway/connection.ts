import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { asFields, isRequest, isResponse, type Message, type Reply } from './messages.js';

/** Who is told what a server sends on its own. */
export interface ConnectionListener {
  request(message: Message): void;
  notification(message: Message): void;
  /** The server has gone away; told once. */
  closed(): void;
}

interface Pending {
  readonly settle: (reply: Reply) => void;
  readonly token: unknown;
  /** Starts the time again. */
  readonly again: () => void;
}

/** One life of a wrapped server. Never throws and never rejects: what goes wrong is a reply. */
export class Connection {
  readonly #pending = new Map<number, Pending>();
  #isClosed = false;

  constructor(
    private readonly name: string,
    private readonly transport: Transport,
    private readonly listener: ConnectionListener,
  ) {
    transport.onmessage = (received) => this.#receive(received as unknown as Message);
    transport.onclose = () => this.#end();
    transport.onerror = () => undefined;
  }

  /** Starts the server; the reply is an error where that fails. */
  async start(): Promise<Reply> {
    try {
      await this.transport.start();
      return { result: {} };
    } catch (error) {
      return failure(`${this.name} could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  speak(protocolVersion: string): void {
    this.transport.setProtocolVersion?.(protocolVersion);
  }

  /** Sends a request under an id that the caller has chosen; after `ms` without a word about it, it is cancelled. */
  ask(id: number, method: string, params: unknown, ms: number): Promise<Reply> {
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve(gone(this.name));
      const late = () => {
        const reply = failure(`The server ${this.name} did not answer ${method} within ${ms} ms`);
        void this.cancel(id, { reason: 'It took too long' }, reply);
      };
      let timer = setTimeout(late, ms);
      const settle = (reply: Reply) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        resolve(reply);
      };
      const again = () => {
        clearTimeout(timer);
        timer = setTimeout(late, ms);
      };
      this.#pending.set(id, { settle, again, token: asFields(asFields(params)._meta).progressToken });
      const message = { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) } as const;
      void this.#send(message).then((isSent) => isSent || settle(gone(this.name)));
    });
  }

  /** Tells the server that nobody waits for a request any more, and ends the wait. */
  async cancel(id: number, params: object, reply = failure('Cancelled')): Promise<void> {
    const pending = this.#pending.get(id);
    if (!pending) return;
    pending.settle(reply);
    await this.tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { ...params, requestId: id } });
  }

  /** Sends a notification, or the answer to a question of the server. */
  async tell(message: Message): Promise<void> {
    if (!this.#isClosed) await this.#send(message);
  }

  async close(): Promise<void> {
    this.#end();
    // Transports over HTTP keep a session at the other end.
    const { terminateSession } = this.transport as { terminateSession?: () => Promise<void> };
    if (terminateSession) await briefly(() => terminateSession.call(this.transport));
    await briefly(() => this.transport.close());
  }

  async #send(message: Message): Promise<boolean> {
    try {
      await this.transport.send(message as never);
      return true;
    } catch {
      return false;
    }
  }

  #receive(message: Message): void {
    if (this.#isClosed) return;
    if (isResponse(message)) this.#pending.get(Number(message.id))?.settle(replyOf(message));
    else if (isRequest(message)) this.listener.request(message);
    else this.#hear(message);
  }

  #hear(message: Message): void {
    const { progressToken } = asFields(message.params);
    if (message.method === 'notifications/progress')
      for (const { token, again } of this.#pending.values()) if (token === progressToken) again();
    this.listener.notification(message);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { settle } of [...this.#pending.values()]) settle(gone(this.name));
    this.listener.closed();
  }
}

/** The error that stands for a server that is not there. */
export function gone(name: string): Reply {
  return failure(`The server ${name} has gone away`);
}

export function failure(message: string): Reply {
  return { error: { code: -32000, message } };
}

function replyOf({ result, error }: Message): Reply {
  return error === undefined ? { result } : { error };
}

/** Waits for a farewell, though not for ever. */
async function briefly(farewell: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 5000);
  });
  await Promise.race([farewell().catch(() => undefined), late]);
  clearTimeout(timer);
}
