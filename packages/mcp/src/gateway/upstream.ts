import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type Fields, isRequest, isResponse, type Message, type Reply } from './messages.js';

/** Who is told what a wrapped server sends on its own. */
export interface UpstreamListener {
  request(upstream: Upstream, message: Message): void;
  notification(upstream: Upstream, message: Message): void;
}

/** A wrapped server: requests go to it under ids of our own, replies come back as they are. */
export class Upstream {
  /** What it said when it was introduced. */
  introduction: Fields = {};
  readonly #pending = new Map<number, (reply: Reply) => void>();
  #lastId = 0;
  #closed = false;

  constructor(
    readonly name: string,
    private readonly transport: Transport,
    listener: UpstreamListener,
  ) {
    transport.onmessage = (received) => {
      const message = received as unknown as Message;
      if (isResponse(message)) this.#settle(Number(message.id), replyOf(message));
      else if (isRequest(message)) listener.request(this, message);
      else listener.notification(this, message);
    };
    transport.onclose = () => {
      this.#closed = true;
      for (const id of [...this.#pending.keys()]) this.#settle(id, gone(name));
    };
    transport.onerror = () => undefined;
  }

  get capabilities(): Fields {
    return (this.introduction.capabilities ?? {}) as Fields;
  }

  async introduce(params: unknown): Promise<Reply> {
    try {
      await this.transport.start();
    } catch (error) {
      return { error: { code: -32000, message: `${this.name} could not be started: ${messageOf(error)}` } };
    }
    const reply = await this.ask('initialize', params).reply;
    if ('result' in reply) {
      this.introduction = reply.result as Fields;
      this.transport.setProtocolVersion?.(String(this.introduction.protocolVersion));
    }
    return reply;
  }

  /** Sends a request; the id is the one to cancel it by. */
  ask(method: string, params: unknown): { readonly id: number; readonly reply: Promise<Reply> } {
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((resolve) => {
      if (this.#closed) return resolve(gone(this.name));
      this.#pending.set(id, resolve);
      const message = { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) };
      this.transport.send(message as never).catch(() => this.#settle(id, gone(this.name)));
    });
    return { id, reply };
  }

  /** Sends a notification, or the answer to a request of the server. */
  async tell(message: Message): Promise<void> {
    if (!this.#closed) await this.transport.send(message as never).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.transport.close().catch(() => undefined);
  }

  #settle(id: number, reply: Reply): void {
    const resolve = this.#pending.get(id);
    this.#pending.delete(id);
    resolve?.(reply);
  }
}

function replyOf({ result, error }: Message): Reply {
  return error === undefined ? { result } : { error };
}

function gone(name: string): Reply {
  return { error: { code: -32000, message: `The server ${name} has gone away` } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
