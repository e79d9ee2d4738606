import { describe, expect, it } from 'vitest';
import { median } from './measure.js';
import { SCENARIOS } from './scenarios.js';

const small = SCENARIOS.filter(({ name }) => !/\((?:5000|7000|50000|100)\)$/.test(name) || /array|object/.test(name));

describe('the scenarios of the benchmark', () => {
  it.each(small)('$name: the same for a seed, new for another', ({ make }) => {
    expect(make(1)).toEqual(make(1));
    const texts = (seed: number) =>
      make(seed).flatMap(({ content }) => (content && content.length > 400 ? [content] : []));
    const first = new Set(texts(1));
    expect(first.size).toBeGreaterThan(0);
    expect(texts(2).filter((text) => first.has(text))).toEqual([]);
  });

  it('takes the middle of measurements', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, 0]);
  });
});
