#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { sqlite } from '@headroom/stores';
import { serveGateway } from './gateway/serve-gateway.js';
import { serveHttp } from './http/serve-http.js';
import { onLeave } from './on-leave.js';
import { serveStdio } from './serve-stdio.js';
import { runEnvironment } from './tools/run-environment.js';

const USAGE = `headroom-mcp [--db FILE] [--model ID] [--read DIR]… [--run DIR]… [--env NAME]… [--http PORT [--host HOST --token TOKEN]]
headroom-mcp --gateway FILE [--db FILE] [--model ID]

Serves the Headroom tools over standard input and output, or over HTTP with --http.
Programs run in a --run DIR get PATH, HOME and the like of this environment, and the variables given by --env.
With --gateway it wraps the servers in the "mcpServers" of a file and shortens their results.
HEADROOM_LOG=1 writes a line about every call to standard error, without anything of the text.`;

const { values } = parseArgs({
  options: {
    db: { type: 'string' },
    model: { type: 'string' },
    read: { type: 'string', multiple: true },
    run: { type: 'string', multiple: true },
    env: { type: 'string', multiple: true },
    http: { type: 'string' },
    host: { type: 'string' },
    token: { type: 'string' },
    gateway: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

const options = {
  headroom: { log: !/^(?:0|false|off)?$/i.test(process.env.HEADROOM_LOG ?? '') },
  ...(values.db === undefined ? {} : { store: sqlite({ path: values.db }) }),
  ...(values.model === undefined ? {} : { model: values.model }),
  ...(values.read ? { read: { directories: values.read } } : {}),
  ...(values.run ? { run: { directories: values.run, env: runEnvironment(process.env, values.env) } } : {}),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.token === undefined ? {} : { token: values.token }),
};

if (values.help) console.log(USAGE);
else if (values.gateway !== undefined) await serveGateway(values.gateway, options);
else if (values.http === undefined) await serveStdio(options);
else {
  const serving = await serveHttp({ ...options, port: Number(values.http) });
  console.error(`Serving at ${serving.url}`);
  onLeave(() => serving.close());
}
