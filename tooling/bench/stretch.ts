import { ran } from './cold/ran.mjs';

/**
 * Does some work while something else waits for its turn over and over, and tells the longest time for which it had none, in
 * milliseconds that the main thread ran. Limits of time and signals are heeded no sooner.
 */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  let last = ran();
  let longest = 0;
  const turn = () => {
    const now = ran();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return Math.max(longest, ran() - last);
}
