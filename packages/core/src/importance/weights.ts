import type { SIGNALS } from './signals.js';

export type Weights = Readonly<Record<(typeof SIGNALS)[number] | 'always', number>>;

/** Made by `npm run importance -- --write`. Do not edit by hand. */
export const WEIGHTS: Weights = {
  always: -1.309,
  age: -0.554,
  size: 0.151,
  error: 0.305,
  fit: 1.245,
  file: 0.983,
  part: 0.512,
  made: -0.499,
  write: -0.159,
  uses: 0.228,
  idle: 0.076,
  again: -0.468,
  changed: -0.791,
};
