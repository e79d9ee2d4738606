import { harmless } from '@headroom/core';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { createEngine, type Engine, type EngineOptions } from '../engine.js';
import { SERVER_INFO } from '../server.js';
import { retrieveResult, retrieveToolDefinition } from '../tools/retrieve-tool.js';
import { compressToolResult } from './compress-tool-result.js';
import { type Deadlines, resolveDeadlines } from './deadlines.js';
import { introduce } from './introduce.js';
import { asFields, type Fields, isRequest, isResponse, listOf, type Message, type Reply } from './messages.js';
import { Questions } from './questions.js';
import { Routes } from './routes.js';
import { linkOf, openingOf, type ServerLink, type ServerWay } from './server-link.js';
import { Upstream } from './upstream.js';

/** What a gateway wraps, and how it compresses. */
export interface GatewayOptions extends EngineOptions {
  /** The wrapped servers by name. One keeps its tool names; of several, tools and prompts are called `name__tool`. */
  readonly servers: Readonly<Record<string, ServerWay | ServerLink>>;
  /** How long servers may take that have no deadlines of their own. */
  readonly deadlines?: Deadlines;
  /** Told when a server cannot be started, goes away or comes back, or a message is lost; the others go on. */
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

const LIST_CHANGED: Readonly<Record<string, string>> = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
};

/** A request of the client that is under way. */
interface UnderWay {
  readonly asked: { readonly upstream: Upstream; readonly id: number }[];
  isCancelled: boolean;
}

class Relay implements Gateway {
  readonly #routes: Routes;
  readonly #questions = new Questions();
  #client: Transport | undefined;
  #isClosed = false;
  readonly #underWay = new Map<string | number, UnderWay>();
  /** Which request of the client a progress token belongs to. */
  readonly #progress = new Map<unknown, string | number>();
  /** What the client was told there is; undefined until it is done with its introduction. */
  #announced: readonly string[] | undefined;
  #capabilities: Fields = {};
  #retrieveIsTheirs = false;

  constructor(
    private readonly engine: Engine,
    private readonly options: GatewayOptions,
  ) {
    const warn = (message: string) => this.#warn(message);
    const listener = {
      request: (upstream: Upstream, message: Message) => void this.#send(this.#questions.toClient(upstream, message)),
      notification: (upstream: Upstream, message: Message) => this.#passOn(upstream, message),
      changed: (upstream: Upstream) => this.#announce(upstream),
      warn,
    };
    const upstreams = Object.entries(options.servers).map(([name, given]) => {
      const { transport, deadlines } = linkOf(given);
      return new Upstream(name, openingOf(name, transport), resolveDeadlines(options.deadlines, deadlines), listener);
    });
    this.#routes = new Routes(upstreams, warn);
  }

  async connect(client: Transport): Promise<void> {
    this.#client = client;
    client.onmessage = (message) => void this.#receive(message as unknown as Message);
    client.onclose = () => void this.close();
    await client.start();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const client = this.#client;
    this.#client = undefined;
    await Promise.all(this.#routes.all.map((upstream) => upstream.close()));
    await this.engine.ledger.flush().catch(() => undefined);
    await client?.close().catch(() => undefined);
  }

  async #receive(message: Message): Promise<void> {
    if (isResponse(message)) return this.#questions.answer(message);
    if (!isRequest(message)) return this.#passNotification(message);
    const { id, method, params } = message;
    const token = asFields(asFields(params)._meta).progressToken;
    if (token !== undefined) this.#progress.set(token, id);
    const underWay: UnderWay = { asked: [], isCancelled: false };
    this.#underWay.set(id, underWay);
    let reply: Reply;
    try {
      reply = await this.#answer(id, method, params);
    } catch (error) {
      reply = { error: { code: -32603, message: error instanceof Error ? error.message : 'Internal error' } };
    }
    if (token !== undefined) this.#progress.delete(token);
    if (this.#underWay.get(id) === underWay) this.#underWay.delete(id);
    // Nobody waits for the answer to a request that was cancelled.
    if (!underWay.isCancelled) await this.#send({ jsonrpc: '2.0', id, ...reply });
  }

  async #answer(id: string | number, method: string, params: unknown): Promise<Reply> {
    switch (method) {
      case 'initialize':
        return this.#introduce(params);
      case 'ping':
        return { result: {} };
      case 'tools/list':
        return this.#listTools(id, params);
      case 'tools/call':
        return this.#callTool(id, asFields(params));
      default:
        return this.#routes.forward(method, params, this.#asking(id));
    }
  }

  async #introduce(params: unknown): Promise<Reply> {
    const reply = await introduce(this.#routes, params, SERVER_INFO);
    if ('result' in reply) this.#capabilities = asFields(asFields(reply.result).capabilities);
    return reply;
  }

  async #listTools(id: string | number, params: unknown): Promise<Reply> {
    const reply = await this.#routes.forward('tools/list', params, this.#asking(id));
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
    const reply = await this.#routes.forward('tools/call', params, this.#asking(id));
    if (!('result' in reply)) return reply;
    return { result: await compressToolResult(this.engine, reply.result, { tool, input: params.arguments }) };
  }

  /** Asks servers on behalf of a request of the client, so that they hear when it is cancelled. */
  #asking(clientId: string | number) {
    return (upstream: Upstream, method: string, params: unknown, ms = upstream.deadlines.callMs): Promise<Reply> => {
      const { id, reply } = upstream.ask(method, params, ms);
      const underWay = this.#underWay.get(clientId);
      underWay?.asked.push({ upstream, id });
      if (underWay?.isCancelled) void upstream.cancel(id, {});
      return reply;
    };
  }

  /** What the client says without expecting an answer. */
  async #passNotification(message: Message): Promise<void> {
    const params = asFields(message.params);
    switch (message.method) {
      case 'notifications/cancelled': {
        const underWay = this.#underWay.get(params.requestId as string | number);
        if (underWay) underWay.isCancelled = true;
        for (const { upstream, id } of underWay?.asked ?? []) void upstream.cancel(id, params);
        return;
      }
      case 'notifications/progress':
        return this.#questions.progress(message);
      case 'notifications/initialized':
        this.#announced = Object.keys(LIST_CHANGED).filter((name) => this.#capabilities[name] !== undefined);
        await Promise.all(this.#routes.all.map((upstream) => upstream.initialized()));
        return;
      default:
        await Promise.all(this.#routes.all.map((upstream) => upstream.tell(message)));
    }
  }

  /** What a server says without expecting an answer. */
  #passOn(upstream: Upstream, message: Message): void {
    const { method, params } = message;
    const { progressToken } = asFields(params);
    const related = method === 'notifications/progress' ? this.#progress.get(progressToken) : undefined;
    const passed = method === 'notifications/cancelled' ? this.#questions.cancelled(upstream, message) : message;
    if (passed) void this.#send(passed, related);
  }

  /** Says that lists are others now, and takes back what a server that went away has asked. */
  #announce(upstream: Upstream): void {
    if (!upstream.isReady) for (const message of this.#questions.takeBack(upstream)) void this.#send(message);
    for (const name of this.#announced ?? [])
      if (name === 'tools' || upstream.capabilities[name] !== undefined)
        void this.#send({ jsonrpc: '2.0', method: LIST_CHANGED[name] as string });
  }

  async #send(message: Message, relatedRequestId?: string | number): Promise<void> {
    const options = relatedRequestId === undefined ? undefined : { relatedRequestId };
    try {
      await this.#client?.send(message as never, options);
    } catch {
      this.#warn('A message could not be sent to the client');
    }
  }

  /** A listener that throws is its own matter. */
  #warn(message: string): void {
    harmless(this.options.onWarning)(message);
  }
}
