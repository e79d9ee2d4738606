import { type Command, InvalidArgumentError } from 'commander';
import { inMemoryFlags } from '../memory/in-flags.js';
import type { MemoryFlags, OpenMemory } from '../memory/open-memory.js';
import { remark, yellow } from '../print.js';
import { positive } from '../settings.js';

const EXAMPLES = `
Examples:
  headroom memory add "Tests run with pnpm test, never npm" --about test.command
  headroom memory search how are tests run
  headroom memory edit 7f3k9m2q4x1z "Tests run with vitest" --changed
  headroom memory export > memory.jsonl
  headroom memory sync CLAUDE.local.md AGENTS.md

What an id, a folder or a file names has to be there: else the exit code is 2, and nothing is made. Only --db of add, import and sync makes a file,
in a folder that is there. Exit code 1: something could not be read or written.

Without --db it is the memory of the project that this folder is in (the root of its repository; all worktrees share it), kept in
~/.headroom/memory, or in the folder named by HEADROOM_HOME. A folder in no project has none: name one with --project or --db. A
database named with --db may hold the memory of many, so it needs --user. A password for PostgreSQL is best left to PGPASSWORD.`;

/** `headroom memory`: what agents remember, to look at and to put right. */
export function memoryCommand(program: Command): void {
  const memory = program
    .command('memory')
    .description('Look at what agents remember of this project, put it right, move it, and share it with their files')
    .addHelpText('after', EXAMPLES);
  reading(memory);
  writing(memory);
  moving(memory);
}

function reading(memory: Command): void {
  sub(memory, 'list', 'Show what is remembered, newest first')
    .option('-n, --limit <count>', 'most records', positive, 50)
    .option('--after <id>', 'go on after this one')
    .option('--tag <names...>', 'only those with all of these')
    .option('--all', 'also those that were replaced or forgotten')
    .option('--at <date>', 'what held then')
    .action(withMemory(false, async (open, flags) => (await import('../memory/read.js')).list(open, flags)));
  sub(memory, 'show', 'Show all of one record')
    .argument('<id>')
    .action(withMemory(false, async (open, flags, id) => (await import('../memory/read.js')).show(open, id, flags)));
  sub(memory, 'search', 'Show what is known of a question, best first')
    .argument('<words...>', 'the question')
    .option('-n, --limit <count>', 'most records', positive)
    .option('--budget <tokens>', 'most tokens of what an agent gets (default: 1024)', positive)
    .option('--tag <names...>', 'only those with all of these')
    .option('--at <date>', 'as of then')
    .option('--text', 'print just what an agent gets')
    .action(
      withMemory(false, async (open, flags, words) => (await import('../memory/read.js')).search(open, words, flags)),
    );
  sub(memory, 'history', 'Show the versions of a record and what happened to them')
    .argument('<id>')
    .action(withMemory(false, async (open, flags, id) => (await import('../memory/read.js')).history(open, id, flags)));
  sub(memory, 'stats', 'Count what is there').action(
    withMemory(false, async (open, flags) => (await import('../memory/read.js')).stats(open, flags)),
  );
}

function writing(memory: Command): void {
  sub(memory, 'add', 'Remember a fact; one that is known is not remembered twice')
    .argument('[text...]', 'the fact (default: standard input)')
    .option('--about <name>', 'what it is about, as user.city: it takes the place of what was remembered of that')
    .option('--tag <names...>', 'words to find it by')
    .option('--importance <number>', 'from 0 to 1 (default: 0.5)', fraction)
    .option('--said <date>', 'when it was said (default: now)')
    .option('--until <date>', 'until when it holds')
    .action(
      withMemory(true, async (open, flags, words) => (await import('../memory/write.js')).add(open, words, flags)),
    );
  sub(memory, 'edit', 'Correct a record; what it was stays in its history')
    .argument('<id>')
    .argument('[text...]', 'the right text; - reads it from standard input')
    .option('--changed', 'it was right, and something else holds now: it is replaced by a new record')
    .option('--tag <names...>', 'in the place of its tags')
    .option('--importance <number>', 'from 0 to 1', fraction)
    .option('--until <date>', 'until when it holds, or none')
    .option('--reason <words>', 'for the history')
    .action(
      withMemory(false, async (open, flags, id, words) =>
        (await import('../memory/write.js')).edit(open, id, words, flags),
      ),
    );
  sub(memory, 'forget', 'Hide records; they can be restored')
    .argument('<ids...>')
    .option('--reason <words>', 'for the history')
    .action(
      withMemory(false, async (open, flags, ids) => (await import('../memory/write.js')).forget(open, ids, flags)),
    );
  sub(memory, 'restore', 'Bring forgotten records back')
    .argument('<ids...>')
    .option('--reason <words>', 'for the history')
    .action(
      withMemory(false, async (open, flags, ids) => (await import('../memory/write.js')).restore(open, ids, flags)),
    );
  sub(memory, 'prune', 'Remove for good what is not needed; only says what, without --apply')
    .option('--apply', 'remove it')
    .option('--forgotten <days>', 'what was forgotten more than so many days ago (default: 30)', atLeastZero)
    .option('--ended <days>', 'what was replaced, or ran out, more than so many days ago', atLeastZero)
    .option('--worth <number>', 'what is worth less: importance, halved every 30 days', fraction)
    .option('--most <count>', 'what is beyond so many, the least worth first', atLeastZero)
    .action(withMemory(false, async (open, flags) => (await import('../memory/transfer.js')).prune(open, flags)));
}

function moving(memory: Command): void {
  sub(memory, 'export', 'Write everything as JSON lines, history included', false)
    .argument('[file]', 'default: standard output')
    .action(
      withMemory(
        false,
        async (open, flags, file) => (await import('../memory/transfer.js')).exportTo(open, file, flags),
        async (file) => (await import('../memory/transfer.js')).checkOutput(file),
      ),
    );
  sub(memory, 'import', 'Take an export in; what is there already stays as it is')
    .argument('[file]', 'default: standard input')
    .action(
      withMemory(
        true,
        async (open, { json }, file) => (await import('../memory/transfer.js')).importFrom(open, file, json),
        async (file) => (await import('../memory/transfer.js')).checkInput(file),
      ),
    );
  sub(
    memory,
    'sync',
    'Bring files that agents read and the memory together; of a file only what is between our marks changes',
  )
    .argument('[files...]', 'CLAUDE.local.md, CLAUDE.md, AGENTS.md, GEMINI.md, claude-memory (default: those in use)')
    .option('--budget <tokens>', 'most tokens of what is ours in each (default: 2000, or 3000)', positive)
    .option('--dry-run', 'only say what would change')
    .option('--remove', 'take our block out again')
    .option('--outside <files...>', 'files, or folders, outside of the project that a link in it may lead to')
    .action(
      withMemory(true, async (open, flags, files) => (await import('../memory/sync.js')).sync(open, files, flags)),
    );
}

function sub(memory: Command, name: string, description: string, hasJson = true): Command {
  const command = memory
    .command(name)
    .description(description)
    .option('--project <folder>', 'the project (default: the one this folder is in)')
    .option('--db <file>', 'another database: a file, or postgres://…; needs --user')
    .option('--user <name>', 'whose memory (default: that of the project)')
    .option('--agent <name>', "one of the user's agents")
    .option('--session <name>', 'one session');
  return hasJson ? command.option('--json', 'print JSON') : command;
}

// biome-ignore lint/suspicious/noExplicitAny: commander gives whatever was declared above
type Step = (open: OpenMemory, flags: any, ...args: any[]) => Promise<void>;

/** Runs a step on the memory that the flags name, and closes it. What has to be right before one is made is looked at first. */
function withMemory(
  isToMake: boolean,
  step: Step,
  // biome-ignore lint/suspicious/noExplicitAny: commander gives whatever was declared above
  check: (...args: any[]) => Promise<void> = async () => undefined,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const [flags, args] = [given.at(-2) as MemoryFlags, given.slice(0, -2)];
    try {
      await check(...args);
      const { openMemory } = await import('../memory/open-memory.js');
      const open = await openMemory(flags, isToMake);
      try {
        await step(open, flags, ...args);
        if (!isToMake && flags.user !== undefined) await sayWhoElse(open, flags.user);
      } finally {
        await open.memory.close();
      }
    } catch (error) {
      throw inMemoryFlags(error);
    }
  };
}

/** That nothing is known of somebody may be true, or a slip in the name. */
async function sayWhoElse({ memory }: OpenMemory, user: string): Promise<void> {
  const { namesInWords, usersOf } = await import('../memory/open-memory.js');
  const names = await usersOf(memory);
  if (names.length > 0 && !names.includes(user))
    remark(
      yellow(`headroom: nothing is remembered of --user ${user}; it is of ${namesInWords(names)}`, process.stderr),
    );
}

function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}
