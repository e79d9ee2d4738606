/** How often a measure that is too high is taken again: what another process held does not come back each time. */
const TRIES = 6;

/**
 * How much slower than on a machine without other work this process runs just now, at least 1: arithmetic that needs 23 ms there,
 * against 30 ms, and words in maps, as compressors keep them, that need 60 ms there, against 66 ms. Neighbours on the same host
 * slow memory and leave arithmetic as it is. What slows one of them slows what is measured.
 */
export function slowness(): number {
  return Math.max(1, arithmeticMs() / 30, memoryMs() / 66);
}

function arithmeticMs(): number {
  const start = performance.now();
  let sum = 0;
  for (let i = 0; i < 20_000_000; i++) sum = (Math.imul(sum, 31) + i) | 0;
  return performance.now() - start + (sum === 1 ? 1 : 0);
}

function memoryMs(): number {
  const start = performance.now();
  const rowsOf = new Map<string, number[]>();
  const lines: string[][] = [];
  for (let i = 0; i < 60_000; i++) {
    const words = `w${(i * 7919) % 30_011} at ${i}`.split(' ');
    lines.push(words);
    const rows = rowsOf.get(words[0]!);
    if (rows) rows.push(i);
    else rowsOf.set(words[0]!, [i]);
  }
  return performance.now() - start + (lines.length === rowsOf.size ? 1 : 0);
}

/** The least of some tries, in milliseconds of a machine without other work; a try at or below the limit is the last. */
export async function leastMs(limit: number, attempt: (nth: number) => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && least > limit; i++) {
    const before = slowness();
    const ms = await attempt(i);
    least = Math.min(least, ms / Math.max(before, slowness()));
  }
  return least;
}

/** The longest time in which nothing else in this process had a turn, in milliseconds. */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  let isOver = false;
  const tick = (): void => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (!isOver) setImmediate(tick);
  };
  tick();
  await work();
  isOver = true;
  tick();
  return longest;
}
