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
const stamp = `${root}node_modules/.headroom-installed`;
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

const ALL = 'all';

/** What was installed, from which lockfile: everything, or some projects with what they need. */
function readStamp() {
  if (!existsSync(stamp)) return {};
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    return {};
  }
}

/** Installs a project with what it needs, or all of them, unless that was done from this very lockfile. */
function install(project) {
  const state = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) state.update(readFileSync(root + file));
  const key = state.digest('hex');
  const last = readStamp();
  const installed = last.key === key ? last.projects : [];
  if (installed.includes(ALL) || installed.includes(project)) return;
  pnpm(['install', '--frozen-lockfile', ...(project === ALL ? [] : only(project))]);
  mkdirSync(`${root}node_modules`, { recursive: true });
  writeFileSync(stamp, JSON.stringify({ key, projects: project === ALL ? [ALL] : [...installed, project] }));
}

/**
 * For a first look. How old the versions of the lockfile are is asked for where they are chosen and in every whole install: one
 * request a version is the larger part of this.
 */
function only(project) {
  return ['--config.minimumReleaseAge=0', `--filter=${project}...`, '--filter=@headroom/tooling'];
}

/** Through pnpm, because turbo looks for its binary on the path; what is installed is known here and not looked at again. */
function build(...filters) {
  const turbo = ['turbo', 'run', 'build', '--output-logs=errors-only', ...filters.map((name) => `--filter=${name}`)];
  pnpm(['--config.verifyDepsBeforeRun=false', 'exec', ...turbo]);
}

const tasks = {
  demo() {
    install('@headroom/demo');
    build('@headroom/demo');
    run('node', ['apps/demo/dist/main.js', ...rest]);
  },
  test() {
    install(ALL);
    build();
    run('npx', ['vitest', 'run', ...rest]);
  },
  evals() {
    install('@headroom/evals');
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
    install('@headroom/examples');
    build('@headroom/examples...');
    run('npx', ['tsx', path, ...rest.slice(1)]);
  },
  bench() {
    install('@headroom/tooling');
    build('@headroom/core');
    run('npx', ['tsx', 'tooling/bench/main.ts', ...rest]);
  },
  reliability() {
    install('@headroom/tooling');
    build('@headroom/core', '@headroom/stores');
    run('npx', ['tsx', 'tooling/reliability/main.ts', ...rest]);
  },
};

if (!Object.hasOwn(tasks, task)) {
  console.error(`Usage: node tooling/scripts/run.mjs ${Object.keys(tasks).join('|')}`);
  process.exit(2);
}
tasks[task]();
