/**
 * The standard normal distribution's lower tail, by the series of Marsaglia (2004), "Evaluating the Normal Distribution": good to
 * about 15 digits within 7 standard deviations, beyond which it is 0 or 1.
 */
export function normalBelow(x: number): number {
  if (x < -7) return 0;
  if (x > 7) return 1;
  let sum = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 400; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** How many standard deviations leave five percent above them. */
export const Z_95 = 1.6448536269514722;
/** … and two and a half. */
export const Z_975 = 1.959963984540054;
