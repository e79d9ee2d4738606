import { normalBelow, Z_95, Z_975 } from './normal.js';
import { type Pairs, pairsIn } from './pairs.js';

/**
 * Tango's score for the hypothesis that the arm's share solved differs from the baseline's by `shift` (Tango 1998, "Equivalence test
 * and confidence interval for the difference in proportions for the paired-sample design"): standard normal where it does. Unlike a
 * t-test it does not call a handful of pairs that all agree certain.
 */
export function tangoScore(pairs: Pairs, shift: number): number {
  const { onlyArm, onlyBaseline } = pairs;
  const n = pairsIn(pairs);
  const [a, b, c] = [
    2 * n,
    -onlyArm - onlyBaseline + (2 * n - onlyArm + onlyBaseline) * shift,
    -onlyBaseline * shift * (1 - shift),
  ];
  // The likeliest share of pairs that the baseline alone solves, where the shift is true.
  const share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * share + shift * (1 - shift));
  const above = onlyArm - onlyBaseline - n * shift;
  return above === 0 ? 0 : above / Math.sqrt(Math.max(0, variance));
}

/** Where the score has fallen to a value; it falls as the shift grows. */
function shiftAt(pairs: Pairs, score: number): number {
  let [low, high] = [-1, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (tangoScore(pairs, middle) > score) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** An interval for the difference in shares solved: those shifts that Tango's test does not refuse. */
export function tangoInterval(pairs: Pairs, z = Z_975): readonly [number, number] {
  return pairsIn(pairs) === 0 ? [-1, 1] : [shiftAt(pairs, z), shiftAt(pairs, -z)];
}

export interface Equivalence {
  readonly margin: number;
  /** The larger of the p-values of both one-sided tests; below .05 the arms are equivalent within the margin. */
  readonly p: number;
  /** The p-value of the one test that asks whether the arm is worse by no more than the margin. */
  readonly pNotWorse: number;
  /** The 90 % interval that both tests are read off. */
  readonly interval: readonly [number, number];
  readonly equivalent: boolean;
  readonly notWorse: boolean;
  /** So many pairs at least are needed to show it, if not one of them disagrees. */
  readonly leastPairs: number;
}

/** Two one-sided tests (Schuirmann 1987) with Tango's score: is the difference in shares solved within the margin, both ways? */
export function equivalence(pairs: Pairs, margin: number): Equivalence {
  const isEmpty = pairsIn(pairs) === 0;
  const pNotWorse = isEmpty ? 1 : 1 - normalBelow(tangoScore(pairs, -margin));
  const pNotBetter = isEmpty ? 1 : normalBelow(tangoScore(pairs, margin));
  const p = Math.max(pNotWorse, pNotBetter);
  return {
    margin,
    p,
    pNotWorse,
    interval: tangoInterval(pairs, Z_95),
    equivalent: p < 0.05,
    notWorse: pNotWorse < 0.05,
    // Without a pair that disagrees the score is the root of n·margin/(1-margin).
    leastPairs: Math.ceil((Z_95 * Z_95 * (1 - margin)) / margin),
  };
}
