import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** What every process of one run carries in its environment, and nobody else. */
export interface RunMark {
  readonly env: Readonly<Record<string, string>>;
}

const NAME = 'HEADROOM_RUN';

export function runMark(): RunMark {
  return { env: { [NAME]: randomUUID() } };
}

/**
 * Ends a process with its group, and, where the system shows environments (Linux), whatever it started that has left the group
 * for a session of its own. Never throws.
 */
export function endRun(child: ChildProcess, mark: RunMark): void {
  if (child.pid === undefined) return;
  // The negative number is the whole group of processes.
  if (!kill(-child.pid) && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  void endMarked(mark).catch(() => undefined);
}

async function endMarked({ env }: RunMark): Promise<void> {
  const sign = Buffer.from(`${NAME}=${env[NAME]}\u0000`);
  const names = await readdir('/proc').catch((): string[] => []);
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const environment = await readFile(`/proc/${name}/environ`).catch(() => undefined);
    if (environment?.includes(sign)) kill(Number(name));
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
