import { HeadroomError } from '@headroom/core';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type ParseError, parse } from 'jsonc-parser';
import { type Deadlines, resolveDeadlines } from './deadlines.js';
import { remade } from './server-link.js';

/** One server, as clients write it in their `mcpServers`. */
export type ServerConfig = { /** How long it may take; our own addition. */ readonly deadlines?: Deadlines } & (
  | {
      readonly command: string;
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
      readonly cwd?: string;
    }
  | { readonly url: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> }
);

/**
 * The servers in the text of a configuration file: `mcpServers` as most clients write it, or `servers` as VS Code does, with
 * comments. Disabled ones are left out.
 *
 * @throws HeadroomError `invalid_argument` for a text that is no such file.
 */
export function readServers(text: string): Readonly<Record<string, ServerConfig>> {
  const errors: ParseError[] = [];
  const root = asFields(parse(text, errors, { allowTrailingComma: true }));
  const listed = asFields(root?.mcpServers ?? root?.servers);
  if (errors.length > 0 || !listed)
    throw new HeadroomError('invalid_argument', 'The configuration has no readable `mcpServers`', 'config');
  const servers: Record<string, ServerConfig> = {};
  for (const [name, value] of Object.entries(listed)) {
    const server = asFields(value);
    if (!server || server.disabled === true) continue;
    if (typeof server.command !== 'string' && typeof server.url !== 'string')
      throw new HeadroomError('invalid_argument', `Server "${name}" has neither a command nor a url`, 'config');
    resolveDeadlines(asFields(server.deadlines));
    servers[name] = server as unknown as ServerConfig;
  }
  return servers;
}

/**
 * The way to a server: a child process, or HTTP. A gateway starts it again when it has gone away.
 *
 * @throws HeadroomError `invalid_argument` for a `url` that is none.
 */
export function transportTo(server: ServerConfig): Transport {
  if (!('command' in server) && !URL.canParse(server.url))
    throw new HeadroomError('invalid_argument', 'The `url` of a server is not an address', 'config');
  return remade(() => open(server));
}

function open(server: ServerConfig): Transport {
  if ('command' in server) {
    const { command, args = [], env = {}, cwd } = server;
    return new StdioClientTransport({
      command,
      args: [...args],
      env: { ...getDefaultEnvironment(), ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
  }
  const url = new URL(server.url);
  const requestInit = { headers: { ...server.headers } };
  const transport =
    server.type === 'sse'
      ? new SSEClientTransport(url, { requestInit })
      : new StreamableHTTPClientTransport(url, { requestInit });
  return transport as Transport;
}

function asFields(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
