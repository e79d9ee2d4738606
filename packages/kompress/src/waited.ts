import { type InTurns, settled } from '@headroom/core/prose';

/** Waits in the middle of work in turns; a rejection is thrown here, where it can be caught, and not in whoever runs the work. */
export function* waited<T>(promise: Promise<T>): InTurns<T> {
  const answer = yield* settled(
    promise.then(
      (value) => ({ value, failed: false as const }),
      (error: unknown) => ({ error, failed: true as const }),
    ),
  );
  if (answer.failed) throw answer.error;
  return answer.value;
}
