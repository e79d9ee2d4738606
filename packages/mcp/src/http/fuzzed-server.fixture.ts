import { memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FuzzedServer } from '../../../../tooling/testing/fuzz-server.js';
import { serveHttp } from './serve-http.js';

/** The MCP server as programs of this machine reach it. */
export async function fuzzedMcp(): Promise<FuzzedServer> {
  const serving = await serveHttp({ store: memory() });
  return { url: serving.url, paths: ['/mcp'], close: () => serving.close() };
}

/** How many tools a client is offered. */
export async function toolCount(url: string): Promise<number> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  await client.close();
  return tools.length;
}
