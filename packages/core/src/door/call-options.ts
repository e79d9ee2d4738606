import type { HeadroomOptions } from '../pipeline/options.js';
import type { Door } from './open-door.js';

/** What a framework says about one call of a model. */
export interface DoorCall {
  /** The id of the model, for counting; one that the door was given counts first. */
  readonly model?: string | undefined;
  /** Whether the model can call `headroom_retrieve` in this very call, see {@link canRetrieve}. */
  readonly reachable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The options of the engine for one call through a door. Markers name the retrieve tool only where it can be called; where the
 * door asks for it (`retrieval: 'tool'`) and it is out of reach, nothing is left out that the model could not ask for.
 */
export function callOptions({ options }: Door, { model, reachable, signal }: DoorCall): HeadroomOptions {
  const { retrieval = reachable ? 'tool' : 'summary' } = options;
  return {
    ...(model !== undefined && { model }),
    ...options,
    ...(retrieval === 'tool' && !reachable ? { retrieval: 'summary', mode: 'lossless' } : { retrieval }),
    ...(signal && { signal }),
  };
}
