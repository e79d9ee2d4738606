import { random } from '../random.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** The share of resamples within the interval. Default .95. */
  readonly level?: number;
}

/**
 * The percentile interval of a statistic over items (Efron 1979), drawn anew with replacement. Items are drawn whole, with every
 * arm's outcome on them, so pairs stay pairs. The statistic gets places in the caller's list; resamples in which it has no value
 * (NaN) count as infinite.
 */
export function bootstrap(
  items: number,
  statistic: (drawn: Uint32Array) => number,
  { resamples = 2000, seed = 1, level = 0.95 }: BootstrapOptions = {},
): Interval {
  if (items === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const next = random(seed);
  const drawn = new Uint32Array(items);
  const values = Array.from({ length: resamples }, () => {
    for (let i = 0; i < items; i++) drawn[i] = Math.floor(next() * items);
    const value = statistic(drawn);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  }).sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  const at = (share: number) => values[Math.min(resamples - 1, Math.floor(share * resamples))] ?? 0;
  return { low: at(tail), high: at(1 - tail) };
}
