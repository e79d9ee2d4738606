import { readFileSync } from 'node:fs';
import { HeadroomError } from '@headroom/core';
import type { EngineOptions } from '../engine.js';
import { onLeave } from '../on-leave.js';
import { clientOverStdio } from '../stdio-client.js';
import { createGateway } from './gateway.js';
import { readServers, type ServerConfig, transportTo } from './server-config.js';

/**
 * Serves the servers listed in a configuration file over standard input and output, their results shortened, until the client
 * goes away or the process is asked to end; what was started for it is ended too.
 *
 * @throws HeadroomError `invalid_argument` for a file that cannot be read, or has no readable `mcpServers`.
 */
export async function serveGateway(file: string, options: EngineOptions = {}): Promise<void> {
  const configured = Object.entries(serversIn(file));
  const servers = Object.fromEntries(
    configured.map(([name, server]) => [
      name,
      { transport: transportTo(server), ...(server.deadlines ? { deadlines: server.deadlines } : {}) },
    ]),
  );
  const gateway = createGateway({ ...options, servers, onWarning: (message) => console.error(message) });
  await gateway.connect(clientOverStdio(onLeave(() => gateway.close())));
}

/**
 * The servers in a configuration file.
 *
 * @throws HeadroomError `invalid_argument`, naming the file, where it cannot be read, or has no readable `mcpServers`.
 */
export function serversIn(file: string): Readonly<Record<string, ServerConfig>> {
  const wrong = (why: string) => new HeadroomError('invalid_argument', `${file}: ${why}`, 'config');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
  try {
    return readServers(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
