import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenize } from '../question/stem.js';
import { TermCounter } from './term-counter.js';

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
