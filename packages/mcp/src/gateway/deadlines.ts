import { HeadroomError } from '@headroom/core';

/** How long a wrapped server may take, in milliseconds. */
export interface Deadlines {
  /** To be started and to introduce itself; then it is ended and, where that is possible, started again. Default 60,000. */
  readonly startMs?: number;
  /** To give one list among those of several servers; then the last one known stands in for it. Default 5,000. */
  readonly listMs?: number;
  /** To answer any other request, counted anew from each report of progress; then it is cancelled. Default 600,000. */
  readonly callMs?: number;
}

const DEFAULTS: Required<Deadlines> = { startMs: 60_000, listMs: 5000, callMs: 600_000 };
/** Timers cannot count further. */
const LONGEST = 2_147_483_647;

/** @throws HeadroomError `invalid_option` for what is no number of milliseconds. */
export function resolveDeadlines(...given: (Deadlines | undefined)[]): Required<Deadlines> {
  const deadlines = Object.assign({}, DEFAULTS, ...given) as Required<Deadlines>;
  for (const [name, ms] of Object.entries(deadlines)) {
    if (!(name in DEFAULTS)) throw new HeadroomError('unknown_option', `Unknown deadline \`${name}\``, 'deadlines');
    if (!(typeof ms === 'number' && ms > 0 && ms <= LONGEST))
      throw new HeadroomError('invalid_option', `Deadline \`${name}\` must be a positive number of ms`, 'deadlines');
  }
  return deadlines;
}

/** What a promise comes to, or something else when it takes longer. The promise must not reject. */
export function within<Value, Late>(promise: Promise<Value>, ms: number, late: () => Late): Promise<Value | Late> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late()), ms);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
