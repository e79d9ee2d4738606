import { readFileSync } from 'node:fs';

/** Milliseconds the main thread ran; where the system does not say, those of all threads. */
export function ran() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}
