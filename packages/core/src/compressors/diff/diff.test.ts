import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { diff } from './diff.js';
import { pack, unpack } from './pack.js';
import { readDiff } from './read-diff.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));

testCompressor({ describe, it, expect }, diff(), { fixtures, decode: unpack });

const shorten = (text: string, changes: Partial<Task> = {}): Shorter => {
  const shorter = diff().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
  if (!shorter) throw new Error('not shortened');
  return shorter;
};

/** A file's diff with one hunk of `removed` and `added` lines among context. */
const fileDiff = (path: string, changes: readonly (readonly [removed: string, added: string])[]): string => {
  const body = changes.flatMap(([removed, added], i) => [
    `@@ -${i * 40 + 1},7 +${i * 40 + 1},7 @@`,
    ...[1, 2, 3].map((n) => ` before ${n} of ${path} ${i}`),
    `-${removed}`,
    `+${added}`,
    ...[1, 2, 3].map((n) => ` after ${n} of ${path} ${i}`),
  ]);
  return [
    `diff --git a/${path} b/${path}`,
    'index 1111111..2222222 100644',
    `--- a/${path}`,
    `+++ b/${path}`,
    ...body,
  ].join('\n');
};

describe('reading a diff', () => {
  it('loses no line, whatever the text', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'diff --git a/x b/x',
        '--- a/x',
        '+++ b/x',
        '@@ -1,2 +1,3 @@',
        '@@ -1 +1 @@ f()',
        '@@@ -1,2 -1,2 +1,3 @@@',
        '-- ',
        '',
        '\\ No newline at end of file',
      ),
      fc.constantFrom(
        'GIT binary patch',
        'Binary files a/x and b/x differ',
        'rename to y',
        'commit abc',
        '@@ broken',
        'Index: x',
        '-- sql comment',
        '--- sql rule',
        '+++ plus',
        '\r',
      ),
      fc.string().map((text) => text.replaceAll('\n', '')),
      fc.tuple(fc.constantFrom(' ', '+', '-'), fc.string()).map(([sign, text]) => sign + text.replaceAll('\n', '')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const parts = readDiff(lines);
        const again = parts.flatMap((part) =>
          part.kind === 'prose'
            ? part.lines
            : [...part.header, ...part.hunks.flatMap((hunk) => [hunk.header, ...hunk.lines])],
        );
        expect(again).toEqual(lines);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws on malformed diffs', () => {
    const pieces = fc.constantFrom(...fixtures.flatMap((fixture) => fixture.text.split('\n').slice(0, 80)));
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 120 }), (lines) => {
        diff().compress(createContent(lines.join('\n')), makeTask({ query: 'what changed in bm25?' }));
      }),
      { numRuns: 150 },
    );
  });

  it('tells removed comments from file names by the announced counts', () => {
    const text =
      'diff --git a/q.sql b/q.sql\n--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,2 @@\n select 1;\n--- the old rule\n-+++ odd\n+x\n';
    const [file] = readDiff(text.split('\n'));
    expect(file).toMatchObject({
      kind: 'file',
      path: 'q.sql',
      hunks: [{ lines: [' select 1;', '--- the old rule', '-+++ odd', '+x'] }],
    });
  });
});

describe('packing a diff', () => {
  it('puts the names back for every kind of header', () => {
    for (const { text } of fixtures) expect(unpack(pack(text))).toBe(text);
    const header = fc.constantFrom(
      'diff --git a/x y b/x y',
      'diff --git a/x b/z',
      'index 1..2 100644',
      'new file mode 100644',
      'deleted file mode 100644',
      '--- a/x y',
      '+++ b/x y',
      '--- /dev/null',
      '+++ /dev/null',
      '@@ -1 +1 @@',
      '-a',
      '+b',
      ' c',
      '',
    );
    fc.assert(
      fc.property(fc.array(header, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const shorter = diff().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
        if (shorter) expect(unpack(shorter.text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what a diff must not lose', () => {
  const many = Array.from({ length: 30 }, (_, f) =>
    fileDiff(
      `src/part_${f}.ts`,
      Array.from(
        { length: 6 },
        (_, i) => [`old(${f}, ${i}) // ${'x'.repeat(50)}`, `fresh(${f}, ${i}) // ${'x'.repeat(50)}`] as const,
      ),
    ),
  ).join('\n');

  it('names every file, and its totals are those of the whole diff', () => {
    for (const mode of ['balanced', 'aggressive'] as const) {
      const shorter = shorten(many, { mode });
      for (let f = 0; f < 30; f++) expect(shorter.text).toContain(`src/part_${f}.ts`);
      expect(shorter.kind === 'trimmed' && shorter.omitted.summary).toContain(
        'the whole diff is +180 -180 in 30 files',
      );
    }
  });

  it('keeps every changed line of a file named in the question', () => {
    const { text } = shorten(many, { query: 'what changed in part_17.ts?', mode: 'aggressive' });
    for (let i = 0; i < 6; i++) expect(text).toContain(`-old(17, ${i}) // ${'x'.repeat(50)}\n+fresh(17, ${i})`);
  });

  it('tells lock files, generated files and white space in a line, unless the question is about them', () => {
    const lock = fileDiff(
      'package-lock.json',
      Array.from({ length: 40 }, (_, i) => [`"v${i}": "1"`, `"v${i}": "2"`] as const),
    );
    const code = fileDiff('src/a.ts', [
      ['limit = 3', 'limit = 5'],
      ['  call(x)', '    call(x)'],
    ]);
    const { text } = shorten(`${lock}\n${code}`, { query: 'Which limit applies now?' });
    expect(text).toContain('[… 1 file, 40 hunks: package-lock.json +40 -40]');
    expect(text).toContain('+limit = 5');
    expect(text).toContain('white space only');
    expect(shorten(`${lock}\n${code}`, { query: 'What changed in package-lock.json?' }).text).toContain('+"v39": "2"');
  });

  it('keeps modes, renames and the names of binary files', () => {
    const odd =
      'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\ndiff --git a/a.png b/b.png\nsimilarity index 100%\nrename from a.png\nrename to b.png\ndiff --git a/c.png b/c.png\nBinary files a/c.png and b/c.png differ\n';
    const { text } = shorten(odd + many);
    for (const line of odd.trim().split('\n')) expect(text).toContain(line);
  });

  it('shortens a long new file to its definitions and what is asked about, saying how much is missing', () => {
    const body = Array.from({ length: 40 }, (_, f) => [
      `+def step_${f}(rows):`,
      ...Array.from({ length: 12 }, (_, i) => `+    total = total + rows[${i}] * ${f}`),
    ]).flat();
    body[13 * 22 + 5] = '+    raise BarnDoorError("the frost alarm is off")';
    const text = [
      'diff --git a/steps.py b/steps.py',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/steps.py',
      `@@ -0,0 +1,${body.length} @@`,
      ...body,
    ].join('\n');
    const { text: short } = shorten(text, { query: 'When is the frost alarm error raised?' });
    expect(short).toContain(body[13 * 22 + 5]);
    for (let f = 0; f < 40; f++) expect(short).toContain(`+def step_${f}(rows):`);
    const missing = [...short.matchAll(/\[… (\d+) added lines\]/g)].reduce((sum, found) => sum + Number(found[1]), 0);
    expect(missing + (short.match(/^\+/gm)?.length ?? 0)).toBe(body.length);
  });

  it('says the same change in many files once, naming the files', () => {
    const same = Array.from({ length: 20 }, (_, f) =>
      fileDiff(`src/f${f}.ts`, [["import { a } from './a.js';", "import { a } from './b.js';"]]),
    ).join('\n');
    const { text } = shorten(same);
    expect(text.match(/^\+import/gm)!.length).toBeLessThan(4);
    for (let f = 0; f < 20; f++) expect(text).toContain(`src/f${f}.ts`);
  });
});

describe('kept hunks still apply', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'diff-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('passes git apply --check after trimming, for random edits of 60 files', () => {
    const git = (...words: string[]): string =>
      execFileSync('git', ['-c', 'core.autocrlf=false', ...words], { cwd: folder, encoding: 'utf8' });
    git('init', '-q');
    mkdirSync(join(folder, 'src'));
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const old = Array.from({ length: 60 }, () =>
      Array.from({ length: 5 + next(80) }, (_, i) => `${' '.repeat(next(3))}line ${i} ${next(9)}`),
    );
    const write = (lines: readonly string[], f: number): void =>
      writeFileSync(join(folder, `src/f${f}.txt.ts`), lines.join('\n') + (f % 7 === 0 ? '' : '\n'));
    old.forEach(write);
    git('add', '-A');
    old.forEach((lines, f) => {
      const fresh = lines.flatMap((line) =>
        next(12) === 0
          ? []
          : next(12) === 0
            ? [line, `added ${next(1000)}`]
            : next(12) === 0
              ? [`changed ${next(1000)}`]
              : [line],
      );
      write(f === 13 ? [] : fresh, f);
    });
    const text = git('diff');
    git('checkout', '--', '.');
    const { text: shorter, kind } = shorten(text, { bias: 50 });
    expect(kind).toBe('trimmed');
    expect(shorter.match(/left out/g)).toBeNull();
    writeFileSync(join(folder, 'x.patch'), unpack(shorter) + (shorter.endsWith('\n') ? '' : '\n'));
    expect(git('apply', '--check', '--unidiff-zero', 'x.patch')).toBe('');
    git('apply', '--unidiff-zero', 'x.patch');
    expect(git('diff')).toBe(text);
  });
});

describe('what is no diff', () => {
  it('leaves lists, tables and mail alone', () => {
    const score = (text: string): number => diff().match(createContent(text));
    expect(score('- one\n- two\n+ three\n--- \n')).toBe(0);
    expect(score('a | b\n--- | ---\n1 | 2')).toBe(0);
    expect(score('---\ntitle: x\n---\n+++ y')).toBe(0);
  });

  it('reads 5 MB of hunks in linear time', () => {
    const big = Array.from({ length: 4000 }, (_, f) =>
      fileDiff(
        `src/f${f}.ts`,
        Array.from({ length: 4 }, (_, i) => [`old ${f} ${i}`, `new ${f} ${i}`] as const),
      ),
    ).join('\n');
    const start = performance.now();
    diff().compress(
      createContent(big),
      makeTask({ query: 'f77', tokens: { name: 'x', exact: false, count: (one) => one.length / 4 } }),
    );
    expect(performance.now() - start).toBeLessThan(6000);
  });
});

it('keeps the few hunks that change a name or value of the question, wherever they are', () => {
  const sources = Array.from({ length: 14 }, (_, i) =>
    fileDiff(`src/part_${i}.ts`, [[`let cookie_${i} = option`, `const cookie_${i} = option`]]),
  );
  const notes = fileDiff(
    'docs/notes.md',
    Array.from({ length: 9 }, (_, i) => [`entry ${i}`, i === 6 ? 'since 4.31.7: sends parts' : `item ${i}`] as const),
  );
  expect(shorten([...sources, notes].join('\n'), { query: 'Which cookie option came with 4.31.7?' }).text).toContain(
    'since 4.31.7: sends parts',
  );
});

it('keeps an unchanged line that differs from its siblings in the other hunks', () => {
  const hunk = (i: number, open: string) =>
    `@@ -${i * 60 + 1},8 +${i * 60 + 1},8 @@ export function list${i}(req) {\n   const rows${i} = 1;\n   ${open}\n   const more = await page${i}(ctx);\n   log(more);\n-  return more.map(a${i});\n+  return more.slice(0, ${i + 2}).map(a${i});\n   close(ctx);\n   done();\n   end();`;
  const hunks = Array.from({ length: 9 }, (_, i) =>
    hunk(i, i === 5 ? 'const ctx = unlockEverything(req);' : 'const ctx = openFor(req);'),
  );
  const text = ['diff --git a/src/list.ts b/src/list.ts', '--- a/src/list.ts', '+++ b/src/list.ts', ...hunks].join(
    '\n',
  );
  const { text: short } = shorten(text, { query: 'Review this branch.' });
  expect(short).toContain('unlockEverything');
  expect(short).not.toContain('page1(');
});

describe('what a reviewer must see of every hunk', () => {
  const churn = (sign: string, n: number) =>
    Array.from({ length: n }, (_, i) => `${sign}    this.step${i}(input${i}, output${i}); // stage ${i} of the plant`);
  const big = [
    'diff --git a/src/plant.ts b/src/plant.ts',
    '--- a/src/plant.ts',
    '+++ b/src/plant.ts',
    '@@ -1,401 +1,402 @@',
    ...churn('-', 400),
    ...churn('+', 200).map((line) => line.replace('stage', 'phase')),
    '+  drain(valve: Valve, within: number): Promise<void> {',
    ...churn('+', 200).map((line) => line.replace('stage', 'phase')),
  ];
  const small = Array.from({ length: 20 }, (_, i) => [
    `@@ -${1000 + i * 50},3 +${1001 + i * 50},3 @@`,
    ' {',
    `-  const said${i} = 'missing ${i} of the ${'abcdefghijklmnopqrst'[i]} parts';`,
    `+  const said${i} = '${i} of the ${'abcdefghijklmnopqrst'[i]} parts missing';`,
    ' }',
  ]);
  const text = [...big, ...small.flat()].join('\n');
  const shown = (): string =>
    (diff().compress(createContent(text), makeTask({ query: 'Review this.' })) as Shorter).text;

  it('keeps old and new text of hunks of few changes', () => {
    const out = shown();
    expect(out.length).toBeLessThan(text.length / 3);
    for (const [, , was, is] of small) for (const line of [was!, is!]) expect(out).toContain(line);
  });

  it('keeps what a hunk declares that is too long to be shown', () => {
    expect(shown()).toContain('+  drain(valve: Valve, within: number)');
  });
});
