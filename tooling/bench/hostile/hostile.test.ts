import { describe, expect, it } from 'vitest';
import { costOf, exponentOf } from './measure.js';
import { SHAPES } from './shapes.js';

const SHORT = 30_000;
const LONG = 480_000;
/** Sixteen times the size; 1.15 and what a busy machine adds to so short times. Quadratic is 2. */
const MOST_EXPONENT = 1.45;

describe('hostile texts', () => {
  it('are 71 of different names', () => {
    expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(71);
  });

  it.each(SHAPES)('$name: time grows with size, and nothing fails', async (shape) => {
    await costOf(shape, SHORT - 1);
    const short = await costOf(shape, SHORT);
    let long = await costOf(shape, LONG);
    // Whatever else runs in the process is measured too: again, twice, before it is called slow.
    for (let again = 1; again <= 2 && exponentOf(short, long) > MOST_EXPONENT; again++)
      long = await costOf(shape, LONG + again);
    expect(long.warnings).toEqual([]);
    expect(exponentOf(short, long), `${short.ms} ms, then ${long.ms} ms`).toBeLessThan(MOST_EXPONENT);
  });
});
