import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Above so many bytes of the process, what is no longer used is let go: left alone, it grows to twice as much. */
const MOST_MEMORY = 240_000_000;
/** Collecting takes as long as it takes to replay a small conversation, and what is in use stays. */
const EVERY_MS = 1000;

let collect: (() => void) | undefined;
let last = 0;

/** Collects what this thread no longer uses, where the process holds much. Node offers it behind a flag only. */
export function letGo(): void {
  if (performance.now() - last < EVERY_MS || process.memoryUsage.rss() <= MOST_MEMORY) return;
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
  last = performance.now();
}
