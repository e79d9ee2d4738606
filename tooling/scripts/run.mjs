/**
 * The commands of a fresh clone, with nothing but Node and npm. Each installs and builds what it needs and skips what is already
 * up to date.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const stamp = `${root}node_modules/.headroom-installed`;
const [task = '', ...rest] = process.argv.slice(2);

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, ...options });
  if (done.error) console.error(String(done.error));
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const node = (...args) => run(process.execPath, args);

/** The program of an installed package, started through Node: on Windows the files in `.bin` are no programs. */
function bin(name, args) {
  const folder = `${root}node_modules/${name}/`;
  const { bin: bins } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  node(folder + (typeof bins === 'string' ? bins : Object.values(bins)[0]), ...args);
}

/** npm's own `npx` through Node where npm started us; else the one on the path, which Windows finds only through its shell. */
function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const npx = join(dirname(process.env.npm_execpath ?? ''), 'npx-cli.js');
  if (existsSync(npx)) node(npx, '--yes', packageManager, ...args);
  else run('npx', ['--yes', packageManager, ...args], { shell: process.platform === 'win32' });
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
function turbo(task, filters = []) {
  const args = ['turbo', 'run', task, '--output-logs=errors-only', ...filters.map((name) => `--filter=${name}`)];
  pnpm(['--config.verifyDepsBeforeRun=false', 'exec', ...args]);
}

const build = (...filters) => turbo('build', filters);

/** For what others install: a build that comes from the cache leaves the files of builds before it in their place. */
function buildAnew() {
  for (const name of readdirSync(`${root}packages`))
    rmSync(`${root}packages/${name}/dist`, { recursive: true, force: true });
  build('./packages/*');
}

const readPackage = (name) => JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));

/** A package of ours and those of ours that it needs, core first. */
function withOwn(name) {
  const own = Object.keys(readPackage(name).dependencies ?? {}).filter((id) => id.startsWith('@headroom/'));
  return [...new Set([...own.flatMap((id) => withOwn(id.slice('@headroom/'.length))), name])];
}

/** Packs every package into one folder and says how to install each from it. */
function pack() {
  const folder = join(root, 'packed');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const quiet = ['--config.verifyDepsBeforeRun=false', '--reporter=silent'];
  pnpm([...quiet, '-r', '--filter=./packages/*', 'pack', '--pack-destination', folder]);
  // What each package installs, by version and digest, as CycloneDX.
  const bill = ['sbom', '--sbom-format=cyclonedx', '--prod', '--split', '--out', join(folder, '%s-%v.cdx.json')];
  pnpm(['--config.verifyDepsBeforeRun=false', '--filter=./packages/*', ...bill]);
  console.log(`Packed into ${folder}. In a project of yours, one of\n`);
  for (const name of readdirSync(`${root}packages`)) {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = readPackage(name);
    const peers = Object.keys(peerDependencies).filter((id) => !peerDependenciesMeta[id]?.optional);
    const files = withOwn(name).map((one) => `"${join(folder, `headroom-${one}-${readPackage(one).version}.tgz`)}"`);
    console.log(`  npm install ${[...files, ...peers].join(' ')}`);
  }
}

/** The table of the README of the examples, as lines. */
function listExamples() {
  const text = readFileSync(`${root}examples/README.md`, 'utf8');
  console.log('npm run example -- <name>\n');
  for (const [, name, what] of text.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|$/gm))
    console.log(`  ${name.padEnd(28)} ${what.replaceAll('`', '')}`);
}

const tasks = {
  demo() {
    install('@headroom/demo');
    build('@headroom/demo');
    node('apps/demo/dist/main.js', ...rest);
  },
  test() {
    install(ALL);
    build();
    bin('vitest', ['run', ...rest]);
  },
  build() {
    install(ALL);
    build(...rest);
  },
  typecheck() {
    install(ALL);
    turbo('typecheck', rest);
  },
  'check:packages'() {
    install(ALL);
    turbo('check:package', rest);
  },
  pack() {
    install(ALL);
    buildAnew();
    pack();
  },
  release() {
    install(ALL);
    buildAnew();
    pnpm(['-r', '--filter=./packages/*', 'publish', '--access=public', '--no-git-checks', ...rest]);
  },
  evals() {
    install('@headroom/evals');
    build('@headroom/evals');
    node('apps/evals/dist/main.js', ...rest);
  },
  example() {
    const [name] = rest;
    const path = [`examples/${name}/main.ts`, `examples/${name}.ts`].find((file) => existsSync(root + file));
    if (name === undefined || !path) {
      if (name !== undefined) console.error(`There is no example ${name}.`);
      listExamples();
      process.exit(name === undefined ? 0 : 2);
    }
    install('@headroom/examples');
    build('@headroom/examples...');
    bin('tsx', [path, ...rest.slice(1)]);
  },
  bench() {
    install('@headroom/tooling');
    build('@headroom/core');
    bin('tsx', ['tooling/bench/main.ts', ...rest]);
  },
  reliability() {
    install(ALL);
    build('@headroom/core', '@headroom/stores');
    bin('tsx', ['tooling/reliability/main.ts', ...rest]);
  },
};

if (!Object.hasOwn(tasks, task)) {
  console.error(`Usage: node tooling/scripts/run.mjs ${Object.keys(tasks).join('|')}`);
  process.exit(2);
}
tasks[task]();
