import { serviceAt } from '../service/ask.js';
import { type EnsureOptions, ensureService } from '../service/ensure-service.js';
import type { ServiceState } from '../service/state.js';

const EVERY_MS = 10_000;

/** While a session runs, keeps the service from ending idle, and starts it again, at the same address, when it is gone. */
export function watchService(state: ServiceState, options: EnsureOptions, everyMs = EVERY_MS): void {
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    // Another version serves a later session, and leaves this one its originals.
    if ((await serviceAt(state, 3000)) === undefined) await ensureService(options);
    isBusy = false;
  }, everyMs);
  timer.unref();
}
