/**
 * The two commands of a fresh clone, with nothing but Node and npm: `npm run demo` and `npm test`. Each installs and builds
 * what it needs and skips what is already up to date.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const [task = '', ...rest] = process.argv.slice(2);

function run(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (done.error) console.error(String(done.error));
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  run('npx', ['--yes', packageManager, ...args]);
}

/** Installs unless the lockfile is the one last installed from. */
function install() {
  const state = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) state.update(readFileSync(root + file));
  const stamp = `${root}node_modules/.headroom-installed`;
  const key = state.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  pnpm(['install', '--frozen-lockfile']);
  mkdirSync(`${root}node_modules`, { recursive: true });
  writeFileSync(stamp, key);
}

function build(...filters) {
  // Through pnpm, because turbo looks for its binary on the path.
  pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filters.map((name) => `--filter=${name}`)]);
}

const tasks = {
  demo() {
    build('@headroom/demo');
    run('node', ['apps/demo/dist/main.js', ...rest]);
  },
  test() {
    build();
    run('npx', ['vitest', 'run', ...rest]);
  },
  evals() {
    build('@headroom/evals');
    run('node', ['apps/evals/dist/main.js', ...rest]);
  },
  example() {
    const [name = 'two-processes'] = rest;
    const path = [`examples/${name}/main.ts`, `examples/${name}.ts`].find((file) => existsSync(root + file));
    if (!path) {
      console.error(`There is no example ${name}; see the folder examples/`);
      process.exit(2);
    }
    build();
    run('npx', ['tsx', path, ...rest.slice(1)]);
  },
  bench() {
    build('@headroom/core');
    run('npx', ['tsx', 'tooling/bench/main.ts', ...rest]);
  },
};

if (!Object.hasOwn(tasks, task)) {
  console.error(`Usage: node tooling/scripts/run.mjs ${Object.keys(tasks).join('|')}`);
  process.exit(2);
}
install();
tasks[task]();
