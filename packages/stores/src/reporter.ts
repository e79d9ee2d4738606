import { harmless, type Warning } from '@headroom/core';

/** A way to tell a caller's listener of trouble with a store, whatever the listener itself does. */
export function reporter(onWarning: ((warning: Warning) => unknown) | undefined): (message: string) => void {
  const told = harmless(onWarning);
  return (message) => told({ code: 'store_failed', message });
}
