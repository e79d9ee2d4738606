import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { compressCommand } from './commands/compress.js';
import { dashboardCommand } from './commands/dashboard.js';
import { doctorCommand } from './commands/doctor.js';
import { evalsCommand } from './commands/evals.js';
import { explainCommand } from './commands/explain.js';
import { installCommands } from './commands/install.js';
import { learnCommand } from './commands/learn.js';
import { mcpCommand } from './commands/mcp.js';
import { memoryCommand } from './commands/memory.js';
import { proxyCommand } from './commands/proxy.js';
import { reportCommand } from './commands/report.js';
import { retrieveCommand } from './commands/retrieve.js';
import { serveCommand } from './commands/serve.js';
import { statsCommand } from './commands/stats.js';
import { wrapCommand } from './commands/wrap.js';
import { describeProblem } from './describe-problem.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** The commands, in the order of `headroom --help`. A new command is one file and one line here. */
const commands = [
  reportCommand,
  learnCommand,
  compressCommand,
  explainCommand,
  retrieveCommand,
  statsCommand,
  memoryCommand,
  dashboardCommand,
  serveCommand,
  proxyCommand,
  wrapCommand,
  installCommands,
  doctorCommand,
  mcpCommand,
  evalsCommand,
];

const EXAMPLES = `
Examples:
  headroom report
  npm test 2>&1 | headroom compress --query "which test failed?" --stats
  headroom explain request.json
  headroom retrieve 3f2a9c0d5b7e1f2a3b4c5d6e --lines 120-180
  headroom run -- npm test
  headroom stats --days 7

Originals and figures are kept in ~/.headroom/store.db, or in the file named by HEADROOM_STORE.
Money is at list prices; HEADROOM_PRICES names a file with others: { "model": { "input": 3, "cached": 0.3 } }.
HEADROOM_LOG=1 writes a line about every call to standard error, without anything of the text.`;

/** Texts of which none is as good as an empty one. */
const MAY_BE_EMPTY: ReadonlySet<string | undefined> = new Set(['--query', '--reason']);

const program = new Command('headroom')
  .description('Shrinks what an AI agent reads: tool outputs, logs, files, search results. Nothing is lost.')
  .version(version)
  .showSuggestionAfterError()
  .addHelpText('after', EXAMPLES)
  .exitOverride();
program
  .command('run')
  .description('Run a command and shorten what it prints; exit code, signals and input are its own')
  .usage('[--query <question>] [--hold <seconds>] -- command [arguments]');
for (const add of commands) add(program);
program.hook('preAction', (_, command) => refuseEmpty(command));

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away: that is its right.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** 0 for help, 2 for misuse, 1 for everything else. What is wrong is said in words, and with `--json` also as that. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const [, sought] = process.argv.slice(process.argv.indexOf('help'));
    // Only the help of everything is printed for it.
    if (error.code === 'commander.help' && process.argv.includes('help') && sought !== undefined)
      process.stderr.write(`error: unknown command '${sought}'\n`);
    if (error.code !== 'commander.help') sayAsJson(error.message.replace(/^error: /, ''), 2);
    return 2;
  }
  const message = describeProblem(error);
  const isMisuse = error instanceof UsageError || error instanceof InvalidArgumentError;
  const code = isMisuse || (error as { name?: string } | null)?.name === 'HeadroomError' ? 2 : 1;
  sayAsJson(message, code);
  process.stderr.write(`headroom: ${message}\n`);
  return code;
}

/** Who asked for JSON is given some: nothing else was printed then. What is behind `--` is for another program. */
function sayAsJson(message: string, exitCode: number): void {
  const end = process.argv.indexOf('--');
  const own = end < 0 ? process.argv : process.argv.slice(0, end);
  if (own.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { message, exitCode } }, null, 2)}\n`);
}

/** A name or a place that is empty is mostly a variable that was not set: what it would choose is not what was meant. */
function refuseEmpty(command: Command): void {
  for (const option of command.options) {
    if (MAY_BE_EMPTY.has(option.long) || command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value === '' || (Array.isArray(value) && value.includes('')))
      throw new UsageError(`${option.long} is empty: give it a value, or leave it out`);
  }
}
