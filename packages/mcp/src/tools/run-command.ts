import { spawn } from 'node:child_process';

/** Limits of one run. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
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

/** Runs a program with its arguments, never through a shell; what it started is ended with it. */
export function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  limits: RunLimits,
): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, shell: false, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const parts: Buffer[] = [];
    let size = 0;
    let stopped: RunOutcome['stopped'];
    const stop = (why: NonNullable<RunOutcome['stopped']>) => {
      if (stopped || child.pid === undefined) return;
      stopped = why;
      try {
        // The negative number is the whole group of processes.
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    const take = (part: Buffer) => {
      const room = limits.maxBytes - size;
      if (room > 0) parts.push(part.subarray(0, room));
      size += part.length;
      if (size > limits.maxBytes) stop('size');
    };
    const timer = setTimeout(stop, limits.timeoutMs, 'time');
    const cancel = () => stop('cancelled');
    limits.signal?.addEventListener('abort', cancel, { once: true });
    if (limits.signal?.aborted) cancel();
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const finish = (exitCode: number | undefined, problem?: string) => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', cancel);
      const output = Buffer.concat(parts).toString('utf8');
      resolve({ output, exitCode, ...(stopped ? { stopped } : {}), ...(problem === undefined ? {} : { problem }) });
    };
    child.once('error', (error) => finish(undefined, error.message));
    child.once('close', (code) => finish(code ?? undefined));
  });
}
