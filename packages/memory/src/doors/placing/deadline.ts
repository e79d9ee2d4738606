/** A request or a call of a tool waits so long for the memory, in milliseconds, where nothing else is asked for. */
export const DEADLINE = 1000;

/** What {@link Deadline.passed} rejects with. */
export const TOO_LATE = new Error('The memory took too long');

export interface Deadline {
  /** Rejects when the time is over. */
  readonly passed: Promise<never>;
  isOver(): boolean;
  end(): void;
}

export function deadline(milliseconds: number, signal?: AbortSignal | null): Deadline {
  let over = false;
  let stop = () => {};
  const passed = new Promise<never>((_, reject) => {
    const pass = () => {
      over = true;
      reject(TOO_LATE);
    };
    const timer = setTimeout(pass, Math.min(milliseconds, 2 ** 31 - 1));
    signal?.addEventListener('abort', pass, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', pass);
    };
    if (signal?.aborted) pass();
  });
  passed.catch(() => undefined);
  return { passed, isOver: () => over, end: stop };
}

/** The answer of some work, or a rejection with {@link TOO_LATE}; the work itself goes on. */
export async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const until = deadline(milliseconds);
  try {
    return await Promise.race([work(), until.passed]);
  } finally {
    until.end();
  }
}
