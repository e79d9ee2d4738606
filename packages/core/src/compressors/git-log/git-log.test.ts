import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { gitLog } from './git-log.js';
import { unpack } from './pack.js';
import { readLog } from './read-log.js';

testCompressor({ describe, it, expect }, gitLog(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpack,
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter => {
  const shorter = gitLog().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
  if (!shorter) throw new Error('not shortened');
  return shorter;
};

const hashOf = (i: number): string => (0x1a2b3c4d5e * (i + 7)).toString(16).padEnd(40, '0a9b8c7d').slice(0, 40);
const AUTHORS = ['Mira Okafor <mira@orchard.example>', 'Tomas Lindqvist <tomas@orchard.example>'];
const block = (i: number, subject = `Prune row ${i}`): string =>
  `commit ${hashOf(i)}\nAuthor: ${AUTHORS[i % 3 === 0 ? 1 : 0]}\nDate:   Wed Jan ${(i % 28) + 1} 12:30:45 2024 +0100\n\n    ${subject}\n\n    Body of change ${i}.\n`;
const log = (count: number): string => Array.from({ length: count }, (_, i) => block(i)).join('\n');

describe('packing a log', () => {
  it('decodes whatever the order of authors and lines', () => {
    const commit = fc
      .tuple(
        fc.nat(99),
        fc.constantFrom('Author: A <a@b>', 'Author: B <b@c>', 'Author: '),
        fc.boolean(),
        fc.constantFrom('', '    text', 'commit me', 'Author: x'),
      )
      .map(([i, author, merge, body]) => [
        `commit ${hashOf(i)}`,
        ...(merge ? ['Merge: 123 456'] : []),
        author,
        'Date:   today',
        '',
        `    Prune ${i}`,
        body,
      ]);
    let decoded = 0;
    fc.assert(
      fc.property(fc.array(commit, { minLength: 5, maxLength: 12 }), (commits) => {
        const text = commits.flat().join('\n');
        const found = gitLog().compress(createContent(text), makeTask({ mode: 'lossless' })) as Shorter | undefined;
        if (!found) return;
        decoded++;
        expect(unpack(found.text)).toBe(text);
      }),
      { numRuns: 300 },
    );
    expect(decoded).toBeGreaterThan(50);
  });
});

describe('trimming a log', () => {
  it('keeps the commit asked for whole, with its full hash', () => {
    const text = `${log(80)}\n${block(81, 'Fix the leaking barn tap')}\n${log(40)}`;
    const shorter = shorten(text, { query: 'Which commit fixed the leaking tap?' });
    expect(shorter.text).toContain(`commit ${hashOf(81)}`);
    expect(shorter.text).toContain('Body of change 81.');
  });

  it('finds a commit by its short hash, an author by name and a day', () => {
    expect(shorten(log(120), { query: `What did ${hashOf(64).slice(0, 8)} change?` }).text).toContain(
      'Body of change 64.',
    );
    const commits = readLog(log(12).split('\n'), 'full');
    expect(commits[4]).toMatchObject({
      author: 'Mira Okafor',
      day: '2024-01-05',
      subject: 'Prune row 4',
    });
  });

  it('says how many commits there are, by whom', () => {
    const shorter = shorten(log(120), { mode: 'aggressive' });
    expect(shorter.kind === 'trimmed' && shorter.omitted.summary).toContain(
      'in all 120 commits (80 by Mira Okafor, 40 by Tomas Lindqvist)',
    );
  });

  it('shows or counts every commit', () => {
    for (const mode of ['balanced', 'aggressive'] as const) {
      const { text } = shorten(log(500), { mode });
      const whole = text.match(/^commit /gm)?.length ?? 0;
      const rows = text.match(/^[0-9a-f]{9} 2024/gm)?.length ?? 0;
      const counted = [...text.matchAll(/^\[… (\d+) commits?/gm)].reduce((sum, found) => sum + Number(found[1]), 0);
      expect(whole + rows + counted).toBe(500);
    }
  });

  it('keeps every line of blamed code', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `^1a2b3c4 (Mira Okafor 2024-01-10 12:30:45 +0100 ${String(i + 1).padStart(3)})   let x${i} = (${i});`,
    );
    const { text } = shorten(rows.join('\n'));
    expect(text.match(/Mira Okafor/g)).toHaveLength(1);
    for (let i = 0; i < 60; i++) expect(text).toContain(`${i + 1})   let x${i} = (${i});`);
  });
});

describe('what is no log of commits', () => {
  const score = (text: string): number => gitLog().match(createContent(text));

  it('takes objects with their sizes for no commits', () => {
    const object = (i: number) =>
      `${(i * 7919 + 65537).toString(16).padStart(40, 'a4f0c9')} ${i % 3 ? 'tree  ' : 'blob  '} ${i * 3} ${i + 40} ${i * 91}`;
    expect(score(Array.from({ length: 40 }, (_, i) => object(i)).join('\n'))).toBe(0);
  });

  const repeat = (line: (i: number) => string): string => Array.from({ length: 40 }, (_, i) => line(i)).join('\n');

  it('leaves checksums, numbers, containers and words alone', () => {
    expect(score(repeat((i) => `${hashOf(i)}  src/file${i}.ts`))).toBe(0);
    expect(score(repeat((i) => `${1234567 + i} requests served`))).toBe(0);
    expect(score(repeat((i) => `${hashOf(i).slice(0, 12)}   nginx:latest   "/docker"   Up ${i} hours`))).toBe(0);
    expect(score(repeat((i) => `defaced wall number ${i}`))).toBe(0);
  });

  it('reads 30,000 commits in linear time', () => {
    const text = log(30_000);
    const start = performance.now();
    gitLog().compress(
      createContent(text),
      makeTask({ query: 'row 77', tokens: { name: 'x', exact: false, count: (one) => one.length / 4 } }),
    );
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
