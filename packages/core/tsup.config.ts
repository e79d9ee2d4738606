import { readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';
import { preset } from '../../tooling/tsup-preset.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * The parser's runtime becomes a part of the package and finds Node's modules without `import.meta.url`, which bundles of users
 * do not have; its wasm file is handed to it, so that it needs no place of its own.
 */
const parserRuntime: Plugin = {
  name: 'parser-runtime',
  setup(build) {
    build.onLoad({ filter: /web-tree-sitter\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const own = 'var require = (id) => process.getBuiltinModule("node:" + id);';
      const contents = text
        .replace(
          /const \{ createRequire \} = await import\("module"\);\s*var require = createRequire\(import\.meta\.url\);/,
          own,
        )
        .replaceAll('import.meta.url', '""');
      if (!contents.includes(own))
        throw new Error('web-tree-sitter starts in another way than before: look at it again');
      return { contents };
    });
  },
};

/**
 * Only the breaker's modules become a part of the package: to import its CommonJS took longer than to import all of core. Workers
 * allow no AbortController to be made while a module loads: its two constant signals are plain objects.
 */
const quietBreaker: Plugin = {
  name: 'quiet-breaker',
  setup(build) {
    build.initialOptions.mainFields = ['module', 'main'];
    build.onLoad({ filter: /cockatiel\/dist\/(?:esm\/)?common\/abort\.js$/ }, ({ path }) => {
      const signal = (aborted: boolean) => `{ aborted: ${aborted}, addEventListener() {}, removeEventListener() {} }`;
      const contents = readFileSync(path, 'utf8')
        .replace('cancelledSrc.abort();', '')
        .replace(/const cancelledSrc = new AbortController\(\);/, '')
        .replace(/(neverAbortedSignal = )new AbortController\(\)\.signal/, `$1${signal(false)}`)
        .replace(/(abortedSignal = )cancelledSrc\.signal/, `$1${signal(true)}`);
      if (contents.includes('cancelledSrc') || /neverAbortedSignal = new/.test(contents))
        throw new Error('cockatiel starts in another way than before: look at it again');
      return { contents };
    });
  },
};

/** What reads files or parses is replaced where there is neither. */
const edgeFiles: Plugin = {
  name: 'edge-files',
  setup(build) {
    build.onResolve({ filter: /\/(?:own-file|load-grammar)\.js$/ }, ({ path, resolveDir }) => ({
      path: new URL(path.replace(/\.js$/, '.edge.ts'), `file://${resolveDir}/`).pathname,
    }));
  },
};

const node = preset({
  entry: [
    'src/index.ts',
    'src/testing/index.ts',
    'src/fetch/index.ts',
    'src/http/index.ts',
    'src/prose/index.ts',
    'src/workers/index.ts',
    'src/pictures/index.ts',
    'src/workers/node-worker.ts',
  ],
  noExternal: ['web-tree-sitter', /^@noble\/hashes/, 'cockatiel'],
  esbuildPlugins: [parserRuntime, quietBreaker],
});
const edge = preset({
  entry: { index: 'src/edge/index.ts' },
  outDir: 'dist/edge',
  target: 'es2022',
  platform: 'neutral',
  minify: true,
  // One script: what is loaded late elsewhere is in it.
  splitting: false,
  noExternal: [/./],
  esbuildPlugins: [edgeFiles, quietBreaker],
});

export default defineConfig([node, edge] as Options[]);
