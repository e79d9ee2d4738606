import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** Starts the researcher and then the coder, each in a process of its own. */
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const run = randomUUID();
// Inside this repository the packages are taken from their sources, so that nothing need be built first.
const env = { ...process.env, TSX_TSCONFIG_PATH: path('./tsconfig.process.json') };
for (const role of ['researcher', 'coder']) {
  const args = ['--import', 'tsx', path(`./${role}.ts`), run];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
