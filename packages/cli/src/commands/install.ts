import { resolve } from 'node:path';
import type { InstallAgent, InstallStep } from '@headroom/agents/install';
import { type Command, Option } from 'commander';
import type { AgentSteps, InstallFlags } from '../install/install-agents.js';
import { folderNamed } from '../output-file.js';
import { dim, green, inHome, printText, remark, yellow } from '../print.js';
import { UsageError } from '../usage-error.js';

/** What is loaded to install is not loaded to say so. */
const AGENTS: readonly InstallAgent[] = ['claude', 'codex', 'gemini', 'opencode', 'copilot', 'cursor', 'vscode'];
const PROBLEMS: ReadonlySet<InstallStep['outcome']> = new Set(['conflict', 'changed', 'refused', 'waiting']);

const EXAMPLES = `
Examples:
  headroom install --dry-run              what would be written into which agents' configurations
  headroom install                        into those of all agents that are here
  headroom install --agent claude --scope project
  headroom install --read . --gateway servers.json
  headroom install --memory               with tools to remember and recall what is known of a project
  headroom uninstall                      takes all of it back

What is yours keeps its comments and its order. \`headroom wrap\` does the same for one session and changes no file.`;

const SHORTENED = "its tools' results are shortened, and can be asked for";
/** What an agent gets; the words of `headroom install`. */
const GETS: Readonly<Record<string, string>> = {
  claude: SHORTENED,
  gemini: SHORTENED,
  opencode: SHORTENED,
  copilot: SHORTENED,
  cursor: "results of other MCP servers' tools are shortened, its own tools' nobody can change",
  codex: 'the retrieve tool only: its hooks cannot change results. `headroom wrap codex` goes by a proxy',
};
const GETS_TOOLS = 'the retrieve tool only: it has no hook here that changes results';

const LOOKED_FOR = 'They are looked for on the path, and by the folders they keep: start one once, then try again.';

interface Flags extends InstallFlags {
  readonly read?: string[];
  readonly run?: string[];
  readonly env?: string[];
  readonly gateway?: string;
  readonly memory?: boolean;
}

/** `headroom install` and `headroom uninstall`, for good, in the configurations of agents. */
export function installCommands(program: Command): void {
  shared(
    program.command('install').description('Put Headroom into the configurations of the coding agents that are here'),
  )
    .option('--read <folders...>', 'also offer headroom_read for files in these folders')
    .option('--run <folders...>', 'also offer headroom_run for commands in these folders')
    .option('--env <names...>', 'variables that those commands get besides PATH, HOME and the like')
    .option('--gateway <file>', 'wrap the servers in the "mcpServers" of a file instead, and shorten their results')
    .option('--memory', 'also offer memory_save, memory_search and the like for the project that a session is in')
    .option('--force', 'also replace an entry of our name that somebody else wrote')
    .addHelpText('after', EXAMPLES)
    .action(async ({ read, run, env, gateway, memory, ...flags }: Flags) => {
      if (memory && gateway !== undefined)
        throw new UsageError('--memory does not go with --gateway: install one, and serve the other beside it');
      if (env && !run) throw new UsageError('--env goes with --run: it is for the commands that may be run');
      if (gateway !== undefined) (await import('@headroom/mcp')).serversIn(resolve(gateway));
      const { installAgents } = await import('../install/install-agents.js');
      const done = await installAgents(flags, {
        ...(read ? { read: read.map((path) => folderNamed(path, '--read')) } : {}),
        ...(run ? { run: run.map((path) => folderNamed(path, '--run')) } : {}),
        ...(env ? { env } : {}),
        ...(gateway === undefined ? {} : { gateway: resolve(gateway) }),
        ...(memory ? { memory } : {}),
      });
      report(done, flags, 'install');
    });
  shared(
    program
      .command('uninstall')
      .alias('unwrap')
      .description('Take out of those configurations exactly what was put in'),
  )
    .option('--force', 'leave what was edited since as it is, and forget it')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const { uninstallAgents } = await import('../install/install-agents.js');
      report(await uninstallAgents(flags), flags, 'uninstall');
    });
}

function shared(command: Command): Command {
  return command
    .addOption(new Option('-a, --agent <names...>', 'only these agents').choices([...AGENTS]))
    .addOption(
      new Option('--scope <scope>', 'for the user (default) or for the project in this folder').choices([
        'user',
        'project',
      ]),
    )
    .option('--dry-run', 'only show the changes');
}

function report(done: readonly AgentSteps[], { agent, dryRun = false }: Flags, act: 'install' | 'uninstall'): void {
  const shown = agent ? done : done.filter(({ isHere, steps }) => isHere && steps.length > 0);
  if (shown.length === 0 && act === 'install') {
    remark(`There is no agent here that is known: ${AGENTS.join(', ')}. ${LOOKED_FOR}`);
    process.exitCode = 1;
  } else if (shown.length === 0) remark('Nothing is installed.');
  for (const { agent: name, isHere, steps } of shown) {
    const isFine = !steps.some(isProblem);
    if (steps.length === 0) {
      remark(
        `${yellow('-', process.stderr)} ${name.padEnd(9)} ${isHere ? 'nothing to do here' : `not found here. ${LOOKED_FOR}`}`,
      );
      if (!isHere) process.exitCode = 1;
      continue;
    }
    const gets = act === 'install' && isFine ? (GETS[name] ?? GETS_TOOLS) : '';
    remark(
      `${isFine ? green('✓', process.stderr) : yellow('!', process.stderr)} ${name.padEnd(9)} ${dim(gets, process.stderr)}`,
    );
    for (const step of steps) remark(rowOf(step, dryRun));
    for (const { diff, outcome } of steps)
      if ((dryRun || outcome === 'changed') && diff) printText(`${diff.trimEnd()}\n`);
    if (!isFine) process.exitCode = 1;
  }
  if (act === 'install' && !dryRun && shown.some(({ steps }) => steps.some(isNew)))
    remark(
      dim(
        'It holds from the next session on. `headroom doctor` looks after it, `headroom uninstall` takes it back.',
        process.stderr,
      ),
    );
}

/** An entry is added to a file, or taken out of it; in a dry run it would be. */
function rowOf(step: InstallStep, dryRun: boolean): string {
  const { outcome, file, advice } = step;
  const isDone = outcome === 'added' || outcome === 'updated' || outcome === 'removed';
  const said = `${dryRun && isDone ? 'would be ' : ''}${outcome}${outcome === 'removed' ? ' from' : ''}`;
  const paint = isProblem(step) ? yellow : outcome === 'unchanged' || outcome === 'absent' ? dim : green;
  const row = `  ${paint(said.padEnd(10), process.stderr)} ${inHome(file)}`;
  return advice === undefined ? row : `${row}\n             ${advice}`;
}

function isProblem({ outcome }: InstallStep): boolean {
  return PROBLEMS.has(outcome);
}

function isNew({ outcome }: InstallStep): boolean {
  return outcome === 'added' || outcome === 'updated';
}
