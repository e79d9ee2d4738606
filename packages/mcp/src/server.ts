import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createEngine, type Engine, type EngineOptions } from './engine.js';
import { addCompressTool } from './tools/compress-tool.js';
import { addMemoryTools, type MemoryToolSet } from './tools/memory-tools.js';
import { addReadTool, type ReadRules } from './tools/read-tool.js';
import { addRetrieveTool } from './tools/retrieve-tool.js';
import { addRunTool, type RunRules } from './tools/run-tool.js';
import { addStatsTool } from './tools/stats-tool.js';

/** Which tools a server offers, and how it compresses. */
export interface McpServerOptions extends EngineOptions {
  /** Offers `headroom_read` for files in these directories. */
  readonly read?: ReadRules;
  /** Offers `headroom_run` in these directories. */
  readonly run?: RunRules;
  /** What clients are told when they begin: what is missing here, and the way out. */
  readonly notices?: readonly string[];
  /** Offers the tools of a memory: `memoryTools({ memory, scope })` of `@headroom/memory`. The memory stays yours to close. */
  readonly memory?: MemoryToolSet;
}

/** Name and release as clients see them. */
export const SERVER_INFO = { name: 'headroom', title: 'Headroom', version: '0.0.0' };

/** What clients are told about the notes in shortened texts. */
export const INSTRUCTIONS =
  'Texts that end in a "[Left out: … hash=…]" note were shortened. What the note counts can be had with headroom_retrieve: ' +
  'ask for lines, rows or a query rather than for the whole.';

/**
 * Makes an MCP server with the tools `headroom_compress`, `headroom_retrieve` and `headroom_stats`, resources
 * `headroom://ccr/<hash>`, and, where they are asked for, `headroom_read`, `headroom_run` and those of a memory.
 *
 * @example
 * ```ts
 * await createMcpServer({ read: { directories: [process.cwd()] } }).connect(new StdioServerTransport());
 * ```
 */
export function createMcpServer(options: McpServerOptions = {}): McpServer {
  return serverOf(createEngine(options), options);
}

/** A server over an engine that is already there; sessions of one HTTP server share it. */
export function serverOf(
  engine: Engine,
  { read, run, memory, notices = [] }: Pick<McpServerOptions, 'read' | 'run' | 'memory' | 'notices'> = {},
): McpServer {
  const told = notices.map((notice) => `Missing in this session, to be told to the user once: ${notice}`);
  const server = new McpServer(SERVER_INFO, { instructions: [INSTRUCTIONS, ...told].join('\n') });
  addCompressTool(server, engine);
  addRetrieveTool(server, engine);
  addStatsTool(server, engine);
  if (read) addReadTool(server, engine, read);
  if (run) addRunTool(server, engine, run);
  if (memory) addMemoryTools(server, memory);
  addOriginals(server, engine);
  return server;
}

/** Originals as resources. They are not listed: their hashes are handed out in notes only. */
function addOriginals(server: McpServer, { headroom }: Engine): void {
  server.registerResource(
    'original',
    new ResourceTemplate('headroom://ccr/{hash}', { list: undefined }),
    { title: 'Original text', description: 'The text behind a "[Left out: … hash=…]" note.', mimeType: 'text/plain' },
    async (uri, { hash }) => {
      const found = await headroom.retrieve(String(hash));
      if (found.status !== 'found') throw new Error(found.message);
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: found.text }] };
    },
  );
}
