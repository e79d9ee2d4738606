import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts `worker.fixture.ts` in a process of its own, on the sources of all packages. */
export function startWorker(what: 'for-ever' | 'some' | 'talk', where: string, name: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', path('./worker.fixture.ts'), what, where, name], {
    cwd: path('../../..'),
    env: { ...process.env, TSX_TSCONFIG_PATH: path('../tsconfig.process.json') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What the worker has printed of {@link startWorker}'s numbers when it ended. */
export function ended(
  worker: ChildProcess,
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  let text = '';
  worker.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve) => {
    worker.once('close', (code) => resolve({ code, lines: text.split('\n').slice(0, -1) }));
  });
}
