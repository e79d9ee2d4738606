import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bm25, TermCounter, tokenize } from './bm25.js';
import { atOnce } from './in-turns.js';

describe('bm25', () => {
  it('ranks the text first that has the rare word', () => {
    const texts = ['the queue is empty', 'the delay of a retry is here', 'the end of the retries'];
    const scores = atOnce(bm25('Where is the retry delay decided?', texts));
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
    expect(atOnce(bm25('zebra', ['a horse']))).toEqual([0]);
  });

  it('reads names whole and in parts', () => {
    expect(tokenize('parseHTTPDate2Text snake_case')).toEqual([
      'parsehttpdate2text',
      'parse',
      'httpdate2',
      'text',
      'snake_case',
      'snake',
      'case',
    ]);
  });
});

it('TermCounter counts what tokenize finds', () => {
  const word = fc.constantFrom(
    ...[
      'parse_rows',
      'parseRows',
      '__init__',
      'x1Y',
      'aB',
      'Deprecated',
      'deprecations',
      'ROWS',
      'row',
      'I',
      '_',
      'naïve_Zug',
      '7',
      'İx',
      'a_b_',
      'HTTPServer',
    ],
  );
  const text = fc.array(fc.oneof(word, fc.string()), { maxLength: 20 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(text, fc.array(fc.oneof(word, fc.string()), { maxLength: 8 }), (given, query) => {
      const terms = [...new Set(tokenize(query.join(' ')))];
      const counts = new Map<number, number>();
      const words = tokenize(given);
      expect(new TermCounter(terms).count(given, counts)).toBe(words.length);
      for (const [i, term] of terms.entries())
        expect(counts.get(i) ?? 0, term).toBe(words.filter((one) => one === term).length);
    }),
    { numRuns: 1000 },
  );
});
