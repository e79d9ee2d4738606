import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { pack, unpack } from './pack.js';
import { readMatches } from './read-matches.js';
import { search } from './search.js';

testCompressor({ describe, it, expect }, search(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpack,
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter => {
  const shorter = search().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
  if (!shorter) throw new Error('not shortened');
  return shorter;
};
const score = (text: string): number => search().match(createContent(text));

it('takes a time of day for no place in a file', () => {
  const event = (i: number) =>
    `type=PATH msg=audit(12/01/25 01:${10 + (i % 50)}:38.983:41${i}) : item=0 name=/etc/hosts inode=${i} mode=file,644`;
  expect(score(Array.from({ length: 60 }, (_, i) => event(i)).join('\n'))).toBe(0);
});

/** 60 files, 4 calls each, one definition. */
const many = Array.from({ length: 60 }, (_, f) =>
  Array.from(
    { length: 4 },
    (_, i) => `app/part${f % 6}/file_${f}.py:${i * 7 + 3}:    total_${i} = sum_up(rows_${f}, ${i})`,
  ).join('\n'),
)
  .concat('app/core/sums.py:88:def sum_up(rows, start=0):')
  .join('\n');

describe('reading search lines', () => {
  const PATHS = [
    'src/a.ts',
    'logs/app-2024-01-01.log',
    'C:\\work\\x y.ts',
    'my docs/read me.md',
    'src/a:b/c.ts',
    'src/x-12-y.ts',
    '../up/one.c',
    'Makefile',
    'app/[id]/page.tsx',
  ];

  it('finds the path before the line number, dates, drives, blanks and colons included', () => {
    for (const path of PATHS) {
      const [row] = readMatches([`${path}:12:const a = 3:4:5`], 'flat');
      expect(row).toMatchObject({ kind: 'hit', path, number: '12', text: 'const a = 3:4:5', mark: ':' });
    }
  });

  it('keeps context lines context, also behind names with numbers', () => {
    for (const path of PATHS) {
      const rows = readMatches([`${path}-11-before`, `${path}:12:match`, `${path}-13-after: 4:5`, '--'], 'flat');
      expect(rows.map((row) => (row.kind === 'hit' ? `${row.mark}${row.number}${row.path}` : row.kind))).toEqual([
        `-11${path}`,
        `:12${path}`,
        `-13${path}`,
        'gap',
      ]);
    }
  });

  it('says each path once and back again, whatever the lines', () => {
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom(...PATHS), fc.nat(9999), fc.string())
        .map(([path, n, text]) => `${path}:${n}:${text.replaceAll('\n', '')}`),
      fc
        .tuple(fc.constantFrom(...PATHS), fc.nat(9999), fc.string())
        .map(([path, n, text]) => `${path}-${n}-${text.replaceAll('\n', '')}`),
      fc.constantFrom('--', 'grep: /root: Permission denied', 'Binary file a.png matches'),
    );
    let decoded = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 14, maxLength: 60 }), (lines) => {
        const text = lines.join('\n');
        const shorter = search().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
        if (!shorter) return;
        decoded++;
        expect(unpack(shorter.text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
    expect(decoded).toBeGreaterThan(20);
  });

  it('reads what tools of agents print for models', () => {
    const lines = (prefix: string): string[] => [3, 9, 14, 27].map((n) => `${prefix}${n}: const a${n} = run(${n});`);
    for (const [title, prefix] of [
      ['/srv/app/src/a.ts:', '  Line '],
      ['File: /srv/app/src/a.ts', 'L'],
    ] as const) {
      const text = ['Found 8 matches', title, ...lines(prefix), '', title.replace('a.ts', 'b.ts'), ...lines(prefix)];
      expect(score(text.join('\n'))).toBeGreaterThan(0.9);
      const hits = readMatches(text, 'heading').filter((row) => row.kind === 'hit');
      expect(hits.map((hit) => [hit.path, hit.number]).slice(3, 5)).toEqual([
        ['/srv/app/src/a.ts', '27'],
        ['/srv/app/src/b.ts', '3'],
      ]);
    }
  });

  it('says a folder once that only lines of context without a colon are under', () => {
    const root = fc.constantFrom('', '/srv/app/', 'C:/w/');
    const words = fc.constantFrom('', '  return x', 'a = { b: 1 }', 'x:9:y', '-3-z', '7-seven');
    const files = fc.constantFrom('src/a.ts', '00-plan/b.md', 'c.go');
    let decoded = 0;
    fc.assert(
      fc.property(root, fc.array(fc.tuple(files, words), { minLength: 10, maxLength: 40 }), (above, rows) => {
        const text = rows
          .map(([file, line], i) => {
            if (i % 4 === 0) return `${file}:${i + 1}:${line}`;
            return line.includes(':') ? `${file}-${i + 1}-${line}` : `${above}${file}-${i + 1}-${line}`;
          })
          .join('\n');
        const shorter = search().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
        if (!shorter) return;
        decoded++;
        expect(unpack(shorter.text)).toBe(text);
      }),
      { numRuns: 500 },
    );
    expect(decoded).toBeGreaterThan(50);
    const lines = ['a/b.ts:1:f() {', '/srv/a/b.ts-2-', '/srv/a/b.ts-3-  g();', 'a/b.ts-4-  h: 1'];
    expect(pack(readMatches(lines, 'flat'))).toBe(
      '(Lines without a colon stood under /srv/)\na/b.ts\n1:f() {\n2-\n3-  g();\n4-  h: 1',
    );
  });

  it('knows a search with one match by the lines around it', () => {
    const around = Array.from({ length: 12 }, (_, i) => `/srv/a/b.ts-${i + 2}-  g();`);
    expect(score(['a/b.ts:1:f() {', ...around].join('\n'))).toBeGreaterThan(0.8);
    expect(score(['a/b.ts:1:f() {', ...around.map((line) => line.replace('/b.ts', '/c.ts'))].join('\n'))).toBe(0);
  });

  it('packs under headings a reader knows from ripgrep', () => {
    expect(pack(readMatches(['a/b.ts:1:x', 'a/b.ts:2:y', 'c.ts:3:z'], 'flat'))).toBe('a/b.ts\n1:x\n2:y\nc.ts\n3:z');
  });
});

describe('what a search must not lose', () => {
  it('keeps the definition among hundreds of calls', () => {
    const { text } = shorten(many, { query: 'Where is sum_up defined?', input: { command: "grep -rn 'sum_up' app" } });
    expect(text).toContain('app/core/sums.py\napp/core/sums.py:88:def sum_up(rows, start=0):');
  });

  it('finds the definition by the search pattern when the question does not say it', () => {
    const { text } = shorten(many, {
      query: 'What does the helper do?',
      input: { pattern: 'sum_up' },
      mode: 'aggressive',
    });
    expect(text).toContain('88:def sum_up(rows, start=0):');
  });

  it('names every file that matched', () => {
    for (const mode of ['balanced', 'aggressive'] as const) {
      const { text } = shorten(many, { mode });
      for (let f = 0; f < 60; f++) expect(text).toContain(`file_${f}.py`);
    }
  });

  it('counts add up to all matches', () => {
    const { text, kind } = shorten(many, { mode: 'aggressive' });
    expect(kind).toBe('trimmed');
    const shown = text.match(/^\d+:/gm)?.length ?? 0;
    const left = [...text.matchAll(/^\[… (\d+) (?:more|matches)/gm)].reduce((sum, found) => sum + Number(found[1]), 0);
    expect(shown + left).toBe(241);
  });

  it('keeps what is no match: denied folders, binary files', () => {
    const { text } = shorten(`grep: /root: Permission denied\n${many}\nBinary file app/logo.png matches`);
    expect(text).toContain('grep: /root: Permission denied');
    expect(text).toContain('Binary file app/logo.png matches');
  });

  it('keeps a file named in the question whole', () => {
    const { text } = shorten(many, { query: 'How does file_17.py use it?', mode: 'aggressive' });
    for (let i = 0; i < 4; i++) expect(text).toContain(`${i * 7 + 3}:    total_${i} = sum_up(rows_17, ${i})`);
  });

  it('says one line that many places share once, with all places', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `src/m${i % 4}/f${i}.ts:${i + 1}:  import { thing } from '../thing.js';`,
    );
    const { text } = shorten([...rows, 'src/thing.ts:3:export const thing = 1;'].join('\n'), {
      query: 'who uses thing?',
    });
    expect(text.match(/from '..\/thing.js'/g)).toHaveLength(1);
    for (let i = 0; i < 40; i++) expect(text).toMatch(new RegExp(`f${i}\\.ts(?: \\d+)*\\s${i + 1}\\b`));
  });

  it('shows a very long line around the words asked for, never half a character', () => {
    const long = `dist/app.js:1:${'😀x'.repeat(4000)} needleName ${'y '.repeat(9000)}`;
    const { text } = shorten(`${many}\n${long}`, { query: 'where is needleName?' });
    expect(text).toContain('needleName');
    expect(text.length).toBeLessThan(many.length);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('what is no search', () => {
  it('leaves compilers, clocks, YAML and code alone', () => {
    const repeat = (line: (i: number) => string): string => Array.from({ length: 40 }, (_, i) => line(i)).join('\n');
    expect(score(repeat((i) => `src/a.c:${i}:5: error: '${i}' undeclared`))).toBe(0);
    expect(score(repeat((i) => `src/a.ts:${i}:5 - error TS2304: Cannot find name 'x${i}'.`))).toBe(0);
    expect(score(repeat((i) => `src/a.py:${i}:1: F401 'os' imported but unused`))).toBe(0);
    expect(score(repeat((i) => `2024-01-10 12:${10 + i}:07 INFO started worker ${i}`))).toBe(0);
    expect(score(repeat((i) => `12:${10 + i}:07 started worker ${i}`))).toBe(0);
    expect(
      score(repeat((i) => `203.0.113.${i} - - [10/Jan/2024:12:30:${10 + i} +0000] "GET /a/${i} HTTP/1.1" 200 ${i}`)),
    ).toBe(0);
    expect(score(repeat((i) => `2024/01/10 12:30:${10 + i} main.go:${i}: started worker ${i}`))).toBe(0);
    expect(score(repeat((i) => `./cmd/a${i}.go:${i}:7: undefined: x${i}`))).toBe(0);
    expect(score(repeat((i) => `/usr/lib/x${i}.py:${i}: DeprecationWarning: old`))).toBe(0);
    expect(score(repeat((i) => `${i + 1}:const a${i} = b ? c : ${i};`))).toBe(0);
    expect(score(repeat((i) => `key${i}: value${i}`))).toBe(0);
    expect(score(repeat((i) => `  server.port${i}: 80${i}`))).toBe(0);
    expect(score(repeat((i) => `const a${i} = b ? c : ${i};`))).toBe(0);
  });

  it('reads a megabyte of matches in time linear in it', () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, i) => `packages/p${i % 90}/src/module_${i % 700}.ts:${i}:  const value${i} = compute(${i}, 'x');`,
    );
    const start = performance.now();
    search().compress(
      createContent(lines.join('\n')),
      makeTask({
        query: 'where is value77 computed?',
        tokens: { name: 'x', exact: false, count: (text) => text.length / 4 },
      }),
    );
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

it('writes whole paths where a repeated line stands in one file of a folder', () => {
  const same = Array.from({ length: 9 }, (_, i) => `lib/keys/algorithms.py:${100 + i * 30}:    def verify(self, key):`);
  expect(shorten([many, ...same].join('\n'), { query: 'Which files verify and on what lines?' }).text).toContain(
    'lib/keys/algorithms.py',
  );
});

describe('counts', () => {
  const counts = Array.from(
    { length: 120 },
    (_, i) => `packages/parts/test/part-${Math.floor(i / 14)}/file-${i}.test.js:${(i * 37) % 101}`,
  );

  it('keeps the files with the most matches in full and leaves them so', () => {
    const shorter = search().compress(
      createContent(counts.join('\n')),
      makeTask({ query: 'Which three files have the most equality assertions?' }),
    ) as Shorter;
    const most = [...counts].sort((a, b) => Number(b.split(':')[1]) - Number(a.split(':')[1])).slice(0, 3);
    for (const line of most) expect(shorter.text).toContain(line);
    expect(shorter.kind === 'trimmed' && shorter.omitted.summary).toMatch(/^\d+ of 120 files; \d+ matches in all$/);
    expect(shorter.text).toMatch(/\[… \d+ files: at most \d+ matches each\]/);
    expect(search().compress(createContent(shorter.text), makeTask())).toBeUndefined();
  });

  it('keeps a file without a match that the question looks for', () => {
    const shorter = search().compress(
      createContent(counts.join('\n')),
      makeTask({ query: 'Which file has the fewest matches?' }),
    ) as Shorter;
    expect(shorter.kind).toBe('packed');
    expect(shorter.text).toContain('file-101.test.js 0');
  });
});

describe('an answer that is a place', () => {
  const hits = Array.from(
    { length: 18 },
    (_, i) => `src/machines/kettle/part${i % 3}.ts:${10 + i}:  call(${i});`,
  ).sort();
  hits[4] = hits[4]!.replace(/call.*/, 'boil(water);');
  const text = hits.concat('src/machines/kettle/whole.ts:7:  call(all);').join('\n');

  it('keeps the whole address of the hits that a question after a place fits, and decodes', () => {
    const packed = shorten(text, { query: 'Where do we boil it?', mode: 'lossless' }).text;
    expect(packed.split('\n')).toContain(hits[4]);
    expect(packed.split('\n')).not.toContain(hits[0]);
    expect(unpack(packed)).toBe(text);
    expect(shorten(text, { query: 'Do we boil it?', mode: 'lossless' }).text.split('\n')).not.toContain(hits[4]);
  });
});
