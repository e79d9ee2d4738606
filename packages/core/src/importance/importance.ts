import type { Block } from '../model/block.js';
import { SIGNALS, type Signals, type Standing, signalsOf } from './signals.js';
import { WEIGHTS } from './weights.js';

/** How likely something that stands only in a result is used by a later action: a logistic regression, fitted offline. */
export function likelihood(signals: Signals, weights: Readonly<Record<string, number>> = WEIGHTS): number {
  const sum = SIGNALS.reduce((total, name) => total + (weights[name] ?? 0) * signals[name], weights.always ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** What keeping a result is worth, by token: low values are the first to go. */
export function importanceOf(results: readonly Standing[], upToNow: readonly Block[], query: string): number[] {
  return signalsOf(results, upToNow, query).map((signals, i) => likelihood(signals) / Math.max(1, results[i]!.size));
}
