/**
 * Finishes a package that was built as ESM; run in its folder. Declarations that no entry leads to are deleted. The rest gets its
 * CommonJS twin: `dist/x.js` becomes `dist/x.cjs` and `dist/x.d.ts` becomes `dist/x.d.cts`, file by file, so that all entries
 * share one state in either kind.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const RELATIVE = /((?:from|import)\s*\(?\s*['"])(\.[^'"]*)\.js(['"])/g;
/** Scripts for other machines than Node are ESM only. */
const ESM_ONLY = /^dist\/edge\//;

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : [path];
  });

/** The declarations that the package's exports lead to. */
function reachable() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const found = new Set();
  const waiting = [...JSON.stringify(exports).matchAll(/"\.\/(dist\/[^"]*\.d\.ts)"/g)].map(([, path]) => path);
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (found.has(path) || !existsSync(path)) continue;
    found.add(path);
    for (const [, , to] of readFileSync(path, 'utf8').matchAll(RELATIVE))
      waiting.push(join(dirname(path), `${to}.d.ts`).replaceAll('\\', '/'));
  }
  return found;
}

function deleteUnreachableTypes() {
  const kept = reachable();
  for (const path of filesIn('dist')) if (path.endsWith('.d.ts') && !kept.has(path)) rmSync(path);
  const prune = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) prune(`${folder}/${entry.name}`);
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  };
  prune('dist');
}

function toCommonJs(module) {
  const { code } = transformSync(module, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // In Jest only `require` is to be had.
    supported: { 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'silent' },
  });
  return code.replace(/(require\(['"]\.[^'"]*)\.js(['"]\))/g, '$1.cjs$2');
}

deleteUnreachableTypes();
for (const path of filesIn('dist').filter((file) => !ESM_ONLY.test(file))) {
  if (!/\.(?:js|d\.ts)$/.test(path)) continue;
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.d.ts')) writeFileSync(path.replace(/\.ts$/, '.cts'), text.replace(RELATIVE, '$1$2.cjs$3'));
  else if (!text.startsWith('#!')) writeFileSync(path.replace(/\.js$/, '.cjs'), toCommonJs(text));
}
