import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AGENTS, type AgentName } from '@headroom/agents/sessions';
import type { Change, Learned, LearnedProject, RuleKind, Sighting, Target } from '@headroom/learn';
import { type Command, Option } from 'commander';
import { homeFolder } from '../home-folder.js';
import { folderNamed, outputFile, writePageFile } from '../output-file.js';
import { dim, green, inHome, printText, remark, yellow } from '../print.js';
import { serviceFolder } from '../service/state.js';
import { positive } from '../settings.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly project?: readonly string[];
  readonly all?: boolean;
  readonly agent?: readonly AgentName[];
  readonly apply?: boolean;
  readonly target?: Target;
  readonly evidence?: number;
  readonly most?: number;
  readonly drop?: readonly string[];
  readonly outside?: readonly string[];
  readonly llm?: string;
  readonly memory?: boolean;
  readonly report?: string | true;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  headroom learn                           what the sessions in this project say; nothing is written
  headroom learn --apply                   write it: CLAUDE.local.md, and what the other agents used here read
  headroom learn --all --report            every project, as a page: rules, and what failed before and after they were written
  headroom learn --drop 3fa4c1d2 --apply   take a rule out for good
  headroom learn --llm claude-sonnet-4-5   ask a model too (ANTHROPIC_API_KEY, else OPENAI_API_KEY and OPENAI_BASE_URL)

Reads Claude Code, Codex, Gemini CLI and opencode: the first time all of a project's transcripts, then only what is new. A rule is what
was seen in two sessions (--evidence): a call that failed, by its exit code or error flag, and what then worked. Nothing leaves the machine
unless a model is named; then texts go to it with secrets covered. Of a file only what is between our marks is ever written, and through a
link that leads out of the project only where --outside names the file. Exit code 1: something was not written, and it is said why.`;

const TARGETS = ['CLAUDE.local.md', 'CLAUDE.md', 'AGENTS.md', 'GEMINI.md', 'MEMORY.md'];
const PAGE = 'headroom-learn.html';

/** `headroom learn`: rules from what failed in past sessions and what then worked. */
export function learnCommand(program: Command): void {
  program
    .command('learn')
    .description(
      'Learn from past sessions of your coding agents: what failed, what then worked, and whether a rule about it helped',
    )
    .argument('[folder]', 'where the transcripts are (default: the homes of the agents)')
    .option('--project <folders...>', 'the projects (default: the one of this folder)')
    .option('--all', 'every project')
    .addOption(new Option('--agent <names...>', 'only these agents').choices(AGENTS))
    .option('--apply', 'write; without it nothing is written')
    .addOption(
      new Option('--target <file>', 'where rules go (default: CLAUDE.local.md for Claude Code)').choices(TARGETS),
    )
    .option('--evidence <sessions>', 'sessions in which something was seen before it is a rule (default: 2)', positive)
    .option('--most <lines>', 'rules a file (default: 15)', positive)
    .option('--drop <ids...>', 'rules that are not to be written any more')
    .option('--outside <files...>', 'files, or folders, outside of the project that a link in it may lead to')
    .option('--llm <model>', 'have a model look too; what it says needs the same evidence')
    .option('--memory', "put what is written into the project's memory too (headroom memory)")
    .option('--report [file]', `write a page (default: ${PAGE})`)
    .option('--json', 'print all of it as JSON, with the places')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(folder: string | undefined, flags: Flags): Promise<void> {
  if (flags.all && flags.project) throw new UsageError('--all and --project contradict each other');
  if (flags.memory && !flags.apply)
    throw new UsageError('--memory goes with --apply: what is written is put into the memory too');
  const page = flags.report === undefined ? undefined : outputFile(flags.report === true ? PAGE : flags.report);
  const folders = folder === undefined ? undefined : [folderNamed(folder)];
  const { learn, modelNamed, reportPage } = await import('@headroom/learn');
  const memory = flags.memory ? new (await import('../memory/rules-memory.js')).RulesMemory() : undefined;
  const found = await learn({
    home: homeFolder(),
    env: process.env,
    state: serviceFolder(),
    ...(folders === undefined ? {} : { folders }),
    ...(flags.all ? {} : { projects: (flags.project ?? ['.']).map((one) => resolve(one)) }),
    ...(flags.agent === undefined ? {} : { agents: flags.agent }),
    ...(flags.target === undefined ? {} : { target: flags.target }),
    ...(flags.evidence === undefined ? {} : { evidence: flags.evidence }),
    ...(flags.most === undefined ? {} : { most: flags.most }),
    ...(flags.outside === undefined ? {} : { outside: flags.outside.map((one) => resolve(one)) }),
    ...(flags.drop === undefined ? {} : { drop: flags.drop }),
    ...(flags.llm === undefined ? {} : { model: modelNamed(flags.llm, process.env) }),
    ...(memory === undefined ? {} : { memory }),
    apply: flags.apply === true,
  }).finally(() => memory?.close());
  const learned = { ...found, warnings: [...found.warnings, ...(memory?.problems ?? [])] };
  if (folders !== undefined && learned.gathered.found === 0)
    throw new UsageError(`No transcripts were found in ${folders.join(', ')}`);
  if (flags.apply && isIncomplete(learned, flags)) process.exitCode = 1;
  if (flags.json) printText(`${JSON.stringify(learned, null, 2)}\n`);
  else printText(inWords(learned, flags.apply === true));
  for (const warning of learned.warnings) remark(yellow(warning, process.stderr));
  if (page === undefined) return;
  writePageFile(page, reportPage(learned));
  remark(dim(pathToFileURL(page).href, process.stderr));
}

/** Something that was to be written was not. Among all projects there are always some that nothing can be written into. */
function isIncomplete({ projects, warnings }: Learned, { all }: Flags): boolean {
  const isRefused = ({ changes, unwritten, rules }: LearnedProject) =>
    changes.some(({ problem }) => problem !== undefined) || (!all && unwritten !== undefined && rules.length > 0);
  return warnings.length > 0 || projects.some(isRefused);
}

function inWords({ projects, gathered }: Learned, isApplied: boolean): string {
  const seen = projects.filter(({ sessions }) => sessions > 0);
  if (seen.length === 0)
    return `No sessions of this project were found among ${gathered.found} transcripts. --all shows every project.\n`;
  const unread = gathered.failed > 0 ? `${gathered.failed} transcripts could not be read.\n` : '';
  const texts = seen.map((project) => projectInWords(project, isApplied));
  const hint =
    !isApplied && seen.some(({ changes }) => changes.some(({ isChange }) => isChange))
      ? 'Nothing was written; --apply writes.\n'
      : '';
  return `${texts.join('\n')}${unread}${hint}`;
}

function projectInWords(
  { root, sessions, calls, rules, waiting, changes, measured, unwritten, remembered }: LearnedProject,
  isApplied: boolean,
): string {
  const lines = [`${inHome(root)}  ${dim(`${counted(sessions, 'session')}, ${counted(calls, 'call')}`)}`];
  for (const { id, kind, text, sessions: seen, sightings } of rules) {
    lines.push(`  ${id}  ${text}  ${dim(`${seen} sessions`)}`);
    const [first] = sightings;
    if (first) lines.push(dim(`            ${placesInWords(kind, first)}`));
  }
  const few = waiting.filter(({ because }) => because === 'too few sessions').length;
  if (rules.length === 0) lines.push('  no rules');
  if (few > 0)
    lines.push(dim(`  ${counted(few, 'more thing')} seen in too few sessions to be a rule (--json shows them)`));
  for (const { text, before, after, verdict, id } of measured) {
    const figures = `${before.withIt} of ${before.sessions} sessions before, ${after.withIt} of ${after.sessions} after`;
    if (verdict === 'helps') lines.push(green(`  helps: ${text} ${figures}`));
    if (verdict === 'does not help')
      lines.push(yellow(`  does not help: ${text} ${figures}; headroom learn --drop ${id} --apply`));
  }
  for (const change of changes) lines.push(`  ${changeInWords(change, isApplied)}`);
  if (unwritten !== undefined && rules.length > 0) lines.push(yellow(`  ${UNWRITTEN[unwritten]}`));
  if (remembered.length > 0) lines.push(`  ${counted(remembered.length, 'rule')} put into the memory`);
  return `${lines.join('\n')}\n`;
}

const UNWRITTEN = {
  'no such folder': 'nothing is written: the folder is not there any more',
  home: 'nothing is written: your home is no project, and what stands there holds for all; start agents in a project',
} as const;

function placesInWords(kind: RuleKind, { failure, success }: Sighting): string {
  const place = `${inHome(failure.file)}:${failure.line}`;
  if (kind === 'refused') return `${place} refused`;
  if (kind === 'loop') return `${place} failed first, :${success.line} again`;
  return kind === 'correction' ? `${place} called, :${success.line} said` : `${place} failed, :${success.line} worked`;
}

function changeInWords({ file, had, lines, isChange, isNew, problem }: Change, isApplied: boolean): string {
  const name = inHome(file);
  if (problem !== undefined) return yellow(`${name} is left as it is: ${problem}`);
  if (!isChange) return dim(`${name} says so already`);
  const before = new Set((had ?? []).map(({ id }) => id));
  const now = new Set(lines.map(({ id }) => id));
  const added = lines.filter(({ id }) => !before.has(id)).length;
  const gone = [...before].filter((id) => !now.has(id)).length;
  const what =
    [added > 0 && `${counted(added, 'rule')} added`, gone > 0 && `${counted(gone, 'rule')} taken out`]
      .filter(Boolean)
      .join(', ') || 'the block is written anew';
  return `${name}${isNew ? ' (new)' : ''}: ${isApplied ? what : `would be ${isNew ? 'made' : 'changed'}: ${what}`}`;
}

const counted = (n: number, one: string) => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;
