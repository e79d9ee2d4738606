import type { MaybePromise } from '../model/path.js';
import { turnOfLoop } from './loop-turns.js';

/** Ends work inside a call whose time is over; never reaches the caller. */
export class TimeUpError extends Error {
  override readonly name = 'TimeUpError';
}

/** The time of one call: its budget, its signal, and the turns that it gives to others. */
export class CallTime {
  readonly #started = performance.now();
  #isSpent = false;

  constructor(
    readonly budgetMs: number,
    readonly signal: AbortSignal | undefined,
    private readonly sync: boolean,
  ) {}

  /** Milliseconds left of the budget, below zero when it is spent. */
  left(): number {
    return this.#started + this.budgetMs - performance.now();
  }

  /** Why the call has to end now, if it has to. */
  over(): 'aborted' | 'time_budget' | undefined {
    if (this.signal?.aborted) return 'aborted';
    return this.left() > 0 && !this.#isSpent ? undefined : 'time_budget';
  }

  /** @throws TimeUpError when the call has to end now. */
  check(): void {
    if (this.over()) throw new TimeUpError();
  }

  /** Says that the budget is spent: a timer may be a little early, and another thread has a clock of its own. */
  spend(): void {
    this.#isSpent = true;
  }

  /** Lets timers, requests and aborts be served when the event loop was held for a while. */
  rest(): MaybePromise<void> {
    return this.sync ? undefined : turnOfLoop();
  }

  /** {@link rest}, and {@link check} before and after. */
  pause(): MaybePromise<void> {
    this.check();
    return this.rest()?.then(() => this.check());
  }

  /**
   * Waits for what may never settle, for as long as the call has time, or `mostMs`; an abort ends the wait at once.
   *
   * @throws TimeUpError when that was not long enough.
   */
  async within<T>(work: Promise<T>, mostMs = Number.POSITIVE_INFINITY): Promise<T> {
    let end: (() => void) | undefined;
    const late = new Promise<never>((_, reject) => {
      const stop = () => reject(new TimeUpError());
      const left = Math.max(0, this.left());
      const timer = setTimeout(
        () => {
          if (left <= mostMs) this.spend();
          stop();
        },
        Math.min(left, mostMs, LONGEST_TIMER_MS),
      );
      this.signal?.addEventListener('abort', stop);
      end = () => {
        clearTimeout(timer);
        this.signal?.removeEventListener('abort', stop);
      };
      if (this.signal?.aborted) stop();
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      end?.();
    }
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
