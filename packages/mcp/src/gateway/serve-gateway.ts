import { readFileSync } from 'node:fs';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { EngineOptions } from '../engine.js';
import { createGateway } from './gateway.js';
import { readServers, transportTo } from './server-config.js';

/**
 * Serves the servers listed in a configuration file over standard input and output, their results shortened, until the client
 * goes away.
 *
 * @throws HeadroomError `invalid_argument` for a file without readable `mcpServers`.
 */
export async function serveGateway(file: string, options: EngineOptions = {}): Promise<void> {
  const configured = Object.entries(readServers(readFileSync(file, 'utf8')));
  const servers = Object.fromEntries(configured.map(([name, server]) => [name, transportTo(server)]));
  const gateway = createGateway({ ...options, servers, onWarning: (message) => console.error(message) });
  // A client that goes away closes our input; what was started for it is ended too.
  process.stdin.once('end', () => void gateway.close().then(() => process.exit(0)));
  await gateway.connect(new StdioServerTransport());
}
