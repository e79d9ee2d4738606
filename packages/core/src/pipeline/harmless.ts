import { isPromise } from './drive.js';

/**
 * A caller's listener that neither throws nor rejects, whatever the caller's own does: a call is not lost, and no process ends, for
 * what its listener does. Of no listener one that does nothing.
 */
export function harmless<Told extends readonly unknown[]>(
  listener: ((...told: Told) => unknown) | undefined,
): (...told: Told) => void {
  return (...told) => {
    try {
      const answer = listener?.(...told);
      if (isPromise(answer)) answer.then(undefined, () => undefined);
    } catch {
      // It is the listener's own matter.
    }
  };
}
