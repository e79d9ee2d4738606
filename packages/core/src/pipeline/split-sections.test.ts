import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import { splitBlocks, splitSections } from './split-sections.js';

const joined = (sections: ReturnType<typeof splitBlocks>): string =>
  (sections ?? []).map(({ before, text }) => before + text).join('');
const box = (name: string, rows: number, value: (i: number) => number): string =>
  [
    '┌──────────┬─────────┐',
    `│ ${name.padEnd(8)} │ seconds │`,
    '├──────────┼─────────┤',
    ...Array.from({ length: rows }, (_, i) => `│ ${`${name}-${i}`.padEnd(8)} │ ${String(value(i)).padStart(7)} │`),
    '└──────────┴─────────┘',
  ].join('\n');

describe('parts of a text', () => {
  it('are all of it', () => {
    const piece = fc.constantFrom('a line of words', '', '  ', '┌──┐', '└──┘', '{"a": 1}', '```', 'x'.repeat(60), '\r');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 120 }), (lines) => {
        const text = lines.join('\n');
        for (const sections of [splitBlocks(text), splitSections(text)])
          if (sections) expect(joined(sections)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('are looked at one by one where nobody knows the whole', async () => {
    const pages = box('page', 60, (i) => (i === 17 ? 2873 : 460 + (i % 9)));
    const users = box('user', 60, (i) => (i === 41 ? 9120 : 12 + (i % 5)));
    const { text, tokensAfter, tokensBefore } = await createHeadroom().compressText(`${pages}\n${users}\n`, {
      query: 'Which page and which user take the most seconds?',
    });
    expect(tokensAfter).toBeLessThan(tokensBefore * 0.6);
    for (const fact of ['page-17', '2873', 'user-41', '9120']) expect(text).toContain(fact);
    // Never as if one table went on in the other.
    expect(text.indexOf('page-17')).toBeLessThan(text.indexOf('user-41'));
    expect(text.match(/seconds/g)).toHaveLength(2);
  });

  it('are none where a text has no list', () => {
    expect(splitBlocks(`${'Some prose about pumps. '.repeat(40)}\n\n${'And more of it. '.repeat(60)}`)).toBeUndefined();
    expect(splitBlocks(Array.from({ length: 40 }, (_, i) => `line ${i} of one list only`).join('\n'))).toBeUndefined();
  });
});
