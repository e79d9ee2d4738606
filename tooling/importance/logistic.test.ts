import { describe, expect, it } from 'vitest';
import { fitLogistic, type Sample } from './logistic.js';

let seed = 11;
function random(): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed / 0x7fffffff;
}

function samplesOf(count: number, group: string): Sample<'a' | 'b'>[] {
  return Array.from({ length: count }, () => {
    const signals = { a: random() * 4 - 2, b: random() * 4 - 2 };
    const isTrue = random() < 1 / (1 + Math.exp(-(0.5 + 2 * signals.a - signals.b)));
    return { group, signals, isTrue };
  });
}

describe('fitting by logistic regression', () => {
  it('finds the weights that samples were made with', () => {
    const { always, a, b } = fitLogistic(['a', 'b'], samplesOf(20_000, 'one'));
    expect(always).toBeCloseTo(0.5, 0);
    expect(Math.abs(a - 2)).toBeLessThan(0.15);
    expect(Math.abs(b + 1)).toBeLessThan(0.15);
  });

  it('lets a large group weigh no more than a small one', () => {
    const says = (group: string, count: number, isTrue: boolean): Sample<'a'>[] =>
      Array.from({ length: count }, () => ({ group, signals: { a: 0 }, isTrue }));
    expect(Math.abs(fitLogistic(['a'], [...says('x', 900, true), ...says('y', 30, false)]).always)).toBeLessThan(0.01);
  });
});
