import type { HeadroomOptions } from '../pipeline/options.js';
import type { Door } from './open-door.js';

/** What a framework says about one call of a model. */
export interface DoorCall {
  /** The model or its id, for counting; one that the door was given counts first. */
  readonly model?: unknown;
  /** Whether the model can call `headroom_retrieve` in this very call (see `canRetrieve`), where the door can tell. */
  readonly reachable?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The options of the engine for one call through a door. Markers name the retrieve tool only where it can be called; where the
 * door asks for it (`retrieval: 'tool'`) and it is out of reach, nothing is left out that the model could not ask for.
 */
export function callOptions({ options }: Door, { model, reachable, signal }: DoorCall): HeadroomOptions {
  const id = modelIdOf(model);
  return {
    ...(id !== undefined && { model: id }),
    ...options,
    ...(reachable !== undefined && howToRetrieve(options.retrieval ?? (reachable ? 'tool' : 'summary'), reachable)),
    ...(signal && { signal }),
  };
}

function howToRetrieve(retrieval: 'tool' | 'summary' | 'none', reachable: boolean): HeadroomOptions {
  return retrieval === 'tool' && !reachable ? { retrieval: 'summary', mode: 'lossless' } : { retrieval };
}

/** The id under which frameworks keep it in their models; a model may be nothing but its id. */
function modelIdOf(given: unknown): string | undefined {
  const { model, modelName, modelId } = (given ?? {}) as Readonly<Record<string, unknown>>;
  return [given, model, modelName, modelId].find((id): id is string => typeof id === 'string' && id !== '');
}
