import { type ChildProcess, spawn } from 'node:child_process';
import { endRun, runMark } from './end-run.js';

/** Limits of one run, and what it knows of its surroundings. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** All of its environment: nothing of this process's own is added. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a command printed, standard output and error as they came, and how it ended. */
export interface RunOutcome {
  readonly output: string;
  readonly exitCode: number | undefined;
  /** Why it was ended from outside, if it was. */
  readonly stopped?: 'time' | 'size' | 'cancelled';
  /** Set when it could not be started. */
  readonly problem?: string;
}

/** How long pipes are read that somebody holds open after the command has ended. */
const AFTERGLOW_MS = 500;

/**
 * Runs a program with its arguments, never through a shell. At its limit the run is over whatever the program does, and what it
 * started is ended with it.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  limits: RunLimits,
): Promise<RunOutcome> {
  const mark = runMark();
  try {
    const env = { ...limits.env, ...mark.env };
    const child = spawn(command, args, { cwd, env, shell: false, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    return await watch(child, limits, () => endRun(child, mark));
  } catch (error) {
    return { output: '', exitCode: undefined, problem: error instanceof Error ? error.message : 'unknown error' };
  }
}

function watch(child: ChildProcess, limits: RunLimits, end: () => void): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const timers: NodeJS.Timeout[] = [];
    const pipes = [child.stdout, child.stderr];
    let size = 0;
    let exitCode: number | undefined;
    let stopped: RunOutcome['stopped'];
    const stop = (why: NonNullable<RunOutcome['stopped']>) => {
      if (stopped) return;
      stopped = why;
      end();
      fade();
    };
    // A process in a session of its own may keep the pipes open for as long as it likes.
    const fade = () => void timers.push(setTimeout(finish, AFTERGLOW_MS));
    const take = (part: Buffer) => {
      const room = limits.maxBytes - size;
      if (room > 0) parts.push(part.subarray(0, room));
      size += part.length;
      if (size > limits.maxBytes) stop('size');
    };
    const cancel = () => stop('cancelled');
    const finish = (problem?: string) => {
      for (const timer of timers) clearTimeout(timer);
      limits.signal?.removeEventListener('abort', cancel);
      for (const pipe of pipes) pipe?.off('data', take).destroy();
      if (!stopped) end();
      const output = Buffer.concat(parts).toString('utf8');
      resolve({ output, exitCode, ...(stopped ? { stopped } : {}), ...(problem === undefined ? {} : { problem }) });
    };
    timers.push(setTimeout(stop, limits.timeoutMs, 'time'));
    for (const pipe of pipes) pipe?.on('data', take).on('error', () => undefined);
    child.once('error', (error) => finish(error.message));
    child.once('exit', (code) => {
      exitCode = code ?? undefined;
      fade();
    });
    child.once('close', () => finish());
    limits.signal?.addEventListener('abort', cancel, { once: true });
    if (limits.signal?.aborted) cancel();
  });
}
