import { describe, expect, it } from 'vitest';
import type { Shorter } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { readRecords } from './read-delimited.js';
import { readTable } from './read-table.js';
import { table } from './table.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));

testCompressor({ describe, it, expect }, table(), { fixtures });

const shorten = (text: string, query: string): Shorter | undefined =>
  table().compress(createContent(text), makeTask({ query })) as Shorter | undefined;

const csv = (rows: number, cell: (row: number) => string): string =>
  ['day,amount,kind', ...Array.from({ length: rows }, (_, i) => cell(i))].join('\n');

describe('table', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture.text] as const))(
    'packs %s without losing a cell',
    (_, text) => {
      const packed = table().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
      if (!packed) return;
      const before = readTable(createContent(text));
      const cells = packed.text.split('\n').flatMap((line) => line.split(/ {2,}| ?\| ?|\t/).map((cell) => cell.trim()));
      for (const row of before?.rows ?? [])
        for (const cell of row.cells) expect(cells.join('\n')).toContain(cell.split(/ {2,}/)[0]);
      expect(packed.text.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThanOrEqual(
        before?.rows.length ?? 0,
      );
    },
  );

  it('finds what lies far out among rows of bare numbers', () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${i + 1} ${(i * 37) % 90} ${i === 120 ? '9.75e+01' : `${i % 7}.25000e+00`}`,
    );
    const found = shorten(['%% beds by tree', ...rows].join('\n'), 'Is any weight out of line?');
    expect(found?.text).toContain('121 30 9.75e+01');
  });

  it('keeps a last column apart that some rows have nothing in, and the least of the shares', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        `pkg/part${String(i).padStart(2, '0')}.py      140   ${String(i % 50).padStart(3)}    ${90 - (i % 7)}%   ${i + 6}, 39, 72-${80 + i}`,
    );
    rows[17] = 'pkg/merkle.py      140   140     0%   1-153';
    const text = [
      'Name             Stmts  Miss  Cover   Missing',
      '-'.repeat(48),
      'pkg/__init__.py      0     0   100%',
      ...rows,
    ].join('\n');
    const shorter = shorten(text, 'how well is it tested?');
    expect(shorter?.text).toContain('pkg/merkle.py');
    expect(shorter?.text.length).toBeLessThan(text.length);
  });

  it('finds the greatest part behind a total', () => {
    const text = csv(300, (i) => `d${i},${i === 88 ? 9000 : i === 205 ? 77 : i % 10},k${i % 3}`);
    const found = shorten(text, 'anything?');
    expect(found?.text).toContain('d88,9000');
    expect(found?.text).toContain('d205,77');
  });

  it('keeps every shown value as it was written, in the order of the table', () => {
    const text = csv(400, (i) => `2026-01-${String(1 + (i % 28)).padStart(2, '0')},${(i * 7919) % 1000}.50,k${i % 3}`);
    const shorter = shorten(text, 'largest amount?');
    const lines = (shorter?.text ?? '').split('\n').filter((line) => !line.startsWith('['));
    let at = 0;
    for (const line of lines) {
      const found = text.indexOf(line, at);
      expect(found, line).toBeGreaterThanOrEqual(0);
      at = found;
    }
  });

  it('keeps the row of a date that the question writes in words', () => {
    const text = csv(
      500,
      (i) => `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${100 + ((i * 37) % 91)},k${i % 5}`,
    );
    expect(shorten(text, 'What was the amount on March 5, 2025?')?.text).toContain('2025-03-05');
    expect(shorten(text, 'What was the amount on 5 March 2025?')?.text).toContain('2025-03-05');
  });

  it('says how all rows are spread, so that counts and means can be answered', () => {
    const text = csv(300, (i) => `d${i},${i % 10},${i % 30 === 0 ? 'late' : 'fine'}`);
    const shorter = shorten(text, 'how many are late and what is the total amount?');
    expect(shorter?.text).toContain('290 fine, 10 late');
    expect(shorter?.text).toContain('sum 1350');
  });

  it('answers bounds from all rows', () => {
    const text = csv(300, (i) => `d${i},${i},${i % 3 === 0 ? 'red' : 'blue'}`);
    const above = shorten(text, 'Which days have an amount over 296?')?.text;
    for (const day of [297, 298, 299]) expect(above).toContain(`d${day},${day},`);
  });

  it('reads a second table behind the first', () => {
    const block = (kind: string) =>
      `NAME        READY   STATUS\n${Array.from({ length: 40 }, (_, i) => `${kind}-${String(i).padStart(3, '0')}    1/1     Running`).join('\n')}\n`;
    const shorter = shorten(`${block('pods')}\n${block('jobs')}`, 'status of jobs-017?');
    expect(shorter?.text).toContain('jobs-017 1/1 Running');
    expect(shorter?.text.split('\n').length).toBeLessThan(50);
  });

  it('reads quotes, doubled quotes and line ends inside quotes', () => {
    const [, row] = readRecords('a,b\n"x ""y""\nz",2\n', ',');
    expect(row?.cells).toEqual(['x "y"\nz', '2']);
  });

  it('treats no prose, code or log as a table', () => {
    const others = [
      'First, we look at the data, then we decide.\nSecond, the tests, which are slow, run.\nThird, nothing, or nearly nothing, fails.\nFourth, we stop, and rest.\nFifth, we go, and see.\n',
      'The quick brown fox jumps\nover the lazy dog and then\nruns away from the other dog\nuntil nobody can see it any\nmore in the dark of the night\nand the story ends here now\n',
      'import { a, b } from "c";\nconst x = [1, 2, 3];\nfunction f(a, b) {\n  return a, b;\n}\nexport { f, x };\n',
      '2026-01-01 10:00:00,123 INFO started the server on port 80\n2026-01-01 10:00:01,456 INFO accepted a connection from somewhere\n2026-01-01 10:00:02,789 WARN slow query took too long\n2026-01-01 10:00:03,012 INFO closed the connection\n2026-01-01 10:00:03,345 INFO closed\n',
      '[1, 2, 3]',
      '<table><tr><td>1</td></tr></table>',
    ];
    for (const text of others) expect(table().match(createContent(text)), text.slice(0, 30)).toBe(0);
  });

  it('leaves short tables as they are', () => {
    expect(
      shorten(
        'NAME   READY   STATUS\napi    1/1     Running\nweb    1/1     Running\ndb     0/1     Pending\nq      1/1     Running\n',
        '',
      ),
    ).toBeUndefined();
  });

  it('keeps all rows of a small minority, so that none of them is missed', () => {
    const text = csv(300, (i) => `2026-01-01,${i * 3},${i % 61 === 5 ? 'contested' : i % 2 === 0 ? 'paid' : 'open'}`);
    const shown = shorten(text, 'Which of them does a customer disagree with?')?.text ?? '';
    for (const i of [5, 66, 127, 188, 249]) expect(shown).toContain(`2026-01-01,${i * 3},contested`);
  });

  it('shows short tables whole when every row of a kind is asked for', () => {
    const text = Array.from({ length: 40 }, (_, i) => `package-${i}   1.${i}.0   amd64`).join('\n');
    expect(shorten(`NAME        VERSION   ARCH\n${text}\n`, 'List all the cloud packages.')?.kind).not.toBe('trimmed');
  });

  it('keeps expanded records in one piece', () => {
    const records = Array.from(
      { length: 60 },
      (_, i) =>
        `-[ RECORD ${i + 1} ]------------------\nname  | limit_${i}\nvalue | ${i * 3}\nnotes | How far part ${i} may go.`,
    );
    const text = `${records.join('\n')}\n`;
    expect(table().match(createContent(text))).toBeGreaterThan(0.85);
    expect(shorten(text, 'What is limit_37 about?')?.text).toContain(
      'name  | limit_37\nvalue | 111\nnotes | How far part 37 may go.',
    );
  });

  it('reads right-aligned columns under a rule, with empty cells', () => {
    const row = (share: number, calls: number, errors: string, name: string) =>
      `${share.toFixed(2).padStart(6)} ${String(calls).padStart(9)} ${errors.padStart(9)} ${name}`;
    const rows = Array.from({ length: 30 }, (_, i) =>
      row(90 / (i + 1), 9000 - i, i % 4 === 1 ? `${40 + i}` : '', `call_${i}`),
    );
    const text = ['% time     calls    errors syscall', '------ --------- --------- ----------------', ...rows].join(
      '\n',
    );
    expect(readTable(createContent(text))?.rows[1]?.cells).toEqual(['45.00', '8999', '41', 'call_1']);
  });

  it('takes time in proportion to the length', () => {
    const text = csv(60_000, (i) => `2026-01-01,${i},"quoted ""cell"" number ${i}"`);
    const start = performance.now();
    shorten(text, 'largest amount on 2026-01-01?');
    expect(performance.now() - start).toBeLessThan(2500);
  });
});

it('reads rows of measures that have no header, some with more measures than others', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `BenchmarkPart/${i}-2   \t ${1000 - i}\t ${(i * 7919) % 997} ns/op\t${i % 3 === 0 ? ` ${i}.25 MB/s\t` : ''} ${i === 31 ? 24 : 1} allocs/op`,
  );
  const text = ['goos: linux', 'cpu: any', ...rows, 'PASS', 'ok  \tparts\t12.3s'].join('\n');
  const shorter = shorten(text, 'Which benchmark is the slowest per operation, and which allocates most?');
  const slowest = Array.from({ length: 60 }, (_, i) => i).sort((a, b) => ((b * 7919) % 997) - ((a * 7919) % 997))[0];
  expect(shorter?.text).toContain(`BenchmarkPart/${slowest}-2 `);
  expect(shorter?.text).toContain('24 allocs/op');
  expect(shorter?.text).toMatch(/ns\/op \d+ to \d+/);
  expect(shorter?.text).toContain('PASS');
});

describe('a grid whose rows are several lines high', () => {
  it('is left alone: a line of it is no row', () => {
    const rule = `+${'-'.repeat(12)}+${'-'.repeat(12)}+`;
    const week = (i: number) => [
      `| ${String(i).padEnd(10)} | ${String(i + 1).padEnd(10)} |`,
      `| 14:00 Audit | ${'16:00'.padEnd(10)} |`,
      `| ${'(room 2)'.padEnd(10)} | ${'Backup'.padEnd(10)} |`,
      rule,
    ];
    const text = [
      rule,
      `| ${'Monday'.padEnd(10)} | ${'Tuesday'.padEnd(10)} |`,
      rule,
      ...[1, 8, 15, 22, 29].flatMap(week),
    ];
    expect(table().match(createContent(text.join('\n')))).toBe(0);
    const flat = [
      rule,
      '| Monday     | Tuesday    |',
      rule,
      ...Array.from({ length: 20 }, (_, i) => `| ${i} | ${i * 2} |`),
      rule,
    ];
    expect(table().match(createContent(flat.join('\n')))).toBeGreaterThan(0.9);
  });
});

it('keeps the few rows in which a column of numbers has none, and says of a column once what it comes to', () => {
  const row = (i: number) =>
    `C-${i % 9},${i % 4 ? 'Clerk' : 'Driver'},${i === 77 ? '#DIV/0!' : 900 + ((i * 37) % 300)},2026-0${1 + (i % 9)}-01`;
  const text = `Centre,Role,Total,Start\n${Array.from({ length: 160 }, (_, i) => row(i)).join('\n')}`;
  const shorter = table().compress(
    createContent(text),
    makeTask({ query: 'How many of each role? The total is broken' }),
  ) as Shorter;
  expect(shorter.text).toContain(row(77));
  expect(shorter.text.split('Role: 120 Clerk')).toHaveLength(2);
});
