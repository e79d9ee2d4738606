import type { Warning } from '@headroom/core';

/** A way to tell a caller's listener of trouble with a store, whatever the listener itself does. */
export function reporter(onWarning: ((warning: Warning) => unknown) | undefined): (message: string) => void {
  return (message) => {
    try {
      const told = onWarning?.({ code: 'store_failed', message });
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // No call fails for what a listener does.
    }
  };
}
