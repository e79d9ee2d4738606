import type { LanguageName } from './compressors/code/languages.js';

const SIZE = 2400;

/** A text of about {@link SIZE} characters. */
function repeated(line: (i: number) => string, before = '', after = ''): string {
  let text = before;
  for (let i = 0; text.length < SIZE; i++) text += `${line(i)}\n`;
  return text + after;
}

const worker = (i: number) => `worker-${(i * 7919) % 97}`;

/** What tools return, kind by kind. */
const KINDS: readonly (() => string)[] = [
  () =>
    repeated(
      (i) =>
        `2026-02-03 10:00:${10 + (i % 50)} ${i % 9 === 4 ? 'ERROR' : 'INFO'} ${worker(i)} took ${(i * 37) % 1000} ms`,
    ),
  () => JSON.stringify(Array.from({ length: 30 }, (_, i) => ({ id: i, name: worker(i), ok: i % 7 > 0, ms: i * 37 }))),
  () => JSON.stringify({ items: Array.from({ length: 40 }, (_, i) => `${worker(i)} — done`), next: { page: 2 } }),
  () => repeated((i) => `src/part-${i % 5}.ts:${i + 1}:export const ${worker(i).replace('-', '')} = ${i};`),
  () =>
    repeated(
      (i) => `@@ -${i * 9 + 1},3 +${i * 9 + 1},3 @@\n same ${i}\n-old ${worker(i)}\n+new ${worker(i)}`,
      'diff --git a/src/a.ts b/src/a.ts\n--- a/src/a.ts\n+++ b/src/a.ts\n',
    ),
  () => repeated((i) => `-rw-r--r-- 1 user group ${i * 371} Jan  1 10:00 ${worker(i)}.ts`, 'total 100\n'),
  () => repeated((i) => `./src/${worker(i)}/part-${i}.ts`),
  () => repeated((i) => `${i},${worker(i)},${i % 3},${i * 37}`, 'id,name,kind,ms\n'),
  () => repeated((i) => `- name: ${worker(i)}\n  ms: ${i * 37}\n  tags: [a, b]`),
  () => repeated((i) => `    at call${i} (/app/src/part-${i % 7}.js:${i + 3}:7)`, 'TypeError: no worker\n'),
  () =>
    repeated(
      (i) => `<li><a href="/w/${i}">${worker(i)}</a></li>`,
      '<!doctype html><html><body><h1>All</h1><ul>\n',
      '</ul></body></html>',
    ),
  () => repeated((i) => `## ${worker(i)}\n\nIt ran for ${i} days. Nobody looked at it, and it failed in the end.\n`),
  () =>
    repeated(
      (i) => `The mill at bend ${i} ground flour for ${i * 3 + 1} families. Nobody knew how deep the river was.`,
    ),
  () =>
    repeated(
      (i) =>
        `commit ${String(i).padStart(40, 'a')}\nAuthor: A <a@b.c>\nDate:   Mon Jan 5 10:00:00 2026 +0000\n\n    change ${i}\n`,
    ),
  () =>
    repeated(
      (i) =>
        `def job_${i}(a, b=${i}):\n    """Runs ${worker(i)}."""\n    if a > b:\n        return a * b\n    return None\n`,
    ),
];

const BRACES = (i: number) =>
  `function job${i}(a, b) {\n  const total = a * ${i};\n  if (total > b) return total;\n  return 0;\n}\n`;

/** A source text in a language; Python is among the kinds. */
const SOURCES: Partial<Record<LanguageName, (i: number) => string>> = {
  javascript: BRACES,
  typescript: (i) => `export ${BRACES(i).replace('(a, b)', '(a: number, b: number): number')}`,
  tsx: (i) =>
    `export function Job${i}({ a }: { a: number }) {\n  const total = a * ${i};\n  return <b>{total}</b>;\n}\n`,
  go: (i) =>
    `func Job${i}(a int, b int) int {\n\ttotal := a * ${i}\n\tif total > b {\n\t\treturn total\n\t}\n\treturn 0\n}\n`,
  rust: (i) =>
    `pub fn job_${i}(a: u32, b: u32) -> u32 {\n    let total = a * ${i};\n    if total > b {\n        return total;\n    }\n    0\n}\n`,
};

/** Small texts of each kind that tools return, each with a question that makes it worth trimming. */
export function* warmTexts(languages: readonly LanguageName[]): Generator<{ text: string; query: string }> {
  for (const make of KINDS) yield { text: make(), query: 'Which of the workers failed, and when did it happen?' };
  for (const name of languages) {
    const line = SOURCES[name];
    if (line) yield { text: repeated(line), query: 'What does job7 return?' };
  }
}
