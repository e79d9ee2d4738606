const LEAST_SHARE = 0.8;
const LEAST_TOKENS = 100;

/** Whether a loss pays: a fifth of the tokens, and more than a note about it costs. */
export function isCheaper(after: number, before: number): boolean {
  return after <= before * LEAST_SHARE && before - after >= LEAST_TOKENS;
}
