import { chance } from '../random.js';
import { prose, python } from '../shapes/text.js';

const SIZE = 2048;

function lines(line: (i: number) => string, before = ''): string {
  let text = before;
  for (let i = 0; text.length < SIZE; i++) text += `${line(i)}\n`;
  return text;
}

/** A first text of 2 KB, by kind. None is one of those that warmUp() compresses. */
export const FIRST_TEXTS: Readonly<Record<string, string>> = {
  log: lines((i) => `2026-02-03 10:00:${10 + (i % 50)} INFO queue ${i % 5} took job ${i} in ${(i * 37) % 100} ms`),
  JSON: JSON.stringify(
    Array.from({ length: 28 }, (_, i) => ({ id: i, depot: `depot ${i}`, ok: i % 3 > 0, n: i * 41 })),
  ),
  prose: prose(420, chance(7)),
  'grep results': lines((i) => `src/m${i % 5}.ts:${i + 1}:export const v${i} = ${i};`),
  diff: lines(
    (i) => `@@ -${i * 9 + 1},2 +${i * 9 + 1},2 @@\n ctx ${i}\n-old ${i}\n+new ${i}`,
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n',
  ),
  'ls -l': lines((i) => `-rw-r--r-- 1 u g ${i * 371} Jan  1 10:00 file-${i}.ts`, 'total 100\n'),
  CSV: lines((i) => `${i},depot ${i * 7},${i % 3}`, 'id,name,kind'),
  YAML: lines((i) => `- depot: ${i}\n  value: ${i * 3}`),
  HTML: lines((i) => `<li><a href="/p/${i}">entry ${i}</a></li>`, '<!doctype html><html><body><ul>'),
  'stack trace': lines((i) => `    at fn${i} (/app/src/m${i % 7}.js:${i + 1}:7)`, 'Error: no\n'),
  Python: python(60, chance(7)).slice(0, SIZE),
  TypeScript: lines(
    (i) => `export function f${i}(a: number): number {\n  if (a > ${i}) return a;\n  return ${i};\n}\n`,
  ),
};
