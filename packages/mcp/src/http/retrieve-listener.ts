import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Engine } from '../engine.js';
import { INSTRUCTIONS, SERVER_INFO } from '../server.js';
import { addPlainRetrieveTool } from '../tools/retrieve-tool.js';
import { type Answer, refuse } from './unfailing-server.js';

/** How originals are brought back. */
export interface RetrieveListenerOptions {
  /** Most characters of one answer; the rest is said to remain. Default 48,000, of which no agent makes a file instead. */
  readonly maxCharacters?: number;
  /** Texts that are held here for a moment under a name of their own; given as they are, and not counted as brought back. */
  readonly held?: (name: string) => string | undefined;
  /**
   * What stands beside a text that is JSON, for clients that would write it anew: an empty structure (Gemini CLI reads the text as one,
   * and refuses a list), or a line behind it (Copilot CLI takes its spaces out). Default: nothing.
   */
  readonly besideJson?: 'structure' | 'note';
}

/**
 * Answers the MCP requests of agents that were given Headroom by their hooks: one tool, `headroom_retrieve`, in text alone. There
 * are no sessions, so that an agent notices nothing when the process that serves it was another one a moment ago.
 */
export function createRetrieveListener(
  engine: Engine,
  { maxCharacters = 48_000, ...more }: RetrieveListenerOptions = {},
): Answer {
  return async (request, response) => {
    // No messages of our own accord: nothing to listen for, and nothing to end.
    if (request.method !== 'POST') return refuse(response, 405, 'This server takes POST');
    const server = new McpServer(SERVER_INFO, { instructions: INSTRUCTIONS });
    addPlainRetrieveTool(server, engine, { maxCharacters, ...more });
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => void server.close().catch(() => undefined));
    await server.connect(transport as never);
    await transport.handleRequest(request, response);
  };
}
