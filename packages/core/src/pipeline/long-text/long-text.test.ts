import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../../index.js';
import { LONG_TEXT } from './read-long-text.js';

const usual = (i: number) =>
  `2026-02-03 10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} INFO worker ${i % 97} took job ${(i * 7919) % 100_003} in ${20 + ((i * 13) % 50)} ms with "GET /jobs/${i}" 200`;
const ROWS = 56_000;
const rows = Array.from({ length: ROWS }, (_, i) => usual(i));
const with_ = (changes: Readonly<Record<number, string>>) => rows.map((line, i) => changes[i] ?? line).join('\n');
const PLANTED = {
  20000: '2026-02-03 10:00:20 INFO worker 5 took job 424242 in 31 ms with "GET /jobs/20000" 200',
  25000: '2026-02-03 10:00:25 INFO worker 5 stumbled over volume /dev/sdq1',
  30000: '2026-02-03 10:00:30 INFO worker 6 took job 77 in 98765 ms with "GET /jobs/30000" 200',
  35000: '2026-02-03 10:00:35 INFO worker 7 took job 78 in 30 ms with "GET /jobs/35000" 503',
  40000: '2026-02-03 10:00:40 INFO worker 8 deadlock job 79 in 30 ms with "GET /jobs/40000" 200',
} as const;
const QUERY = 'What happened to job 424242?';
const planted = with_(PLANTED);

/** A number of a note, without the commas. */
const numberIn = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);

describe('a long text', () => {
  it('shows what its beginning does not tell, by line: asked, new, far out of line, another code, a word of trouble', async () => {
    expect(planted.length).toBeGreaterThan(LONG_TEXT);
    const { text, transformsApplied, warnings } = await createHeadroom().compressText(planted, { query: QUERY });
    expect(warnings).toEqual([]);
    expect(transformsApplied).toHaveLength(1);
    for (const [row, line] of Object.entries(PLANTED)) expect(text).toContain(`\n${Number(row) + 1}: ${line}`);
    expect(text.length).toBeLessThan(planted.length / 50);
    expect(text).toContain(rows.at(-1));
  });

  it('counts every line once: those of the beginning, those told, those listed and those of the end', async () => {
    const { text } = await createHeadroom().compressText(planted, { query: QUERY });
    const left = numberIn(text, /\[… (\d+) lines, \d+-\d+, each like one of the lines before/);
    const first = numberIn(text, /\[… \d+ lines, (\d+)-\d+, each like/);
    const last = numberIn(text, /\[… \d+ lines, \d+-(\d+), each like/);
    const end = numberIn(text, /\[the last (\d+) lines:\]/);
    const listed = text.split('by line:]\n')[1]!.split('\n[the last')[0]!.split('\n').length;
    expect(listed).toBe(Object.keys(PLANTED).length);
    expect(last - first + 1).toBe(left + listed);
    expect(last + end).toBe(ROWS);
    expect(text).toContain(`${left} of ${left + listed} lines behind the first ${first - 1}`);
  });

  it('is the same whoever calls, and comes back from the store', async () => {
    const engine = createHeadroom();
    const one = await engine.compressText(planted, { query: QUERY });
    expect((await createHeadroom().compressText(planted, { query: QUERY })).text).toBe(one.text);
    expect(createHeadroom().compressTextSync(planted, { query: QUERY }).text).toBe(one.text);
    expect(await engine.retrieve(one.hash!)).toMatchObject({ status: 'found' });
  });

  it('is left as any other text where its lines are no repeats', async () => {
    const words = 'amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch oasis'.split(
      ' ',
    );
    const own = (i: number) =>
      Array.from(
        { length: 12 },
        (_, j) => `${words[(i * (j + 3) + j) % 15]}${['', 's', 'ed', ','][(i >> j) & 3]}`,
      ).join(' ');
    const poem = Array.from({ length: 60_000 }, (_, i) => own(i)).join('\n');
    expect(poem.length).toBeGreaterThan(LONG_TEXT);
    const { text } = await createHeadroom().compressText(poem, { query: 'What is it about?' });
    expect(text).not.toContain('each like one of the lines before');
  });

  it('is not cut where its characters are beyond what shapes can tell', async () => {
    const line = (i: number) =>
      `第${i}行：${String.fromCharCode(...Array.from({ length: 40 }, (_, j) => 0x4e00 + ((i * 131 + j * j * 7) % 9000)))}`;
    const novel = Array.from({ length: 90_000 }, (_, i) => line(i)).join('\n');
    expect(novel.length).toBeGreaterThan(LONG_TEXT);
    const { text } = await createHeadroom().compressText(novel, { query: '?' });
    expect(text).not.toContain('each like one of the lines before');
  });
});
