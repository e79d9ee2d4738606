import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Above so many bytes of the process, what is no longer used is let go: left alone, it grows to twice as much. */
const MOST_MEMORY = 220_000_000;
/** Collecting takes as long as it takes to replay a small conversation, and what is in use stays. */
const EVERY_MS = 1000;
/** Above so many bytes of a thread's heap, a look at what of it is in use; above so many in use, it has to go. */
const LOOKED_AT = 80_000_000;
const MOST_IN_USE = 60_000_000;

let collect: (() => void) | undefined;
let last = 0;

/** Collects what this thread no longer uses, where the process holds much. */
export function letGo(): void {
  if (performance.now() - last < EVERY_MS || process.memoryUsage.rss() <= MOST_MEMORY) return;
  collectNow();
  last = performance.now();
}

/**
 * True where this thread should end: what the engine remembers of texts, which another conversation has no use for, fills so much of
 * the little it may have that it would do nothing but collect.
 */
export function isFull(): boolean {
  if (getHeapStatistics().used_heap_size < LOOKED_AT) return false;
  collectNow();
  return getHeapStatistics().used_heap_size > MOST_IN_USE;
}

/** Node offers it behind a flag only. */
function collectNow(): void {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
}
