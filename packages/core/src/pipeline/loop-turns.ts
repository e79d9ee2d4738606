/** So long may all calls of this process together hold the event loop before it turns. */
const SLICE_MS = 8;

type Later = (run: () => void) => void;

/** Taken once, so that a program that replaces its timers in tests does not stop calls that are under way. */
const { setImmediate, setTimeout } = globalThis as unknown as { setImmediate?: Later; setTimeout: Later };
const nextTurn: Later = setImmediate ? (run) => setImmediate(run) : (run) => setTimeout(run);

const waiting: (() => void)[] = [];
let since: number | undefined;
let scheduled = false;

/**
 * Undefined while the event loop may be held on to; else a promise for a later turn of the loop. Turns are given to one
 * waiting call at a time, so that many calls at once hold the loop no longer than one.
 */
export function turnOfLoop(): Promise<void> | undefined {
  const now = performance.now();
  if (since === undefined) {
    since = now;
    schedule();
  }
  if (now - since < SLICE_MS) return undefined;
  return new Promise((resolve) => {
    waiting.push(resolve);
    schedule();
  });
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  nextTurn(turn);
}

function turn(): void {
  scheduled = false;
  since = undefined;
  const next = waiting.shift();
  if (!next) return;
  since = performance.now();
  schedule();
  next();
}
