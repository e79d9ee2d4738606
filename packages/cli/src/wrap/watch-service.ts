import { serviceAt } from '../service/ask.js';
import { type EnsureOptions, ensureService } from '../service/ensure-service.js';
import { liveState } from '../service/state.js';

/** Whether its process is there. */
const LOOK_MS = 1000;
/** Whether it answers, which also keeps it from ending idle. */
const ASK_MS = 10_000;

/**
 * While a session runs, keeps the service from ending idle, and starts it again, at the same address, when it is gone: soon, because
 * until then anybody on the machine may listen there.
 */
export function watchService(options: EnsureOptions, askMs = ASK_MS): void {
  let isBusy = false;
  let asked = performance.now();
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    const state = liveState(options.folder);
    const isDue = performance.now() - asked >= askMs - LOOK_MS / 2;
    if (isDue) asked = performance.now();
    // Another version serves a later session, and leaves this one its originals.
    if (!state || (isDue && (await serviceAt(state, 3000)) === undefined)) await ensureService(options);
    isBusy = false;
  }, LOOK_MS);
  timer.unref();
}
