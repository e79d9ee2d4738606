import { type Now, SIGNALS, type Signals, type Standing, signalsOf } from './signals.js';
import { WEIGHTS, type Weights } from './weights.js';

/** How likely something that stands only in a result is used by a later action: a logistic regression, fitted offline. */
export function likelihood(signals: Signals, weights: Weights = WEIGHTS): number {
  const sum = SIGNALS.reduce((total, name) => total + weights[name] * signals[name], weights.always);
  return 1 / (1 + Math.exp(-sum));
}

/** What keeping a result is worth, by token: low values are the first to go. */
export function importanceOf(results: readonly Standing[], now: Now): number[] {
  return signalsOf(results, now).map((signals, i) => likelihood(signals) / Math.max(1, results[i]!.size));
}
