import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { unpackTree } from '../../packs/tree.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { listing } from './listing.js';
import { packPaths, unpackPaths } from './pack-paths.js';
import { readListing } from './read-entries.js';

testCompressor({ describe, it, expect }, listing(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: (packed) => (packed.startsWith('Tree') ? unpackTree(packed) : unpackPaths(packed)),
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter => {
  const shorter = listing().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
  if (!shorter) throw new Error('not shortened');
  return shorter;
};
const score = (text: string): number => listing().match(createContent(text));

/** 20 packages with sources, tests and caches. */
const tree = Array.from({ length: 20 }, (_, p) =>
  [
    ...Array.from({ length: 12 }, (_, f) => `/srv/checkout/project/packages/pkg_${p}/src/module_${f}.py`),
    ...Array.from({ length: 6 }, (_, f) => `/srv/checkout/project/packages/pkg_${p}/tests/test_module_${f}.py`),
    ...Array.from(
      { length: 12 },
      (_, f) => `/srv/checkout/project/packages/pkg_${p}/src/__pycache__/module_${f}.cpython-311.pyc`,
    ),
  ].join('\n'),
).join('\n');

describe('packing', () => {
  it('puts the folders of paths back', () => {
    const part = fc.constantFrom('a', 'src', 'x y', 'b.c', '.git', 'ünï', '[id]', "it's", 'a:b');
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const line = fc.oneof(
      path,
      path.map((one) => `./${one}`),
      path.map((one) => `/usr/lib/python3/${one}`),
      fc.constant(''),
      path.map((one) => `${one}/`),
    );
    let packed = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 5, maxLength: 60 }), fc.nat(9), (some, n) => {
        const lines = [...some].sort();
        const text = lines.join('\n');
        const short = packPaths(lines, (one) => one.length % 10 === n);
        if (short.length >= text.length) return;
        packed++;
        const shorter = listing().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
        if (shorter) expect(unpackPaths(shorter.text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
    expect(packed).toBeGreaterThan(20);
  });

  it('says the root once and decodes', () => {
    const lines = tree.split('\n');
    const packed = packPaths(lines, (line) => line.endsWith('pkg_3/src/module_3.py'));
    expect(packed.split('\n')[0]).toBe('Under /srv/checkout/project/packages/:');
    expect(packed).toContain('pkg_0/tests/: test_module_0.py test_module_1.py');
    expect(packed).toContain('\n/srv/checkout/project/packages/pkg_3/src/module_3.py\n');
    expect(unpackPaths(packed)).toBe(tree);
  });
});

describe('what a listing must not lose', () => {
  it('shows what the question asks for with its whole path', () => {
    const text = tree.replace('pkg_7/src/module_4.py', 'pkg_7/src/frost_alarm_router.py');
    for (const query of [
      'Where is the frost alarm router?',
      'Where is FrostAlarmRouter implemented?',
      'Is there a frost_alarm_router.py?',
    ]) {
      for (const mode of ['balanced', 'aggressive'] as const) {
        expect(shorten(text, { query, mode }).text).toContain(
          '/srv/checkout/project/packages/pkg_7/src/frost_alarm_router.py',
        );
      }
    }
  });

  it('names or counts every entry, caches only by number', () => {
    const { text, kind } = shorten(tree);
    expect(kind).toBe('trimmed');
    expect(text).not.toContain('cpython-311.pyc');
    for (let p = 0; p < 20; p++) expect(text).toContain(`pkg_${p}/`);
  });

  it('counts by extension in the summary', () => {
    const shorter = shorten(tree);
    expect(shorter.kind === 'trimmed' && shorter.omitted.summary).toContain('in all 600 files (360 .py, 240 .pyc)');
  });

  it('keeps errors and totals', () => {
    const text = `find: '/srv/lost+found': Permission denied\n${tree}`;
    expect(shorten(text).text).toContain("find: '/srv/lost+found': Permission denied");
  });

  it('keeps the odd lines of a long listing as they are', () => {
    const rows = Array.from(
      { length: 120 },
      (_, i) => `-rw-r--r-- 1 dev  dev    ${1000 + i} Jan 10 12:${10 + (i % 50)} part_${i}.json`,
    );
    rows.splice(
      40,
      0,
      '-rwsr-xr-x 1 root root 98765432 Feb  2  2024 helper',
      'lrwxrwxrwx 1 dev  dev          9 Jan 10 12:10 current -> part_9.json',
      '-rw-r--r-- 1 dev  dev          0 Jan 10 12:10 empty.lock',
    );
    const { text } = shorten(['total 999', ...rows].join('\n'));
    for (const line of ['total 999', ...rows.slice(40, 43)]) expect(text).toContain(line);
    expect(text).toContain('part_77.json 1077');
  });
});

describe('reading listings', () => {
  it('reads links, folders, sizes and headings', () => {
    const text =
      './src:\ntotal 8\ndrwxr-xr-x 2 a b 4096 Jan 10 12:00 lib\nlrwxrwxrwx 1 a b 5 Jan 10 12:00 now -> lib/x\n-rw-r--r-- 1 a b 42 Jan 10  2023 my file.ts\n-rw-r--r--@ 1 a staff 1.2K 10 Jan 12:00 b.ts\n';
    expect(readListing(text.split('\n'))?.entries.map(({ path, size, folder }) => [path, size, folder])).toEqual([
      ['./src/lib', '4096', true],
      ['./src/now', '5', false],
      ['./src/my file.ts', '42', false],
      ['./src/b.ts', '1.2K', false],
    ]);
  });

  it('reads nested bullets and the lines of file servers', () => {
    const bullets = '- /srv/app/\n  - src/\n    - a.ts\n    - deep/\n      - b.ts\n  - package.json\n  - readme.md';
    expect(readListing(bullets.split('\n'))?.entries.map(({ path, folder }) => [path, folder])).toEqual([
      ['/srv/app', true],
      ['/srv/app/src', true],
      ['/srv/app/src/a.ts', false],
      ['/srv/app/src/deep', true],
      ['/srv/app/src/deep/b.ts', false],
      ['/srv/app/package.json', false],
      ['/srv/app/readme.md', false],
    ]);
    const served = '[DIR] src\n[FILE] a.ts\n[FILE] b.ts\n[FILE] c d.ts\n[DIR] test';
    expect(readListing(served.split('\n'))?.entries.map(({ path, folder }) => path + (folder ? '/' : ''))).toEqual([
      'src/',
      'a.ts',
      'b.ts',
      'c d.ts',
      'test/',
    ]);
  });

  it('reads dir and Get-ChildItem', () => {
    const dir = Array.from(
      { length: 6 },
      (_, i) => `01/1${i}/2024  10:2${i} AM             1,23${i} part${i}.txt`,
    ).join('\n');
    const posh = Array.from(
      { length: 6 },
      (_, i) => `-a----        1/1${i}/2024  10:2${i} AM           123${i} part${i}.txt`,
    ).join('\n');
    for (const text of [dir, posh])
      expect(readListing(text.split('\n'))?.entries.map((entry) => entry.path)).toEqual(
        [0, 1, 2, 3, 4, 5].map((i) => `part${i}.txt`),
      );
  });
});

describe('what is no listing', () => {
  const repeat = (line: (i: number) => string): string => Array.from({ length: 40 }, (_, i) => line(i)).join('\n');

  it('leaves processes, disks, links, code and words alone', () => {
    expect(score(repeat((i) => `root  ${i}  0.0  0.1  1234  567 ?  S  10:00  0:00 /usr/bin/tool${i}`))).toBe(0);
    expect(score(repeat((i) => `/dev/sda${i}  1000  200  800  20% /mnt/${i}`))).toBe(0);
    expect(score(repeat((i) => `https://example.test/a/${i}`))).toBe(0);
    expect(score(repeat((i) => `import x${i} from './x/${i}.js';`))).toBe(0);
    expect(score(repeat((i) => `  const a${i} = b / ${i};`))).toBe(0);
    expect(score(repeat((i) => `Either/or it was number ${i} that won the day.`))).toBe(0);
    expect(score(repeat((i) => `word${i}`))).toBe(0);
    expect(score(repeat((i) => `- item number ${i}`))).toBe(0);
    expect(score(repeat((i) => `- item${i}`))).toBe(0);
    expect(score(repeat((i) => `   The lamp number ${i} is half duplex.`))).toBe(0);
    expect(score(repeat((i) => `     59/${i}    0.000    0.000    0.04${i}    0.014 boot.py:1165(find)`))).toBe(0);
    expect(score(repeat((i) => `src/a.c:${i}: match`))).toBe(0);
  });

  it('reads 60,000 paths in linear time', () => {
    const text = Array.from(
      { length: 60_000 },
      (_, i) => `/srv/data/part_${i % 300}/section_${i % 17}/file_${i}.json`,
    ).join('\n');
    const start = performance.now();
    listing().compress(
      createContent(text),
      makeTask({ query: 'file_777', tokens: { name: 'x', exact: false, count: (one) => one.length / 4 } }),
    );
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

it('keeps the few files of a rare kind with their whole paths', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `/opt/app/lib/part_${i % 12}/unit_${i}.py`);
  lines.splice(170, 0, '/opt/app/lib/part_7/native/_fast.abi3.so');
  const text = listing().compress(
    createContent(lines.join('\n')),
    makeTask({ query: 'Is anything compiled in there?' }),
  ) as Shorter;
  expect(text.text).toContain('/opt/app/lib/part_7/native/_fast.abi3.so');
});

it('knows its own packed lists again, so that nobody trims what kept every name', async () => {
  const names = Array.from(
    { length: 240 },
    (_, i) => `/opt/share/zones/${['Nord', 'Sued', 'West'][i % 3]}/Place_${i}`,
  ).sort();
  const packed = await listing().compress(createContent(names.join('\n')), makeTask({ mode: 'lossless' }));
  expect(packed?.kind).toBe('packed');
  expect(unpackPaths(packed?.text ?? '')).toBe(names.join('\n'));
  expect(score(packed?.text ?? '')).toBe(1);
  expect(listing().compress(createContent(packed?.text ?? ''), makeTask())).toBeUndefined();
});
