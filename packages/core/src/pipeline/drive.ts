import type { MaybePromise } from '../model/path.js';

/** Steps that yield the promises they wait for, and nothing while they can go on at once. */
export type Steps<T> = Generator<Promise<unknown>, T, unknown>;

export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** Waits inside steps: `const value = yield* wait(maybePromise)`. */
export function* wait<T>(value: MaybePromise<T>): Steps<T> {
  return isPromise(value) ? ((yield value) as T) : value;
}

/**
 * Runs steps to their end: at once as long as nothing is waited for, so that one implementation serves synchronous and
 * asynchronous callers.
 */
export function drive<T>(steps: Steps<T>): MaybePromise<T> {
  const first = steps.next();
  return first.done ? first.value : later(steps, first.value);
}

async function later<T>(steps: Steps<T>, pending: Promise<unknown>): Promise<T> {
  let waiting = pending;
  for (;;) {
    let step: IteratorResult<Promise<unknown>, T>;
    try {
      const value = await waiting;
      step = steps.next(value);
    } catch (error) {
      step = steps.throw(error);
    }
    if (step.done) return step.value;
    waiting = step.value;
  }
}
