import { expect, it } from 'vitest';
import { PairTable } from './pair-table.js';

it('holds what a map would hold, beyond its first size', () => {
  const table = new PairTable();
  const map = new Map<string, number>();
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) | 0;
    return seed;
  };
  for (let i = 0; i < 30_000; i++) {
    // Some keys come again, some differ in one half only, some are 0.
    const [a, b] = [i % 3 === 0 ? i % 500 : next(), i % 5 === 0 ? 0 : next()];
    table.set(a, b, i + 1);
    map.set(`${a} ${b}`, i + 1);
  }
  expect(table.size).toBe(map.size);
  const wrong = [...map].filter(([key, value]) => {
    const [a, b] = key.split(' ').map(Number) as [number, number];
    return table.get(a, b) !== value;
  });
  expect(wrong).toEqual([]);
  expect(table.get(123, 456)).toBe(0);
});
