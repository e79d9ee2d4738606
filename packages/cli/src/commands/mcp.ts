import type { Command } from 'commander';
import { openStore, wantsLog } from '../open-store.js';
import { remark } from '../print.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';
import { positive } from '../settings.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';

const EXAMPLES = `
Examples:
  headroom mcp serve --read . --run .         over standard input and output
  headroom mcp serve --memory                 with tools to remember and recall what is known of this project
  headroom mcp serve --gateway servers.json   other servers, their results shortened`;

type SessionFlags = Pick<ServeFlags, 'read' | 'run' | 'env' | 'gateway' | keyof MemoryOf> & { readonly agent?: string };

/** Whose memory is offered. */
interface MemoryOf {
  readonly memory?: boolean;
  readonly memoryDb?: string;
  readonly memoryUser?: string;
  readonly memoryAgent?: string;
}

interface ServeFlags extends MemoryOf {
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
    .option('--memory', 'offer memory_save, memory_search and the like for the project that this folder is in')
    .option('--memory-db <file>', 'as --db of `headroom memory`; needs --memory-user')
    .option('--memory-user <name>', 'whose memory (default: that of the project)')
    .option('--memory-agent <name>', "one of the user's agents")
    .action(serve);
  mcp
    .command('session')
    .description('Serve one session of an agent, by the service of this machine: what `headroom install` writes down')
    .option('--read <folders...>', 'as of `mcp serve`')
    .option('--run <folders...>', 'as of `mcp serve`')
    .option('--env <names...>', 'as of `mcp serve`')
    .option('--gateway <file>', 'as of `mcp serve`')
    .option('--memory', 'as of `mcp serve`')
    .option('--memory-db <file>', 'as of `mcp serve`')
    .option('--memory-user <name>', 'as of `mcp serve`')
    .option('--memory-agent <name>', 'as of `mcp serve`')
    .option('--agent <name>', 'the agent that starts it')
    .action(session);
}

async function session({ agent, ...flags }: SessionFlags): Promise<void> {
  const { serveSession } = await import('../session/session-server.js');
  const serve = Object.entries(flags).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}`;
    return value === true ? [flag] : [flag, ...[value as string | string[]].flat()];
  });
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
  const known = await memoryOf(flags);
  const options = {
    store: await openStore(),
    headroom: { log: wantsLog() },
    ...(model === undefined ? {} : { model }),
    ...(read ? { read: { directories: read } } : {}),
    ...(run ? { run: { directories: run, env: runEnvironment(process.env, env) } } : {}),
    ...(known ? { memory: known.tools } : {}),
  };
  if (gateway !== undefined) await serveGateway(gateway, options);
  else if (http === undefined) {
    const { server } = await serveStdio(options);
    server.onclose = () => void known?.memory.close();
  } else {
    const reached = { ...(host === undefined ? {} : { host }), ...(token === undefined ? {} : { token }) };
    const serving = await serveHttp({ ...options, ...reached, port: http });
    remark(`Serving at ${serving.url}`);
    onLeave(() => serving.close().then(() => known?.memory.close()));
  }
}

/**
 * The tools of the memory that is asked for. Outside of a project there are none, and the server goes without them: what it brings back
 * of shortened texts must not be lost with them.
 */
async function memoryOf({ memory, memoryDb, memoryUser, memoryAgent, gateway }: ServeFlags) {
  if (!memory && [memoryDb, memoryUser, memoryAgent].every((flag) => flag === undefined)) return undefined;
  if (gateway !== undefined) throw new UsageError('--memory does not go with --gateway: serve it beside that');
  const [{ chosenProject, openMemory }, { memoryTools }] = await Promise.all([
    import('../memory/open-memory.js'),
    import('@headroom/memory'),
  ]);
  const flags = { db: memoryDb, user: memoryUser, agent: memoryAgent };
  if (memoryDb === undefined) {
    try {
      chosenProject({});
    } catch {
      remark('headroom: this folder is in no project, so no memory is offered (--memory-db names one)');
      return undefined;
    }
  }
  const open = await openMemory(flags, true, 'memory-');
  const source = memoryAgent === undefined ? {} : { source: { agent: memoryAgent } };
  return { memory: open.memory, tools: memoryTools({ memory: open.memory, scope: open.scope, ...source }) };
}
