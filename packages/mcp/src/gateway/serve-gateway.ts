import { readFileSync } from 'node:fs';
import type { EngineOptions } from '../engine.js';
import { onLeave } from '../on-leave.js';
import { clientOverStdio } from '../stdio-client.js';
import { createGateway } from './gateway.js';
import { readServers, transportTo } from './server-config.js';

/**
 * Serves the servers listed in a configuration file over standard input and output, their results shortened, until the client
 * goes away or the process is asked to end; what was started for it is ended too.
 *
 * @throws HeadroomError `invalid_argument` for a file without readable `mcpServers`.
 */
export async function serveGateway(file: string, options: EngineOptions = {}): Promise<void> {
  const configured = Object.entries(readServers(readFileSync(file, 'utf8')));
  const servers = Object.fromEntries(
    configured.map(([name, server]) => [
      name,
      { transport: transportTo(server), ...(server.deadlines ? { deadlines: server.deadlines } : {}) },
    ]),
  );
  const gateway = createGateway({ ...options, servers, onWarning: (message) => console.error(message) });
  await gateway.connect(clientOverStdio(onLeave(() => gateway.close())));
}
