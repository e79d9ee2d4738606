import { describe, expect, it } from 'vitest';
import { growthOf } from './measure.js';
import { SHAPES } from './shapes.js';

/** Eight times the size. Quadratic is 2. */
const SIZES = [60_000, 480_000] as const;
/** From the size on where a text is shaped by its beginning, and 1 MB, where it is not. */
const LONG_SIZES = [1_000_000, 8_000_000] as const;
const LONG = ['log, all alike', 'as many hunks', 'JSON, one text'];
const MOST_EXPONENT = 1.15;

describe('hostile texts', () => {
  it('are 74 of different names', () => {
    expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(74);
  });

  it.each(SHAPES)(
    '$name: time grows with size, and nothing fails',
    async (shape) => {
      const { exponent, short, long, warnings } = await growthOf(shape, SIZES, MOST_EXPONENT);
      expect(warnings).toEqual([]);
      expect(exponent, `${short} ms, then ${long} ms`).toBeLessThanOrEqual(MOST_EXPONENT);
    },
    60_000,
  );

  it.each(SHAPES.filter(({ name }) => LONG.includes(name)))(
    '$name: also of megabytes',
    async (shape) => {
      const { exponent, short, long, warnings } = await growthOf(shape, LONG_SIZES, MOST_EXPONENT, 2);
      expect(warnings).toEqual([]);
      expect(exponent, `${short} ms, then ${long} ms`).toBeLessThanOrEqual(MOST_EXPONENT);
    },
    120_000,
  );
});
