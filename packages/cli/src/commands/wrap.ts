import { type Command, InvalidArgumentError, Option } from 'commander';
import { printText, remark, yellow } from '../print.js';
import { checkMode } from '../settings.js';
import { ADVISED_AGENTS, WRAPPED_AGENTS, type WrapFlags, type WrappedAgent } from '../wrap/agents.js';

const EXAMPLES = `
Examples:
  headroom wrap claude
  headroom wrap claude -- --continue
  headroom wrap codex -- exec "why does the build fail?"
  headroom wrap claude --lossless -- -p "why does the build fail?"

An agent that sends its requests to Bedrock, Vertex AI or Azure itself goes on doing so, with its own credentials. For one that
cannot, run \`headroom proxy --one-user --backend <name>\` where the credentials are, and give the agent its address: the service
behind \`wrap\` is one for all sessions, and signs for nobody.

No file is changed. What is behind -- goes to the agent as it is; exit code, signals and terminal are the agent's own.`;

/** As they were given: one tool at a time, too. */
interface Given extends WrapFlags {
  readonly excludeTool?: readonly string[];
}

/** `headroom wrap <agent>`: one session of somebody else's agent with Headroom in it. */
export function wrapCommand(program: Command): void {
  const wrap = program
    .command('wrap')
    .description('Start a coding agent whose tool outputs are shortened, for this session only')
    .addHelpText('after', EXAMPLES);
  for (const agent of WRAPPED_AGENTS) addAgent(wrap, agent);
  for (const { name, title, advice } of ADVISED_AGENTS)
    wrap
      .command(name)
      .description(title)
      .action(() => printText(advice));
}

function addAgent(wrap: Command, agent: WrappedAgent): void {
  const command = wrap
    .command(agent.name)
    .description(agent.title)
    .argument('[arguments...]', 'for the agent, behind --')
    .addOption(new Option('--mode <mode>', 'how far to go').choices(['lossless', 'balanced', 'aggressive']))
    .option('--lossless', 'leave nothing out')
    .option('--exclude-tools <names...>', 'tools whose outputs stay as they are; * and ? are wildcards', collected, [])
    .addOption(new Option('--exclude-tool <name>').argParser(collected).default([]).hideHelp());
  command.showHelpAfterError(`What is for ${agent.name} stands behind --: headroom wrap ${agent.name} -- …`);
  for (const option of agent.options?.((flags, text) => new Option(flags, text)) ?? []) command.addOption(option);
  command.addHelpText('after', EXAMPLES).action(async (args: string[], { excludeTool = [], ...flags }: Given) => {
    checkMode(flags);
    const { wrapAgent } = await import('../wrap/wrap-agent.js');
    const all = { ...flags, excludeTools: [...(flags.excludeTools ?? []), ...excludeTool] };
    await wrapAgent(agent, args, all, (text) => remark(yellow(`headroom: ${text}`, process.stderr)));
  });
}

function collected(value: string, before: readonly string[]): readonly string[] {
  if (value === '' || value.length > 256)
    throw new InvalidArgumentError('It must be a name of at most 256 characters.');
  return [...before, value];
}
