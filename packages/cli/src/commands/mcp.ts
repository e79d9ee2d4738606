import type { Command } from 'commander';
import { describeProblem } from '../describe-problem.js';
import { inMemoryFlags } from '../memory/in-flags.js';
import { openStore, wantsLog } from '../open-store.js';
import { folderNamed } from '../output-file.js';
import { remark } from '../print.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';
import { port } from '../settings.js';
import { MissingPlace, UsageError } from '../usage-error.js';
import { version } from '../version.js';

const EXAMPLES = `
Examples:
  headroom mcp serve --read . --run .         over standard input and output
  headroom mcp serve --memory                 with tools to remember and recall what is known of this project
  headroom mcp serve --gateway servers.json   other servers, their results shortened

Where a folder is not there or a memory is damaged, the other tools are served without it: standard error and the client are told once.`;

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
    .option('--http <port>', 'serve Streamable HTTP on this port', port)
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
    onEnd: (code) => process.exit(code),
  });
}

async function serve(flags: ServeFlags): Promise<void> {
  const { model, read, run, env, http, host, token, gateway } = flags;
  checkTogether(flags);
  const { onLeave, runEnvironment, serveGateway, serveHttp, serveStdio } = await import('@headroom/mcp');
  const notices: string[] = [];
  const known = await memoryOf(flags, notices);
  const [reads, runs] = [foldersThere('--read', read, notices), foldersThere('--run', run, notices)];
  for (const notice of notices) remark(`headroom: ${notice}`);
  const options = {
    store: await openStore(),
    headroom: { log: wantsLog() },
    notices,
    ...(model === undefined ? {} : { model }),
    ...(reads.length > 0 ? { read: { directories: reads } } : {}),
    ...(runs.length > 0 ? { run: { directories: runs, env: runEnvironment(process.env, env) } } : {}),
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

/** Flags that say nothing alone are mostly a slip. */
function checkTogether({ http, host, token, run, env }: ServeFlags): void {
  if (http === undefined && (host !== undefined || token !== undefined))
    throw new UsageError('--host and --token go with --http <port>');
  if (env && !run) throw new UsageError('--env goes with --run: it is for the commands that may be run');
  if (http !== undefined && host !== undefined && token === undefined && !LOOPBACK.has(host))
    throw new UsageError(`--host ${host} can be reached by others: it needs --token`);
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Of the folders that are named, those that are there; what is brought back of shortened texts must not be lost with one that is not. */
function foldersThere(flag: string, folders: readonly string[] | undefined, notices: string[]): readonly string[] {
  return (folders ?? []).flatMap((folder) => {
    try {
      return [folderNamed(folder, flag)];
    } catch (error) {
      notices.push(`${(error as Error).message}, so it is not offered; make it, or name another`);
      return [];
    }
  });
}

/**
 * The tools of the memory that is asked for. Outside of a project, and where it is damaged, there are none, and the server goes without them:
 * what it brings back of shortened texts must not be lost with them.
 */
async function memoryOf({ memory, memoryDb, memoryUser, memoryAgent, gateway }: ServeFlags, notices: string[]) {
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
      notices.push('this folder is in no project, so no memory is offered (--memory-db names one)');
      return undefined;
    }
  }
  const open = await openMemory(flags, true, 'memory-').catch((error: unknown) => {
    if (error instanceof UsageError && !(error instanceof MissingPlace)) throw error;
    notices.push(`no memory is offered: ${describeProblem(inMemoryFlags(error))}`);
    return undefined;
  });
  if (!open) return undefined;
  const source = memoryAgent === undefined ? {} : { source: { agent: memoryAgent } };
  return { memory: open.memory, tools: memoryTools({ memory: open.memory, scope: open.scope, ...source }) };
}
