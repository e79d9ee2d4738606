import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** Starts the researcher and then the coder, each in a process of its own. */
const run = randomUUID();
for (const role of ['researcher', 'coder']) {
  const file = fileURLToPath(new URL(`./${role}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, run], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
