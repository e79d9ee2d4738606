import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createEngine } from './engine.js';
import { type McpServerOptions, serverOf } from './server.js';
import { clientOverStdio } from './stdio-client.js';

/** Serves over this process's standard input and output until the client closes it; what runs for it then is ended. */
export async function serveStdio(options: McpServerOptions = {}): Promise<McpServer> {
  const engine = createEngine(options);
  const server = serverOf(engine, options);
  const leave = async () => {
    await server.close().catch(() => undefined);
    await engine.ledger.flush().catch(() => undefined);
  };
  await server.connect(clientOverStdio(() => void leave()));
  return server;
}
