import { type ChildProcess, spawn } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { leaveAs } from '../leave-as.js';
import { startWithSignals } from '../start-with-signals.js';
import { HeldOutput } from './held-output.js';
import { RUN_USAGE, type RunRequest, readArguments } from './read-arguments.js';

/** How long the rest of the output is waited for when the command has ended. */
const DRAIN_MS = 250;

/** Who sends one of these wants to see what there is. */
const ENDS: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT']);

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'command not found',
  EACCES: 'it is no program that may be run',
};

/** Shorter output is never shortened. */
const LEAST_BYTES = 600;

const request = readArguments(process.argv.slice(3));
if (request === 'help') process.stderr.write(`${RUN_USAGE}\n`);
else if ('problem' in request) {
  process.stderr.write(`headroom run: ${request.problem}\n\n${RUN_USAGE}\n`);
  process.exitCode = 2;
} else run(request);

function run({ command, query, holdSeconds, onlyFailed }: RunRequest): void {
  // On a terminal somebody watches.
  const holds = !isatty(1);
  const held = new HeldOutput();
  const child = startWithSignals(
    () => start(command, holds),
    (signal) => {
      if (ENDS.has(signal)) held.open();
    },
  );
  child.stdout?.on('data', (chunk: Buffer) => held.add(1, chunk));
  child.stderr?.on('data', (chunk: Buffer) => held.add(2, chunk));
  const timer = setTimeout(() => held.open(), holdSeconds * 1000);
  child.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    process.stderr.write(`headroom run: ${command[0]}: ${WHY[error.code ?? ''] ?? error.code}\n`);
    process.exit(error.code === 'ENOENT' ? 127 : 126);
  });
  let isOver = false;
  const end = (code: number | null, signal: NodeJS.Signals | null) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    const isWanted = !onlyFailed || code !== 0;
    void finish(held, command, { query, isWanted }).then(() => leaveAs(code, signal));
  };
  child.on('close', end);
  // Something that the command left running may hold its output open.
  child.on('exit', (code, signal) => void setTimeout(() => end(code, signal), DRAIN_MS));
}

/** One pipe for both outputs where both go to the same place, so that their lines stay in order. */
function start([name = '', ...rest]: readonly string[], holds: boolean): ChildProcess {
  if (!holds) return spawn(name, rest, { stdio: 'inherit' });
  if (process.platform === 'win32' || !isOnePlace()) return spawn(name, rest, { stdio: ['inherit', 'pipe', 'pipe'] });
  return spawn('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', name, ...rest], { stdio: ['inherit', 'pipe', 'inherit'] });
}

function isOnePlace(): boolean {
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    return out.dev === err.dev && out.ino === err.ino;
  } catch {
    return false;
  }
}

async function finish(
  held: HeldOutput,
  command: readonly string[],
  { query, isWanted }: { readonly query: string | undefined; readonly isWanted: boolean },
): Promise<void> {
  const text = isWanted ? held.text(LEAST_BYTES) : undefined;
  const short = text === undefined ? undefined : await shortened(text, command, query).catch(() => undefined);
  if (short === undefined) held.open();
  else held.openWith(short);
}

/** The text as the service leaves it; undefined where there is none, which is then started for the next time. */
async function shortened(
  text: string,
  command: readonly string[],
  query: string | undefined,
): Promise<string | undefined> {
  const { liveState, serviceFolder } = await import('../service/state.js');
  const { ask } = await import('../service/ask.js');
  const folder = serviceFolder();
  const state = liveState(folder);
  const body = JSON.stringify({
    text,
    tool: 'Bash',
    input: { command: commandLine(command) },
    cwd: process.cwd(),
    ...(query === undefined ? {} : { query }),
    ...(process.env.HEADROOM_RETRIEVE_TOOL ? { retrieveTool: process.env.HEADROOM_RETRIEVE_TOOL } : {}),
  });
  const answered = state && (await ask(state, '/text', { body, timeoutMs: 5000 }));
  if (!answered) {
    const [{ startService }, { program }] = await Promise.all([
      import('../service/ensure-service.js'),
      import('../service/program.js'),
    ]);
    startService({ folder, program });
  }
  if (answered?.status !== 200) return undefined;
  const { text: short } = JSON.parse(answered.body) as { text?: unknown };
  return typeof short === 'string' ? short : undefined;
}

/** What was run; of a line that an agent's shell wrote around its model's command, that command. */
function commandLine(command: readonly string[]): string {
  const line = command.join(' ');
  const start = line.indexOf(" eval '");
  const end = line.lastIndexOf("' ");
  return start < 0 || end < start ? line : line.slice(start + 7, end).replaceAll("'\\''", "'");
}
