import { asFields, type Message } from './messages.js';
import type { Upstream } from './upstream.js';

interface Question {
  readonly upstream: Upstream;
  /** The id and the progress token that the server chose. */
  readonly id: string | number;
  readonly token: unknown;
}

/**
 * What servers ask the client: for a sample, its roots, the user's words. Each goes out under an id and a progress token that are
 * unique among all servers, and what is said of it later finds its way by them.
 */
export class Questions {
  readonly #open = new Map<string, Question>();
  #count = 0;

  /** The question as the client gets it. */
  toClient(upstream: Upstream, message: Message): Message {
    const id = `headroom-${++this.#count}`;
    const params = asFields(message.params);
    const meta = asFields(params._meta);
    this.#open.set(id, { upstream, id: message.id as string | number, token: meta.progressToken });
    if (meta.progressToken === undefined) return { ...message, id };
    return { ...message, id, params: { ...params, _meta: { ...meta, progressToken: id } } };
  }

  /** Sends the client's answer to whoever asked. */
  async answer(message: Message): Promise<void> {
    const asked = this.#open.get(String(message.id));
    this.#open.delete(String(message.id));
    await asked?.upstream.tell({ ...message, id: asked.id });
  }

  /** Sends the client's report of progress to whoever waits for it. */
  async progress(message: Message): Promise<void> {
    const params = asFields(message.params);
    const asked = this.#open.get(String(params.progressToken));
    await asked?.upstream.tell({ ...message, params: { ...params, progressToken: asked.token } });
  }

  /** A cancellation by the server in the terms of the client; undefined when it is of no open question. */
  cancelled(upstream: Upstream, message: Message): Message | undefined {
    const params = asFields(message.params);
    for (const [id, asked] of this.#open) {
      if (asked.upstream !== upstream || asked.id !== params.requestId) continue;
      this.#open.delete(id);
      return { ...message, params: { ...params, requestId: id } };
    }
    return undefined;
  }

  /** Takes back everything that a server asked before it went away. */
  takeBack(upstream: Upstream): Message[] {
    const ids = [...this.#open].filter(([, asked]) => asked.upstream === upstream).map(([id]) => id);
    for (const id of ids) this.#open.delete(id);
    const params = (requestId: string) => ({ requestId, reason: `The server ${upstream.name} has gone away` });
    return ids.map((id) => ({ jsonrpc: '2.0', method: 'notifications/cancelled', params: params(id) }));
  }
}
