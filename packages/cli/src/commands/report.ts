import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { AGENTS, type AgentName, sessionFolders } from '@headroom/agents/sessions';
import { type Command, Option } from 'commander';
import { homeFolder } from '../home-folder.js';
import { folderNamed, outputFile, writePageFile } from '../output-file.js';
import { dim, printText, remark } from '../print.js';
import type { Report, ReportOptions } from '../report/report.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly agent?: readonly AgentName[];
  readonly out?: string;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
}

const EXAMPLES = `
Examples:
  headroom report                          the sessions of every agent of this machine
  headroom report ~/.claude/projects/-home-me-shop
  headroom report --agent codex --out codex.html
  headroom report --json | jq .total

Reads Claude Code, Codex, Gemini CLI and opencode. Nothing leaves the machine and nothing of yours is changed. When reading all would
take more than a minute, a sample is taken: sessions in the order of a hash of their path, which has nothing to do with age, size or
agent, until the minute is over; at least one. The page says so. With --all it reads a hundred megabytes in one to two minutes.`;

const BUDGET_MS = 60_000;
/** Reading goes on beside it. A second one was seen to take a report above the 300 MB that it may hold. */
const THREADS = 1;
const PAGE = 'headroom-report.html';

/** `headroom report`: the user's own sessions, replayed offline, as a page. */
export function reportCommand(program: Command): void {
  program
    .command('report')
    .description(
      'Replay the sessions of your coding agents offline: what they sent and paid, and what would be left of it',
    )
    .argument('[folder]', 'where the transcripts are (default: the homes of the agents)')
    .addOption(new Option('--agent <names...>', 'only these agents').choices(AGENTS))
    .option('-o, --out <file>', `where to write the page (default: ${PAGE})`)
    .option('--json', 'print the figures as JSON; no page unless --out names one')
    .option('--all', 'read every session, however long it takes')
    .addOption(new Option('--mode <mode>', 'how far to go').choices(['lossless', 'balanced', 'aggressive']))
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(folder: string | undefined, flags: Flags): Promise<void> {
  const folders = folder === undefined ? homes(flags.agent) : [folderNamed(folder)];
  const page = flags.json && flags.out === undefined ? undefined : outputFile(flags.out ?? PAGE);
  const report = await made({
    folders,
    ...(flags.agent === undefined ? {} : { agents: flags.agent }),
    budgetMs: flags.all ? Number.POSITIVE_INFINITY : BUDGET_MS,
    headroom: { retrieval: 'tool', ...(flags.mode === undefined ? {} : { mode: flags.mode }) },
  });
  if (report.total.conversations === 0) throw new UsageError(`No sessions were found in ${folders.join(', ')}`);
  const { examples: _, ...figures } = report;
  if (flags.json) printText(`${JSON.stringify(figures, null, 2)}\n`);
  if (page === undefined) return;
  const { writePage } = await import('../report/page/page.js');
  writePageFile(page, writePage(report));
  if (!flags.json) printText(await inWords(report));
  remark(dim(pathToFileURL(page).href, process.stderr));
}

function homes(agents: readonly AgentName[] = AGENTS): string[] {
  const folders = sessionFolders(homeFolder(), process.env);
  return agents.flatMap((agent) => folders[agent]);
}

async function made(options: ReportOptions): Promise<Report> {
  const [{ makeReport }, { Progress }] = await Promise.all([
    import('../report/report.js'),
    import('../report/progress.js'),
  ]);
  const progress = new Progress(process.stderr, options.budgetMs);
  try {
    return await makeReport({
      ...options,
      threads: availableParallelism() < 2 ? 0 : THREADS,
      onProgress: (share, sessions) => progress.show(share, `${sessions.toLocaleString('en-US')} sessions replayed`),
    });
  } finally {
    progress.clear();
  }
}

async function inWords({ total, sample, left }: Report): Promise<string> {
  const { amount, counted, share } = await import('../report/page/numbers.js');
  const of = sample.read < sample.found ? ` of ${sample.found.toLocaleString('en-US')}, a sample` : '';
  const [kept, all] = [total.used[0] + total.said[0], total.used[1] + total.said[1]];
  const facts =
    all === 0
      ? 'no later step took anything from an earlier output.'
      : `${share(kept, all)} of what later steps took from earlier outputs still in sight.`;
  const done = left.shortened
    ? 'Headroom had been at work in them already: what it saved then is in `headroom stats`, not here.\n'
    : '';
  return `${counted(sample.read, 'session')}${of}, ${counted(total.requests, 'request')}, ${amount(total.tokensBefore)} tokens sent.
With Headroom: ${share(total.billAfter, total.billBefore)} of the input bill, ${share(total.tokensBefore - total.tokensAfter, total.tokensBefore)} fewer tokens,
${facts}\n${done}`;
}
