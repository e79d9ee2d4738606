import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { createEngine, type Engine, type EngineOptions } from '../engine.js';
import { SERVER_INFO } from '../server.js';
import { retrieveResult, retrieveToolDefinition } from '../tools/retrieve-tool.js';
import { compressToolResult } from './compress-tool-result.js';
import { introduce } from './introduce.js';
import { asFields, type Fields, isRequest, isResponse, listOf, type Message, type Reply } from './messages.js';
import { Routes } from './routes.js';
import { Upstream } from './upstream.js';

/** What a gateway wraps, and how it compresses. */
export interface GatewayOptions extends EngineOptions {
  /** The wrapped servers by name. One keeps its tool names; of several, tools and prompts are called `name__tool`. */
  readonly servers: Readonly<Record<string, Transport>>;
  /** Told when a server cannot be started or a message is lost; the others go on. */
  readonly onWarning?: (message: string) => void;
}

/** A gateway that serves one client. */
export interface Gateway {
  /** Serves the client behind a transport until either side closes. */
  connect(client: Transport): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts itself between an MCP client and its servers: results of their tools arrive shortened, `headroom_retrieve` is added, and
 * every other message passes through as it is.
 *
 * @example
 * ```ts
 * const servers = { files: transportTo({ command: 'npx', args: ['-y', 'some-mcp-server'] }) };
 * await createGateway({ servers }).connect(new StdioServerTransport());
 * ```
 */
export function createGateway(options: GatewayOptions): Gateway {
  return new Relay(createEngine(options), options);
}

const RETRIEVE = 'headroom_retrieve';

class Relay implements Gateway {
  readonly #routes: Routes;
  #client: Transport | undefined;
  /** Requests of the client that are under way, by its id. */
  readonly #underWay = new Map<string | number, readonly { readonly upstream: Upstream; readonly id: number }[]>();
  /** Requests of servers that the client has yet to answer, by the id it was given. */
  readonly #asked = new Map<string, { readonly upstream: Upstream; readonly id: string | number }>();
  /** Which request of the client a progress token belongs to. */
  readonly #progress = new Map<unknown, string | number>();
  #questions = 0;
  #retrieveIsTheirs = false;

  constructor(
    private readonly engine: Engine,
    private readonly options: GatewayOptions,
  ) {
    const upstreams = Object.entries(options.servers).map(
      ([name, transport]) =>
        new Upstream(name, transport, {
          request: (upstream, message) => this.#passQuestion(upstream, message),
          notification: (_, message) => void this.#send(message, this.#relatedTo(message)),
        }),
    );
    this.#routes = new Routes(upstreams);
  }

  async connect(client: Transport): Promise<void> {
    this.#client = client;
    client.onmessage = (message) => void this.#receive(message as unknown as Message);
    client.onclose = () => void this.close();
    await client.start();
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await Promise.all(this.#routes.all.map((upstream) => upstream.close()));
    await this.engine.ledger.flush().catch(() => undefined);
    await client?.close().catch(() => undefined);
  }

  async #receive(message: Message): Promise<void> {
    if (isResponse(message)) return this.#passAnswer(message);
    if (!isRequest(message)) return this.#passNotification(message);
    const { id, method, params } = message;
    const token = asFields(asFields(params)._meta).progressToken;
    if (token !== undefined) this.#progress.set(token, id);
    let reply: Reply;
    try {
      reply = await this.#answer(id, method, params);
    } catch (error) {
      reply = { error: { code: -32603, message: error instanceof Error ? error.message : 'Internal error' } };
    }
    if (token !== undefined) this.#progress.delete(token);
    this.#underWay.delete(id);
    await this.#send({ jsonrpc: '2.0', id, ...reply });
  }

  async #answer(id: string | number, method: string, params: unknown): Promise<Reply> {
    switch (method) {
      case 'initialize':
        return introduce(this.#routes, params, SERVER_INFO, this.options.onWarning);
      case 'ping':
        return { result: {} };
      case 'tools/list':
        return this.#listTools(id, params);
      case 'tools/call':
        return this.#callTool(id, asFields(params));
      default:
        return this.#routes.forward(method, params, (upstream, to, what) => this.#ask(id, upstream, to, what));
    }
  }

  async #listTools(id: string | number, params: unknown): Promise<Reply> {
    const reply = await this.#routes.forward('tools/list', params, (upstream, to, what) =>
      this.#ask(id, upstream, to, what),
    );
    if (!('result' in reply)) return reply;
    const tools = listOf(reply.result, 'tools');
    this.#retrieveIsTheirs ||= tools.some((tool) => asFields(tool).name === RETRIEVE);
    const last = asFields(reply.result).nextCursor === undefined;
    if (this.#retrieveIsTheirs || !last) return reply;
    return { result: { ...asFields(reply.result), tools: [...tools, retrieveToolDefinition()] } };
  }

  async #callTool(id: string | number, params: Fields): Promise<Reply> {
    const tool = String(params.name);
    if (tool === RETRIEVE && !this.#retrieveIsTheirs)
      return { result: await retrieveResult(this.engine, params.arguments) };
    const reply = await this.#routes.forward('tools/call', params, (upstream, to, what) =>
      this.#ask(id, upstream, to, what),
    );
    if (!('result' in reply)) return reply;
    return { result: await compressToolResult(this.engine, reply.result, { tool, input: params.arguments }) };
  }

  #ask(clientId: string | number, upstream: Upstream, method: string, params: unknown): Promise<Reply> {
    const { id, reply } = upstream.ask(method, params);
    this.#underWay.set(clientId, [...(this.#underWay.get(clientId) ?? []), { upstream, id }]);
    return reply;
  }

  /** A server asks the client (for a sample, its roots, the user's words): under an id that is unique among all servers. */
  #passQuestion(upstream: Upstream, message: Message): void {
    const id = `headroom-${++this.#questions}`;
    this.#asked.set(id, { upstream, id: message.id as string | number });
    void this.#send({ ...message, id });
  }

  async #passAnswer(message: Message): Promise<void> {
    const asked = this.#asked.get(String(message.id));
    this.#asked.delete(String(message.id));
    await asked?.upstream.tell({ ...message, id: asked.id });
  }

  async #passNotification(message: Message): Promise<void> {
    if (message.method !== 'notifications/cancelled') {
      await Promise.all(this.#routes.ready.map((upstream) => upstream.tell(message)));
      return;
    }
    const params = asFields(message.params);
    for (const { upstream, id } of this.#underWay.get(params.requestId as string | number) ?? [])
      await upstream.tell({ ...message, params: { ...params, requestId: id } });
  }

  #relatedTo({ method, params }: Message): string | number | undefined {
    return method === 'notifications/progress' ? this.#progress.get(asFields(params).progressToken) : undefined;
  }

  async #send(message: Message, relatedRequestId?: string | number): Promise<void> {
    const options = relatedRequestId === undefined ? undefined : { relatedRequestId };
    try {
      await this.#client?.send(message as never, options);
    } catch {
      this.options.onWarning?.('A message could not be sent to the client');
    }
  }
}
