import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { refuse } from './unfailing-server.js';

/** One MCP server for every client that has introduced itself. */
export class Sessions {
  readonly #open = new Map<string, StreamableHTTPServerTransport>();

  constructor(
    private readonly serverFor: () => McpServer,
    private readonly most: number,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.headers['mcp-session-id'];
    if (typeof id !== 'string') return (await this.#begin()).handleRequest(request, response);
    const known = this.#open.get(id);
    if (!known) return refuse(response, 404, 'Session not found');
    this.#open.delete(id);
    this.#open.set(id, known);
    return known.handleRequest(request, response);
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map((transport) => transport.close()));
  }

  async #begin(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#open.set(id, transport);
        for (const [oldest, other] of this.#open) {
          if (this.#open.size <= this.most) break;
          this.#open.delete(oldest);
          other.close().catch(() => undefined);
        }
      },
      onsessionclosed: (id) => void this.#open.delete(id),
    });
    await this.serverFor().connect(transport as never);
    return transport;
  }
}
