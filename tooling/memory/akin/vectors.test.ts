import { expect, it } from 'vitest';
import { apart, packed } from './vectors.js';

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const [x, y] = [Array.from(a), Array.from(b)];
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / (Math.hypot(...x) * Math.hypot(...y));
};

/** Four groups of words on two axes, beneath a third that all share. */
const groups = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
const vectors = groups.flatMap(([x, y]) =>
  Array.from({ length: 5 }, (_, i) => [3 * x + 0.1 * i, 3 * y - 0.1 * i, 40 + 12 * (i - 2), 7]),
);

it('takes out the mean and what all share', () => {
  const found = apart(vectors, { common: 1, numbers: 2 });
  expect(found.every((vector) => vector.length === 2)).toBe(true);
  expect(cosine(found[0] as Float64Array, found[4] as Float64Array)).toBeGreaterThan(0.95);
  expect(cosine(found[0] as Float64Array, found[7] as Float64Array)).toBeLessThan(-0.9);
  expect(Math.abs(cosine(found[0] as Float64Array, found[10] as Float64Array))).toBeLessThan(0.3);
});

it('keeps directions in bytes', () => {
  const found = apart(vectors, { common: 1, numbers: 2 });
  const bytes = packed(found);
  expect(bytes).toHaveLength(2 * vectors.length);
  for (const [i, vector] of found.entries())
    expect(cosine([bytes.readInt8(2 * i), bytes.readInt8(2 * i + 1)], vector)).toBeGreaterThan(0.9);
});
