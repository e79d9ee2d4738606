import { type Command, InvalidArgumentError, Option } from 'commander';
import { remark, yellow } from '../print.js';
import type { WrapFlags } from '../wrap/claude.js';

const EXAMPLES = `
Examples:
  headroom wrap claude
  headroom wrap claude -- --continue
  headroom wrap claude --lossless -- -p "why does the build fail?"

No file is changed. What is behind -- goes to the agent as it is; exit code, signals and terminal are the agent's own.`;

/** `headroom wrap <agent>`: one session of somebody else's agent with Headroom in it. */
export function wrapCommand(program: Command): void {
  const wrap = program
    .command('wrap')
    .description('Start a coding agent whose tool outputs are shortened, for this session only')
    .addHelpText('after', EXAMPLES);
  wrap
    .command('claude')
    .description('Claude Code, by its hooks')
    .argument('[arguments...]', 'for the agent, behind --')
    .addOption(new Option('--mode <mode>', 'how far to go').choices(['lossless', 'balanced', 'aggressive']))
    .option('--lossless', 'leave nothing out')
    .option('--exclude-tool <name>', 'a tool whose outputs stay as they are; * and ? are wildcards', collected, [])
    .option(
      '--failed-commands',
      'also shorten what failing commands print; those in the background then speak after 30 s',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (args: string[], flags: WrapFlags) => {
      const { wrapClaude } = await import('../wrap/claude.js');
      await wrapClaude(args, flags, (text) => remark(yellow(`headroom: ${text}`, process.stderr)));
    });
}

function collected(value: string, before: readonly string[]): readonly string[] {
  if (value === '' || value.length > 256)
    throw new InvalidArgumentError('It must be a name of at most 256 characters.');
  return [...before, value];
}
