import type { SIGNALS } from './signals.js';

/** Made by `npm run importance`. Do not edit by hand. */
export const WEIGHTS: Readonly<Record<(typeof SIGNALS)[number] | 'always', number>> = {
  always: -1.272,
  age: -0.573,
  size: 0.151,
  error: 0.314,
  fit: 1.231,
  file: 0.992,
  part: 0.493,
  made: -0.485,
  write: -0.176,
  uses: 0.22,
  idle: 0.102,
  again: -0.472,
  changed: -0.788,
};
