import { describe, expect, it } from 'vitest';
import { bootstrap } from './bootstrap.js';
import { equivalence, tangoInterval, tangoScore } from './equivalence.js';
import { holm, mcnemar } from './mcnemar.js';
import { normalBelow } from './normal.js';
import { countPairs, difference, type Pairs } from './pairs.js';

const pairs = (both: number, onlyBaseline: number, onlyArm: number, neither: number): Pairs => ({
  both,
  onlyBaseline,
  onlyArm,
  neither,
});

describe('the normal distribution', () => {
  it('has the values of the tables', () => {
    expect(normalBelow(0)).toBe(0.5);
    expect(normalBelow(1.96)).toBeCloseTo(0.9750021, 6);
    expect(normalBelow(-1.6448536269514722)).toBeCloseTo(0.05, 12);
    expect(normalBelow(3)).toBeCloseTo(0.9986501, 6);
    expect([normalBelow(-9), normalBelow(9)]).toEqual([0, 1]);
  });
});

describe('pairs', () => {
  it('are counted and subtracted', () => {
    const counted = countPairs([
      [true, true],
      [true, false],
      [false, true],
      [true, false],
      [false, false],
    ]);
    expect(counted).toEqual(pairs(1, 2, 1, 1));
    expect(difference(counted)).toBeCloseTo(-0.2, 12);
  });
});

describe("McNemar's exact test", () => {
  it('has the values counted by hand', () => {
    // 2·(C(6,0)+C(6,1))/64 = 14/64
    expect(mcnemar(pairs(40, 5, 1, 4))).toBeCloseTo(14 / 64, 12);
    // 2/32
    expect(mcnemar(pairs(40, 0, 5, 4))).toBeCloseTo(2 / 32, 12);
    // 2·(1+10+45)/1024
    expect(mcnemar(pairs(0, 8, 2, 0))).toBeCloseTo(112 / 1024, 12);
    expect(mcnemar(pairs(40, 0, 0, 4))).toBe(1);
    expect(mcnemar(pairs(40, 3, 3, 4))).toBe(1);
  });

  it('does not care which arm is named first, nor for pairs that agree', () => {
    expect(mcnemar(pairs(1, 7, 2, 0))).toBe(mcnemar(pairs(900, 2, 7, 300)));
  });

  it('is adjusted for several arms by Holm', () => {
    // Sorted .01 .02 .04: 3·.01, 2·.02, 1·.04, each at least the one before.
    expect(holm([0.04, 0.01, 0.02])).toEqual([0.04, 0.03, 0.04]);
    expect(holm([0.9, 0.6])).toEqual([1, 1]);
  });
});

/** The likeliest share of `onlyBaseline` under a shift, found by trying all of them. */
function likeliest({ both, onlyBaseline: c, onlyArm: b, neither }: Pairs, shift: number): number {
  const least = Math.max(0, -shift);
  let best = [least, Number.NEGATIVE_INFINITY];
  for (let q = least; 2 * q + shift <= 1; q += 1e-5) {
    const term = (count: number, share: number) => (count === 0 ? 0 : count * Math.log(share));
    const value = term(c, q) + term(b, q + shift) + term(both + neither, 1 - 2 * q - shift);
    if (value > (best[1] as number)) best = [q, value];
  }
  return best[0] as number;
}

describe("Tango's score and the equivalence test", () => {
  it('is McNemar without correction where no shift is asked for', () => {
    expect(tangoScore(pairs(20, 4, 9, 7), 0)).toBeCloseTo((9 - 4) / Math.sqrt(13), 12);
  });

  it('has the value counted by hand where no pair disagrees', () => {
    // n·margin over the root of n·(margin − margin²): 5/√4.75
    expect(tangoScore(pairs(90, 0, 0, 10), -0.05)).toBeCloseTo(5 / Math.sqrt(4.75), 10);
  });

  it.each([-0.2, -0.05, 0.1])('agrees with a search for the likeliest share under a shift of %d', (shift) => {
    const some = pairs(50, 9, 4, 17);
    const variance = 80 * (2 * likeliest(some, shift) + shift - shift * shift);
    expect(tangoScore(some, shift)).toBeCloseTo((4 - 9 - 80 * shift) / Math.sqrt(variance), 3);
  });

  it('has the interval of an example in the paper (44 lenses, one pair disagrees)', () => {
    const [low, high] = tangoInterval(pairs(43, 1, 0, 0));
    expect(low).toBeCloseTo(-0.1184, 3);
    expect(high).toBeCloseTo(0.0592, 2);
  });

  it('does not call eight pairs that agree equivalent, but many', () => {
    expect(equivalence(pairs(8, 0, 0, 0), 0.05)).toMatchObject({ equivalent: false, leastPairs: 52 });
    expect(equivalence(pairs(51, 0, 0, 0), 0.05).equivalent).toBe(false);
    expect(equivalence(pairs(52, 0, 0, 0), 0.05).equivalent).toBe(true);
  });

  it('tells not worse from equivalent: an arm that is far better is only the first', () => {
    const better = equivalence(pairs(50, 0, 30, 20), 0.05);
    expect([better.notWorse, better.equivalent]).toEqual([true, false]);
    const worse = equivalence(pairs(50, 30, 0, 20), 0.05);
    expect([worse.notWorse, worse.equivalent]).toEqual([false, false]);
  });

  it('shows nothing without pairs', () => {
    expect(equivalence(pairs(0, 0, 0, 0), 0.05)).toMatchObject({ p: 1, equivalent: false, interval: [-1, 1] });
  });
});

describe('the bootstrap', () => {
  const mean = (values: readonly number[]) => (drawn: Uint32Array) =>
    drawn.reduce((sum, i) => sum + (values[i] ?? 0), 0) / drawn.length;

  it('is a point where all items are alike, and the same for the same seed', () => {
    expect(bootstrap(9, mean(Array(9).fill(0.25)))).toEqual({ low: 0.25, high: 0.25 });
    const values = [1, 0, 0, 1, 1, 0, 1, 0.5, 0.2];
    expect(bootstrap(9, mean(values), { seed: 4 })).toEqual(bootstrap(9, mean(values), { seed: 4 }));
  });

  it('has the width that the standard error foretells', () => {
    // 100 values, half 0 and half 1: standard error .05, so about .5 ± .098.
    const { low, high } = bootstrap(100, mean(Array.from({ length: 100 }, (_, i) => i % 2)));
    expect(low).toBeGreaterThan(0.38);
    expect(low).toBeLessThan(0.43);
    expect(high).toBeCloseTo(1 - low, 1);
  });

  it('has no bound where a resample has no value', () => {
    expect(bootstrap(2, (drawn) => (drawn[0] === 0 ? Number.NaN : 1)).high).toBe(Number.POSITIVE_INFINITY);
    expect(bootstrap(0, () => 1).low).toBe(Number.NEGATIVE_INFINITY);
  });
});
