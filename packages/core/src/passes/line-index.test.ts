import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEarlierLines } from './find-earlier-lines.js';
import { LineIndex } from './line-index.js';

describe('LineIndex', () => {
  it('never says less than a comparison in full finds, and is silent on texts before the first', () => {
    const text = fc
      .array(fc.constantFrom('', 'a', 'b', 'one line', 'another line', '}'), { minLength: 1, maxLength: 40 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), text, (earlier, now) => {
        const index = new LineIndex();
        for (const [number, one] of earlier.entries()) index.add(one.split('\n'), number);
        const shared = index.shared(now.split('\n'), 1);
        expect(shared.has(0)).toBe(false);
        for (const [number, one] of earlier.entries()) {
          if (number === 0) continue;
          const found = findEarlierLines(now, one)?.share ?? 0;
          expect(shared.get(number) ?? 0).toBeGreaterThanOrEqual(found * now.length);
        }
      }),
    );
  });
});
