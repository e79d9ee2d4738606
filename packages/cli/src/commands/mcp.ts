import type { Command } from 'commander';
import { openStore, wantsLog } from '../open-store.js';
import { remark } from '../print.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';
import { positive } from '../settings.js';
import { version } from '../version.js';

const EXAMPLES = `
Examples:
  headroom mcp serve --read . --run .         over standard input and output
  headroom mcp serve --gateway servers.json   other servers, their results shortened`;

type SessionFlags = Pick<ServeFlags, 'read' | 'run' | 'env' | 'gateway'> & { readonly agent?: string };

interface ServeFlags {
  readonly model?: string;
  readonly read?: string[];
  readonly run?: string[];
  readonly env?: string[];
  readonly http?: number;
  readonly host?: string;
  readonly token?: string;
  readonly gateway?: string;
}

/** `headroom mcp serve` and `headroom mcp session`. */
export function mcpCommand(commands: Command): void {
  const mcp = commands
    .command('mcp')
    .description('Serve Headroom to MCP clients; `headroom install` tells them of it')
    .addHelpText('after', EXAMPLES);
  mcp
    .command('serve')
    .description('Serve the tools over standard input and output, over HTTP, or as a gateway to other servers')
    .option('-m, --model <id>', 'model whose tokens are counted')
    .option('--read <folders...>', 'folders whose files headroom_read may read')
    .option('--run <folders...>', 'folders in which headroom_run may run commands')
    .option('--env <names...>', 'variables that those commands get besides PATH, HOME and the like')
    .option('--http <port>', 'serve Streamable HTTP on this port', positive)
    .option('--host <host>', 'host to listen on; anything but loopback needs --token')
    .option('--token <token>', 'what HTTP clients have to send as bearer token')
    .option('--gateway <file>', 'wrap the servers in the "mcpServers" of a file and shorten their results')
    .action(serve);
  mcp
    .command('session')
    .description('Serve one session of an agent, by the service of this machine: what `headroom install` writes down')
    .option('--read <folders...>', 'as of `mcp serve`')
    .option('--run <folders...>', 'as of `mcp serve`')
    .option('--env <names...>', 'as of `mcp serve`')
    .option('--gateway <file>', 'as of `mcp serve`')
    .option('--agent <name>', 'the agent that starts it')
    .action(session);
}

async function session({ agent, ...flags }: SessionFlags): Promise<void> {
  const { serveSession } = await import('../session/session-server.js');
  const serve = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);
  serveSession({
    service: { folder: serviceFolder(), version, program },
    ...(serve.length > 0 ? { serve } : {}),
    agent,
    input: process.stdin,
    output: process.stdout,
    onEnd: () => process.exit(0),
  });
}

async function serve(flags: ServeFlags): Promise<void> {
  const { model, read, run, env, http, host, token, gateway } = flags;
  const { onLeave, runEnvironment, serveGateway, serveHttp, serveStdio } = await import('@headroom/mcp');
  const options = {
    store: await openStore(),
    headroom: { log: wantsLog() },
    ...(model === undefined ? {} : { model }),
    ...(read ? { read: { directories: read } } : {}),
    ...(run ? { run: { directories: run, env: runEnvironment(process.env, env) } } : {}),
  };
  if (gateway !== undefined) await serveGateway(gateway, options);
  else if (http === undefined) await serveStdio(options);
  else {
    const reached = { ...(host === undefined ? {} : { host }), ...(token === undefined ? {} : { token }) };
    const serving = await serveHttp({ ...options, ...reached, port: http });
    remark(`Serving at ${serving.url}`);
    onLeave(() => serving.close());
  }
}
