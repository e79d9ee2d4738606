import { isFields } from '../fields.js';
import { isOwnProcess } from '../own-process.js';
import { hookUrl } from '../session-start.js';
import type { Reached } from './plugin.js';

/**
 * Asks the service that the state tells of, which may be another one with each call. A session keeps to the version that it found
 * first: another one leaves it its originals.
 */
export function reachInstalled(readState: () => string, isOurs = isOwnProcess): () => Reached | undefined {
  let version: string | undefined;
  return () => {
    const state: unknown = JSON.parse(readState());
    if (!isFields(state) || typeof state.port !== 'number' || typeof state.token !== 'string') return undefined;
    // Whoever listens at the port of one that has died is told nothing.
    if (!isOurs(Number(state.pid), typeof state.began === 'string' ? state.began : undefined)) return undefined;
    version ??= String(state.version);
    return { hook: hookUrl('opencode', { port: state.port, token: state.token, version }), token: state.token };
  };
}
