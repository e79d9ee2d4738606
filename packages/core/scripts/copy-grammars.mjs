/**
 * Copies the nine tree-sitter grammars and the parser's runtime into `dist/grammars`, so that users install neither, and the
 * licences of everything that is built into the package into `dist/THIRD-PARTY-NOTICES.txt`.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** What is built in or made into data besides the grammars. */
const others = ['@noble/hashes', 'cockatiel', 'js-tiktoken', '@anthropic-ai/tokenizer'];
const names = [...new Set(grammars.map((path) => path.slice(0, path.indexOf('/')))), ...others];

/** js-tiktoken's package says MIT and names its author, but holds no copy of the text. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function notice(name) {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url);
  const { version, license, author } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const by = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const text = file
    ? readFileSync(new URL(file, folder), 'utf8').trim()
    : license === 'MIT' && `Copyright (c) ${by}\n\n${MIT}`;
  if (!text) throw new Error(`${name} holds no licence text`);
  return `${name} ${version} (${license})\n\n${text}\n`;
}

writeFileSync(
  new URL('../dist/THIRD-PARTY-NOTICES.txt', import.meta.url),
  `Parts of @headroom/core were made by others:\n\n${names.map(notice).join(`\n${'-'.repeat(80)}\n\n`)}`,
);
