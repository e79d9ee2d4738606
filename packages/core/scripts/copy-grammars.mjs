/** Copies the nine tree-sitter grammars and the parser's runtime into `dist/grammars`, so that users install neither. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const grammars = [
  'tree-sitter-python/tree-sitter-python.wasm',
  'tree-sitter-javascript/tree-sitter-javascript.wasm',
  'tree-sitter-typescript/tree-sitter-typescript.wasm',
  'tree-sitter-typescript/tree-sitter-tsx.wasm',
  'tree-sitter-go/tree-sitter-go.wasm',
  'tree-sitter-rust/tree-sitter-rust.wasm',
  'tree-sitter-java/tree-sitter-java.wasm',
  'tree-sitter-c/tree-sitter-c.wasm',
  'tree-sitter-cpp/tree-sitter-cpp.wasm',
  'web-tree-sitter/web-tree-sitter.wasm',
];

const require = createRequire(import.meta.url);
const target = new URL('../dist/grammars/', import.meta.url);
mkdirSync(target, { recursive: true });
for (const path of grammars) copyFileSync(require.resolve(path), new URL(path.slice(path.indexOf('/') + 1), target));
