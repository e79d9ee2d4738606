import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteOptions, SqliteStore } from '@headroom/stores/sqlite';
import { homeFolder } from './home-folder.js';
import { UsageError } from './usage-error.js';

/** The store of this machine's programs: `.headroom/store.db` in the user's home, or the file named by `HEADROOM_STORE`. */
export async function openStore(options: SqliteOptions = {}): Promise<SqliteStore> {
  // Loaded here, so that `--help` and misuse are answered at once.
  const path = storePath();
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path} is a folder; name a file in it in HEADROOM_STORE`);
  const { sqlite } = await import('@headroom/stores/sqlite');
  return sqlite({ pack: false, busyTimeoutMs: 5000, path, ...options });
}

/** The file that it is in. */
export function storePath(): string {
  return process.env.HEADROOM_STORE || join(homeFolder(), '.headroom', 'store.db');
}

/** Whether `HEADROOM_LOG` asks for a line on standard error about every call: names and numbers, nothing of the prompt. */
export function wantsLog(): boolean {
  return !['', '0', 'false', 'off', undefined].includes(process.env.HEADROOM_LOG?.toLowerCase());
}
