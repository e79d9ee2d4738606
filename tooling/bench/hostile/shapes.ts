/** Texts made to cost more than they are long: runs, almost-matches, endless lines, endless lists, deep nesting. */
export interface Shape {
  readonly name: string;
  /** A text of about so many characters. */
  make(size: number): string;
}

const fill = (unit: string, size: number) => unit.repeat(Math.ceil(size / unit.length));

/** A text of numbered lines. */
function lines(name: string, line: (i: number) => string, before = ''): Shape {
  return {
    name,
    make(size) {
      const made = [before];
      for (let length = before.length, i = 0; length < size; i++) {
        const next = line(i);
        made.push(next);
        length += next.length + 1;
      }
      return made.join('\n');
    },
  };
}

const run = (unit: string): Shape => ({ name: `run of ${JSON.stringify(unit)}`, make: (size) => fill(unit, size) });

/** One hostile line of the whole size within an ordinary log. */
function inLog(name: string, unit: string, start = '', end = ''): Shape {
  const log = Array.from({ length: 40 }, (_, i) => `2026-02-03 10:00:${10 + i} INFO worker ${i} took job ${i % 7}`);
  return {
    name: `log line: ${name}`,
    make: (size) => [...log.slice(0, 20), start + fill(unit, size) + end, ...log.slice(20)].join('\n'),
  };
}

const scattered = (i: number) => ((i * 2654435761) >>> 0) % 1_000_003;

const RUNS = [
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    'a',
    'A',
    '7',
    '-',
    '=',
    '.',
    ',',
    ':',
    '|',
    '/',
    '\\',
    '"',
    "'",
    '`',
    '(',
    '[',
    '{',
    '<',
  ],
  ...[
    '#',
    '_',
    '中',
    'é',
    '─',
    '🙂',
    '\u3000',
    '\u001b[0m',
    'a ',
    'aB',
    '├── ',
    '</a>',
    '&amp;',
    'a\n',
    ' \n',
    '[]',
    '{}',
  ],
].map(run);

const LOG_LINES = [
  inLog('a panic that does not end', "anicked at ' ", "thread '"),
  inLog('a call that does not close', '(', 'at f'),
  inLog('brackets', '[error ', 'ERROR '),
  inLog('exception names', 'E$', 'java.lang.A'),
  inLog('a prototype of C++', ': In member ', 'a.cc'),
  inLog('dots before a result', '.', 'test x ', ' oj'),
  inLog('digits', '1', 'took ', ' packet'),
];

const LISTS = [
  lines(
    'records of a line',
    (i) => `${scattered(i)} 2026-11-29 ${i % 7 === 0 ? 'lost' : 'fine'} depot/${i}/x-${scattered(i)} key=${i}`,
  ),
  lines(
    'records that point at records',
    (i) => `BEGIN:CARD\nUID:card-${i}\nNEXT:card-${scattered(i)}\nFOR:card-${scattered(i + 1)}\nEND:CARD`,
  ),
  lines('blocks that all begin anew', (i) => `word${i}: ${scattered(i)}\n  other${i} = ${i}\n`),
  lines('listing of one folder', (i) => `-rw-r--r-- 1 u g ${scattered(i)} Jan  1 10:00 src/deep/file-${i}.ts`),
  lines('listing of as many folders', (i) => `./d${i}/e${scattered(i)}/f.ts`),
  lines('matches in one file', (i) => `src/a.ts:${i + 1}:  const v${scattered(i)} = ${i};`),
  lines('matches in as many files', (i) => `src/m${i}.ts:1:export const v${scattered(i)} = 1;`),
  lines(
    'one hunk',
    (i) => `${' +-'[i % 3]}line ${scattered(i)}`,
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@',
  ),
  lines(
    'as many hunks',
    (i) => `@@ -${i * 9 + 1},1 +${i * 9 + 1},1 @@\n-a${i}\n+b${scattered(i)}`,
    'diff --git a/x b/x\n--- a/x\n+++ b/x',
  ),
  lines(
    'prose before a diff',
    (i) => `note ${scattered(i)}`,
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b',
  ),
  lines('settings', (i) => `key_${i} = ${scattered(i)}`, '[section]'),
  lines('as many sections', (i) => `[s${i}]\nk = ${scattered(i)}`),
  lines('yaml', (i) => `- name: item-${i}\n  value: ${scattered(i)}`),
  lines('comma-separated', (i) => `${i},name ${scattered(i)},${i % 7},${scattered(i) / 7}`, 'id,name,kind,value'),
  lines(
    'commits',
    (i) =>
      `commit ${scattered(i).toString(16).padStart(40, '0')}\nAuthor: A <a@b.c>\nDate:   Mon Jan 5 10:00:00 2026 +0000\n\n    change ${i}\n`,
  ),
  lines('log, all alike', (i) => `2026-02-03 10:00:00 INFO worker ${i} took ${scattered(i)} ms`),
  lines(
    'log, none alike',
    (i) => `2026-02-03 10:00:00 WARN ${scattered(i).toString(36)} ${scattered(i + 7).toString(36)} x`,
  ),
  lines('frames', (i) => `    at fn${scattered(i)} (/app/src/m${i % 97}.js:${i}:7)`, 'Error: no'),
  lines('functions', (i) => `export function f${i}(a: number): number {\n  return a * ${scattered(i)};\n}\n`),
  lines('comments', (i) => `# note ${scattered(i)}\nv${i} = ${i}`),
  lines('Markdown', (i) => `## Part ${i}\n\nSome words about ${scattered(i)}. And more of them follow here.\n`),
  lines('links', (i) => `<li><a href="/p/${scattered(i)}">entry ${i}</a></li>`, '<!doctype html><html><body><ul>'),
];

const NESTED: Shape[] = [
  {
    name: 'JSON of numbers',
    make: (size) => `[${Array.from({ length: size >> 3 }, (_, i) => 1_000_000 + (scattered(i) % 999_999)).join(',')}]`,
  },
  {
    name: 'JSON of records',
    make: (size) =>
      JSON.stringify(
        Array.from({ length: size >> 6 }, (_, i) => ({
          id: i,
          name: `n${scattered(i)}`,
          ok: i % 3 > 0,
          at: `2026-01-${10 + (i % 20)}`,
        })),
      ),
  },
  {
    name: 'JSON of keys',
    make: (size) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: size >> 5 }, (_, i) => [`key-${i}-${scattered(i)}`, i]))),
  },
  { name: 'JSON, too deep', make: (size) => '['.repeat(size >> 1) + ']'.repeat(size >> 1) },
  { name: 'JSON, one text', make: (size) => JSON.stringify({ text: fill('a "b" \\ c\n', size) }) },
  { name: 'HTML, nested', make: (size) => `<html>${'<div>'.repeat(size / 11)}x${'</div>'.repeat(size / 11)}` },
];

export const SHAPES: readonly Shape[] = [...LOG_LINES, ...LISTS, ...NESTED, ...RUNS];
