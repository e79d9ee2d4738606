import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, serviceAt } from './ask.js';
import { liveState, makeFolder, type ServiceState } from './state.js';

/** How a service is started. */
export interface EnsureOptions {
  readonly folder: string;
  /** The version that is wanted; another one is asked to leave first. */
  readonly version: string;
  /** The script of the `headroom` command. */
  readonly program: string;
  /** How long to wait for it. Default 8,000. */
  readonly timeoutMs?: number;
}

/** The service of this user, started when it is not there; undefined when it does not come up in time. Never rejects. */
export async function ensureService(options: EnsureOptions): Promise<ServiceState | undefined> {
  const { folder, version, timeoutMs = 8000 } = options;
  const until = Date.now() + timeoutMs;
  const there = await running(folder);
  if (there?.version === version) return there;
  if (there) await ask(there, '/stop', { body: '{}' });
  let started = 0;
  while (Date.now() < until) {
    // The one before may still be on its way out; then the first to start finds its lock taken, and leaves.
    if (Date.now() - started > 2500) {
      started = Date.now();
      if (!startService(options)) return undefined;
    }
    await sleep(40);
    const now = await running(folder);
    if (now?.version === version) return now;
  }
  return undefined;
}

async function running(folder: string): Promise<ServiceState | undefined> {
  const state = liveState(folder);
  // A later one at the same address may not have written its own down yet.
  const there = state && (await serviceAt(state));
  return there && { ...state, ...there };
}

/** Starts a process of its own, which no signal of this terminal reaches; it leaves at once where one serves already. */
export function startService({ folder, program }: Pick<EnsureOptions, 'folder' | 'program'>): boolean {
  try {
    makeFolder(folder);
    const log = openSync(join(folder, 'service.log'), 'w', 0o600);
    const child = spawn(process.execPath, [program, 'serve'], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, HEADROOM_HOME: folder },
    });
    child.on('error', () => undefined);
    child.unref();
    closeSync(log);
    return true;
  } catch {
    return false;
  }
}
