import type { Pairs } from './pairs.js';

/** The logarithm of n over k. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log(n - k + i) - Math.log(i);
  return sum;
}

/**
 * The exact two-sided p-value of McNemar's test (McNemar 1947; exact form: binomial with one half on the pairs that disagree): how
 * likely a split at least as uneven is where both arms are equally good. 1 where no pair disagrees.
 */
export function mcnemar({ onlyBaseline, onlyArm }: Pairs): number {
  const n = onlyBaseline + onlyArm;
  let below = 0;
  for (let k = 0; k <= Math.min(onlyBaseline, onlyArm); k++) below += Math.exp(logChoose(n, k) - n * Math.LN2);
  return Math.min(1, 2 * below);
}

/** P-values of a family of tests, adjusted by Holm's step-down rule (Holm 1979), in the order given. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const adjusted = values.slice();
  let most = 0;
  for (const [rank, i] of order.entries()) {
    most = Math.max(most, Math.min(1, (values.length - rank) * (values[i] ?? 0)));
    adjusted[i] = most;
  }
  return adjusted;
}
