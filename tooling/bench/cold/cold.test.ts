import { describe, expect, it } from 'vitest';
import { startOnce } from './cold.js';
import { FIRST_TEXTS } from './texts.js';

describe('a first text', () => {
  it('takes a fraction of its time after warmUp(), and comes out the same', () => {
    for (const kind of ['log', 'CSV', 'stack trace']) {
      const text = FIRST_TEXTS[kind] as string;
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 3 && best > 0.4; round++) {
        const [cold, warm] = [startOnce(text, 'cold'), startOnce(text, 'warm')];
        expect(warm.text).toBe(cold.text);
        expect(cold.text.length).toBeLessThan(text.length);
        best = Math.min(best, warm.first.ran / cold.first.ran);
      }
      expect(best, kind).toBeLessThan(0.4);
    }
  }, 60_000);
});
