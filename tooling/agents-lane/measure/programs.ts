import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HEADROOM } from '../world.js';
import { inTurns } from './pairs.js';
import type { Chapter } from './report.js';

/** How soon our own programs have started, beside a Node that does nothing. */
export async function programs(folder: string, env: NodeJS.ProcessEnv): Promise<Chapter> {
  // An agent that ends at once: what is left is our own start.
  writeFileSync(join(folder, 'claude'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(folder, 'claude'), 0o755);
  const around = { ...env, PATH: `${folder}${delimiter}${env.PATH ?? ''}` };
  const node = (...args: string[]) => spawnSync(process.execPath, args, { env: around });
  const alone = () => node('-e', '0');
  const beside = (what: string, args: readonly string[], limit?: { readonly times: number }) =>
    inTurns(`\`node -e 0\`; ${what}`, 21, {
      alone,
      withUs: () => node(HEADROOM, ...args),
      ...(limit ? { limit } : {}),
    });
  return {
    name: 'Programs',
    pairs: [
      await beside('`headroom run -- true`', ['run', '--', 'true'], { times: 1.5 }),
      await beside('`headroom --help`', ['--help'], { times: 2 }),
      await beside('`headroom hook`, of no session', ['hook'], { times: 1.5 }),
      await beside('`headroom wrap claude`, of one that ends at once', ['wrap', 'claude']),
    ],
  };
}
