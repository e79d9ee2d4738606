import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from './in-turns.js';
import { readWords } from './passage-words.js';
import { TEXT_WORD } from './term-finder.js';

describe('readWords', () => {
  it('finds the words that the pattern of words finds, passage by passage', () => {
    const piece = fc.oneof(fc.constantFrom('snake_case ', 'é', '。', '日本', ' ', '\n', '—', "don't "), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (lines) => {
        const text = lines.map((line) => `${line}\n`).join('');
        let at = 0;
        const passages = lines.map((line) => {
          const from = at;
          at += line.length + 1;
          return { block: 0, from, to: at };
        });
        const { vocabulary, words, starts } = atOnce(readWords(text, passages));
        lines.forEach((line, p) => {
          const found = words.slice(starts[p], starts[p + 1]).map((place) => vocabulary[place]);
          expect(found).toEqual(line.match(TEXT_WORD) ?? []);
        });
        expect(new Set(vocabulary).size).toBe(vocabulary.length);
      }),
    );
  });
});
