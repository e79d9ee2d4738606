/**
 * Looks at the tarballs of `npm run pack` as somebody does who installs them: what is in them, what they weigh, whether each
 * can be imported, required, bundled as CommonJS and type-checked, strictly and without the DOM. What they need of others is
 * linked from the workspace, so that this takes no network.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = realpathSync(mkdtempSync(join(tmpdir(), 'headroom-packed-')));
const MOST_BYTES = 20_000_000;
const faults = [];
const expect = (holds, what) => void (holds || faults.push(what));

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const sizeOf = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce(
    (sum, entry) =>
      sum + (entry.isDirectory() ? sizeOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size),
    0,
  );

/** Unpacks all tarballs into `node_modules` of an empty project and links what they name as theirs. */
function install(names) {
  for (const name of names) {
    const target = join(home, 'node_modules/@headroom', name);
    mkdirSync(target, { recursive: true });
    const { version } = readJson(`${root}packages/${name}/package.json`);
    const tarball = join(root, 'packed', `headroom-${name}-${version}.tgz`);
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
    const { dependencies = {}, peerDependencies = {} } = readJson(join(target, 'package.json'));
    for (const id of Object.keys({ ...dependencies, ...peerDependencies })) link(id, name);
  }
  for (const id of ['@types/node', 'typescript']) link(id, 'core');
  // Who writes for Express in TypeScript has its types.
  link('@types/express', 'express');
}

function link(id, name) {
  const place = join(home, 'node_modules', id);
  if (id.startsWith('@headroom/') || existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(realpathSync(`${root}packages/${name}/node_modules/${id}`), place, 'junction');
}

/** Licences, notices and descriptions, and nothing that only this workspace understands. */
function look(name) {
  const folder = join(home, 'node_modules/@headroom', name);
  const facts = readJson(join(folder, 'package.json'));
  for (const file of ['LICENSE', 'README.md']) expect(existsSync(join(folder, file)), `${name}: no ${file}`);
  expect(!/workspace:|catalog:/.test(JSON.stringify(facts.dependencies ?? {})), `${name}: unresolved versions`);
  expect(facts.repository?.directory === `packages/${name}`, `${name}: no repository`);
  expect(facts.keywords?.length > 2, `${name}: no keywords`);
  lookAtBill(name, facts);
  if (name === 'dashboard') lookAtPage(folder);
  if (name !== 'core') return;
  const notices = readFileSync(join(folder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const owner of ['@noble/hashes', 'cockatiel', 'js-tiktoken', '@anthropic-ai/tokenizer'])
    expect(new RegExp(`^${owner} [\\d.]+ \\(`, 'm').test(notices), `core: no notice for ${owner}`);
  for (const part of readdirSync(join(folder, 'dist/grammars'))) {
    const owner = part.replace('.wasm', '').replace('-tsx', '-typescript');
    expect(new RegExp(`^${owner} [\\d.]+ \\(`, 'm').test(notices), `core: no notice for ${part}`);
  }
  // What comes along counts as well.
  const along = Object.keys(facts.dependencies ?? {}).map((id) => realpathSync(join(home, 'node_modules', id)));
  const size = [folder, ...along].reduce((sum, path) => sum + sizeOf(path), 0);
  expect(size < MOST_BYTES, `core: ${size} bytes installed, more than ${MOST_BYTES}`);
  console.log(`core installs ${(size / 1e6).toFixed(1)} MB`);
}

/** The page is there, loads nothing, and names what is built into it. */
function lookAtPage(folder) {
  const page = readFileSync(join(folder, 'dist/page.html'), 'utf8');
  expect(
    !/(?:src|href)="(?!data:)/.test(page.slice(0, page.indexOf('<script'))),
    'dashboard: its page loads something',
  );
  const notices = readFileSync(join(folder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const owner of ['preact', 'uplot'])
    expect(new RegExp(`^${owner} [\\d.]+ \\(`, 'm').test(notices), `dashboard: no notice for ${owner}`);
}

/** The bill of materials beside the tarball names everything that the package depends on, with its licence and digest. */
function lookAtBill(name, { version, dependencies = {} }) {
  const path = join(root, 'packed', `headroom-${name}-${version}.cdx.json`);
  expect(existsSync(path), `${name}: no bill of materials`);
  if (!existsSync(path)) return;
  const { bomFormat, components = [] } = readJson(path);
  expect(bomFormat === 'CycloneDX', `${name}: its bill of materials is no CycloneDX`);
  const listed = new Map(components.map((part) => [[part.group, part.name].filter(Boolean).join('/'), part]));
  for (const id of Object.keys(dependencies)) {
    if (id.startsWith('@headroom/')) continue;
    expect(listed.has(id), `${name}: ${id} is not in its bill of materials`);
    expect(listed.get(id)?.licenses?.length > 0, `${name}: ${id} has no licence in its bill of materials`);
  }
}

/** The entries that are code, by the name they are imported under. */
function entriesOf(name) {
  const { exports = {} } = readJson(join(home, 'node_modules/@headroom', name, 'package.json'));
  return Object.entries(exports)
    .filter(([, target]) => target.import || target.default)
    .map(([path, target]) => ({ id: `@headroom/${name}${path.slice(1)}`, hasTwin: Boolean(target.require) }));
}

function runs(file, text, label) {
  const path = join(home, file);
  writeFileSync(path, text);
  const done = spawnSync(process.execPath, [path], { cwd: home, encoding: 'utf8' });
  expect(done.status === 0, `${label}: ${(done.stderr || done.stdout).slice(0, 600)}`);
  return done.stdout;
}

function load(entries) {
  const names = JSON.stringify(entries.map(({ id }) => id));
  runs(
    'load.mjs',
    `for (const id of ${names}) if (!Object.keys(await import(id)).length) throw new Error(id);`,
    'import()',
  );
  const twins = JSON.stringify(entries.filter(({ hasTwin }) => hasTwin).map(({ id }) => id));
  runs(
    'load.cjs',
    `for (const id of ${twins}) if (!Object.keys(require(id)).length) throw new Error(id);`,
    'require()',
  );
}

/** Compresses a log, a source in need of a grammar, and keeps an original in a file, in one CommonJS script. */
function bundle() {
  const program = `
    import { createHeadroom, retrieve } from '@headroom/core';
    import { sqlite } from '@headroom/stores/sqlite';
    const source = Array.from({ length: 40 }, (_, i) => \`export function step\${i}(value: number): number {\\n  const a = value * \${i};\\n  const b = a + 1;\\n  const c = b * a;\\n  const d = c - 4;\\n  return d;\\n}\\n\`).join('\\n');
    const log = Array.from({ length: 300 }, (_, i) => \`2026-01-01T00:00:\${i % 60} INFO request \${i} served\`).join('\\n');
    async function main() {
      const store = sqlite({ path: process.argv[2] });
      const headroom = createHeadroom({ store });
      const all = [await headroom.compressText(source), await headroom.compressText(log)];
      const warnings = all.flatMap(({ result }) => result.warnings);
      const kept = await headroom.retrieve(all[1].result.ccrHashes[0] ?? all[0].result.ccrHashes[0]);
      process.stdout.write(JSON.stringify({ by: all.map(({ result }) => result.transformsApplied), warnings, kept: kept.status }));
      store.close();
    }
    main();`;
  writeFileSync(join(home, 'program.mjs'), program);
  const outfile = join(home, 'out/program.cjs');
  const settings = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['libsql', 'ioredis'],
    logLevel: 'error',
    absWorkingDir: home,
  };
  buildSync({ ...settings, entryPoints: ['program.mjs'], outfile, logOverride: { 'empty-import-meta': 'silent' } });
  const run = (path, cwd) =>
    JSON.parse(execFileSync(process.execPath, [path, join(home, 'store.db')], { cwd, encoding: 'utf8' }));
  const inside = run(outfile, home);
  expect(inside.warnings.length === 0, `bundle: ${JSON.stringify(inside.warnings)}`);
  expect(/router:code/.test(inside.by[0]) && inside.kept === 'found', `bundle: ${JSON.stringify(inside)}`);
  buildSync({
    ...settings,
    external: [],
    stdin: { contents: lonely, resolveDir: home },
    outfile: join(home, 'lonely.cjs'),
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const elsewhere = mkdtempSync(join(tmpdir(), 'headroom-alone-'));
  writeFileSync(join(elsewhere, 'lonely.cjs'), readFileSync(join(home, 'lonely.cjs')));
  const told = execFileSync(process.execPath, ['lonely.cjs'], { cwd: elsewhere, encoding: 'utf8' });
  rmSync(elsewhere, { recursive: true });
  for (const words of ['vocabularies/o200k_base.bin', 'grammars/tree-sitter-typescript.wasm', 'beside the bundle'])
    expect(told.includes(words), `bundle without files does not say ${words}: ${told}`);
}

/** The same deployed as a single file: it goes on and says what to bring. */
const lonely = `
  const { createHeadroom } = require('@headroom/core');
  const source = Array.from({ length: 40 }, (_, i) => \`export function step\${i}(value: number): number {\\n  const a = value * \${i};\\n  const b = a + 1;\\n  const c = b * a;\\n  const d = c - 4;\\n  return d;\\n}\\n\`).join('\\n');
  createHeadroom().compressText(source).then(({ result }) => console.log(JSON.stringify(result.warnings)));`;

/** Every entry in strict TypeScript, all declarations checked, without the DOM: ESM, CommonJS, and core as a worker sees it. */
function typecheck(entries) {
  const options = { strict: true, noEmit: true, skipLibCheck: false, module: 'node16', target: 'es2022' };
  const text = (ids) =>
    ids
      .map((id, at) => `import * as entry${at} from '${id}';\nexport const keys${at} = Object.keys(entry${at});\n`)
      .join('');
  const projects = {
    'types-esm': { file: 'all.mts', ids: entries.map(({ id }) => id), types: ['node'] },
    'types-cjs': {
      file: 'all.cts',
      ids: entries.filter(({ hasTwin }) => hasTwin).map(({ id }) => id),
      types: ['node'],
    },
    'types-worker': {
      file: 'core.mts',
      ids: ['@headroom/core', '@headroom/core/edge'],
      types: [],
      lib: ['es2023', 'webworker'],
    },
  };
  for (const [name, { file, ids, types, lib = ['es2023'] }] of Object.entries(projects)) {
    mkdirSync(join(home, name));
    writeFileSync(join(home, name, file), text(ids));
    writeFileSync(
      join(home, name, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, types, lib }, files: [file] }),
    );
    const { bin } = readJson(join(home, 'node_modules/typescript/package.json'));
    const done = spawnSync(
      process.execPath,
      [join(home, 'node_modules/typescript', bin.tsc), '-p', name, '--pretty', 'false'],
      { cwd: home, encoding: 'utf8' },
    );
    // Frameworks have faults of their own; only what is ours, or asked for by us, counts here.
    const ours = done.stdout.split('\n').filter((line) => /@headroom\/|^types-/.test(line));
    expect(ours.length === 0, `${name}: ${ours.slice(0, 5).join('\n')}`);
  }
}

const names = readdirSync(`${root}packages`);
try {
  install(names);
  names.forEach(look);
  const entries = names.flatMap(entriesOf);
  load(entries);
  bundle();
  typecheck(entries);
} finally {
  rmSync(home, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `${names.length} packages hold` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
