#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sqlite } from '@headroom/stores';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createGateway } from './gateway/gateway.js';
import { readServers, transportTo } from './gateway/server-config.js';
import { serveHttp, serveStdio } from './serve.js';

const USAGE = `headroom-mcp [--db FILE] [--model ID] [--read DIR]… [--run DIR]… [--http PORT [--host HOST --token TOKEN]]
headroom-mcp --gateway FILE [--db FILE] [--model ID]

Serves the Headroom tools over standard input and output, or over HTTP with --http.
With --gateway it wraps the servers in the "mcpServers" of a file and shortens their results.`;

const { values } = parseArgs({
  options: {
    db: { type: 'string' },
    model: { type: 'string' },
    read: { type: 'string', multiple: true },
    run: { type: 'string', multiple: true },
    http: { type: 'string' },
    host: { type: 'string' },
    token: { type: 'string' },
    gateway: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

const options = {
  ...(values.db === undefined ? {} : { store: sqlite({ path: values.db }) }),
  ...(values.model === undefined ? {} : { model: values.model }),
  ...(values.read ? { read: { directories: values.read } } : {}),
  ...(values.run ? { run: { directories: values.run } } : {}),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.token === undefined ? {} : { token: values.token }),
};

async function serveGateway(file: string): Promise<void> {
  const configured = Object.entries(readServers(readFileSync(file, 'utf8')));
  const servers = Object.fromEntries(configured.map(([name, server]) => [name, transportTo(server)]));
  const gateway = createGateway({ ...options, servers, onWarning: (message) => console.error(message) });
  // A client that goes away closes our input; what was started for it is ended too.
  process.stdin.once('end', () => void gateway.close().then(() => process.exit(0)));
  await gateway.connect(new StdioServerTransport());
}

if (values.help) console.log(USAGE);
else if (values.gateway !== undefined) await serveGateway(values.gateway);
else if (values.http === undefined) await serveStdio(options);
else console.error(`Serving at ${(await serveHttp({ ...options, port: Number(values.http) })).url}`);
