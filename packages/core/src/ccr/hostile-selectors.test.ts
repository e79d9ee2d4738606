import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRetrieve } from './answer.js';
import { contentHash } from './hash.js';
import { memory } from './memory-store.js';
import { mergeRanges, readRanges } from './read-ranges.js';
import { type RetrieveOptions, retrieve } from './retrieve.js';

const text = Array.from({ length: 20_000 }, (_, i) => `row ${i}, worker ${i % 7}, shard ${i % 13}`).join('\n');
const store = memory();
store.set(contentHash(text), text);
const ask = (options: object) => retrieve(store, contentHash(text), options as RetrieveOptions);

const RANGE = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })).map(([a, b]) => `${a}-${b}`),
  fc.integer({ min: 1, max: 40 }).map((a) => ` ${a} .. `),
  fc.integer({ min: 1, max: 40 }).map(String),
);
const lines = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`);

describe('ranges', () => {
  it('bring each line that one of them names, once and in order', () => {
    const short = lines.join('\n');
    const own = memory();
    own.set(contentHash(short), short);
    return fc.assert(
      fc.asyncProperty(fc.array(RANGE, { minLength: 1, maxLength: 8 }), async (ranges) => {
        const read = ranges.map((range) => range.split(/-|\.\./).map((part) => part.trim()));
        const ends = read.map(([a = '', b]) => [Number(a), b === undefined ? Number(a) : b === '' ? 30 : Number(b)]);
        const answer = await retrieve(own, contentHash(short), { lines: ranges.join(',') });
        if (ends.some(([from = 0, to = 0]) => from > 30 || Math.min(to, 30) < from))
          expect(answer.status).toBe('invalid');
        else {
          const wanted = lines.filter((_, i) => ends.some(([from = 0, to = 0]) => from <= i + 1 && i + 1 <= to));
          expect(answer).toMatchObject({ status: 'found', text: wanted.join('\n'), whole: wanted.length === 30 });
        }
      }),
    );
  });

  it('are read as their pattern was, whatever stands there', () => {
    const pattern = /^\s*\d+\s*(?:(?:-|\.\.|:|to)\s*\d*)?\s*$/;
    const sign = fc.constantFrom('1', '23', '-', '..', ':', 'to', ' ', '\t', '.', ',', 'x', '\u00a0', '９');
    fc.assert(
      fc.property(
        fc.array(sign, { maxLength: 9 }).map((signs) => signs.join('')),
        (given) => {
          expect(readRanges(given) !== undefined).toBe(given.split(',').every((range) => pattern.test(range)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are merged where they touch', () => {
    const range = (from: number, to: number) => ({ from, to });
    expect(mergeRanges([range(5, 9), range(1, 4), range(7, 8), range(20, 20)])).toEqual([range(1, 9), range(20, 20)]);
  });
});

describe('a selector that asks for too much', () => {
  it('is refused by its length, its number of ranges, its type', async () => {
    for (const name of ['lines', 'rows', 'path', 'query'])
      expect(await ask({ [name]: '1,'.repeat(50_000) }), name).toMatchObject({ status: 'invalid' });
    expect(await ask({ lines: `${'1,'.repeat(1000)}1` })).toMatchObject({ status: 'invalid' });
    expect(await ask({ lines: 5 })).toMatchObject({ status: 'invalid' });
    expect((await retrieve(store, 'a'.repeat(5000))).status).toBe('invalid');
    expect(
      await answerRetrieve({ retrieve: (hash, options) => retrieve(store, hash, options) }, 'a'.repeat(1e6)),
    ).toMatch(/not a hash/);
  });

  it.each([
    { lines: '1-,'.repeat(999) + '1' },
    { rows: '1-,'.repeat(999) + '1' },
    { lines: `1${' '.repeat(4000)}x` },
    { lines: '9'.repeat(4096) },
    { rows: `${'0'.repeat(4000)}1-${'9'.repeat(90)}` },
    { path: '/'.repeat(4096) },
    { path: '/0'.repeat(2048) },
    { query: 'a b '.repeat(1024) },
    { query: Array.from({ length: 900 }, (_, i) => i.toString(36)).join(' ') },
    { query: '漢'.repeat(4096) },
    { head: Number.POSITIVE_INFINITY },
    { tail: Number.NaN },
    { head: -1e9, tail: 0.5 },
    { offset: Number.NaN, limit: -1 },
    { maxCharacters: Number.NaN },
  ])('takes no more time and room than the text: %j', async (options) => {
    const start = performance.now();
    const answer = await ask(options);
    expect(performance.now() - start).toBeLessThan(1000);
    if (answer.status !== 'found') return;
    expect(answer.text.length).toBeLessThanOrEqual(text.length);
    expect(answer.part.length).toBeLessThan(1000);
  });

  it('finds the words in one endless line without looking for each', async () => {
    const line = 'filler '.repeat(300_000);
    store.set(contentHash(line), line);
    const query = Array.from({ length: 1000 }, (_, i) => `${i}x`).join(' ');
    const start = performance.now();
    await retrieve(store, contentHash(line), { query: `${query} filler`.slice(-4096) });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
