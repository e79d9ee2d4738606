import type { AgentName, InstallOptions, InstallStep, Scope } from '@headroom/mcp';
import { type Command, Option } from 'commander';
import { openStore, wantsLog } from '../open-store.js';
import { dim, green, printText, remark, yellow } from '../print.js';
import { positive } from '../settings.js';

const AGENTS: readonly AgentName[] = ['claude-code', 'cursor', 'codex', 'vscode', 'opencode'];
/** How agents start the server: this very command. */
const LAUNCH = { command: 'headroom', args: ['mcp', 'serve'] };

const EXAMPLES = `
Examples:
  headroom mcp install --dry-run              what would be written into which agents' configuration
  headroom mcp serve --read . --run .         over standard input and output
  headroom mcp serve --gateway servers.json   other servers, their results shortened`;

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

interface InstallFlags {
  readonly agent?: AgentName[];
  readonly scope?: Scope;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `headroom mcp serve|install|uninstall|status`. */
export function mcpCommand(program: Command): void {
  const mcp = program
    .command('mcp')
    .description('Serve Headroom to MCP clients, and tell them of it')
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
  installFlags(mcp.command('install').description('Add the server to the configurations of agents'))
    .option('--dry-run', 'only show the changes')
    .option('--force', 'also replace an entry of our name that somebody else wrote')
    .action(async (flags: InstallFlags) => {
      const { install } = await import('@headroom/mcp');
      report(install({ ...toInstall(flags), launch: LAUNCH }), flags.dryRun === true);
    });
  installFlags(mcp.command('uninstall').description('Take out exactly what install wrote'))
    .option('--dry-run', 'only show the changes')
    .action(async (flags: InstallFlags) => {
      const { uninstall } = await import('@headroom/mcp');
      report(uninstall({ ...toInstall(flags), launch: LAUNCH }), flags.dryRun === true);
    });
  installFlags(mcp.command('status').description('Say where the server is installed')).action(
    async (flags: InstallFlags) => {
      const { status } = await import('@headroom/mcp');
      for (const { agent, file, state } of status({ ...toInstall(flags), launch: LAUNCH })) {
        printText(`${agent.padEnd(12)} ${(state === 'installed' ? green : dim)(state.padEnd(10))} ${file}\n`);
      }
    },
  );
}

function installFlags(command: Command): Command {
  return command
    .addOption(new Option('-a, --agent <names...>', 'only these agents').choices([...AGENTS]))
    .addOption(
      new Option('--scope <scope>', 'for the user or for the project in this folder').choices(['user', 'project']),
    );
}

function toInstall({ agent, scope, dryRun, force }: InstallFlags): InstallOptions {
  return {
    ...(agent ? { agents: agent } : {}),
    ...(scope ? { scope } : {}),
    ...(dryRun ? { dryRun } : {}),
    ...(force ? { force } : {}),
  };
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

function report(steps: readonly InstallStep[], dryRun: boolean): void {
  for (const { agent, file, outcome, diff, problem } of steps) {
    const bad = outcome === 'conflict' || outcome === 'changed' || outcome === 'unreadable';
    remark(
      `${agent.padEnd(12)} ${(bad ? yellow : dim)(outcome.padEnd(10), process.stderr)} ${file}${problem ? `: ${problem}` : ''}`,
    );
    if (dryRun && diff) printText(diff.endsWith('\n') ? diff : `${diff}\n`);
    if (bad) process.exitCode = 1;
  }
}
