import type { Headroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { createToolLoop, type ToolLoop, type ToolLoopOptions } from '../tool-loop/index.js';

/** How a `fetch` offers and answers `headroom_retrieve`. */
export type RetrieveOption = boolean | Pick<ToolLoopOptions, 'maxRounds' | 'offer'>;

/** The loop of a `fetch` that answers the model's calls of `headroom_retrieve`; undefined where nobody asked for one. */
export function retrieveLoop(
  retrieve: RetrieveOption | undefined,
  engine: Headroom,
  { retrieval, onWarning }: HeadroomOptions,
): ToolLoop | undefined {
  if (retrieve === undefined || retrieve === false) return undefined;
  if (typeof retrieve !== 'object' && retrieve !== true)
    throw new HeadroomError(
      'invalid_option',
      'Option `retrieve` must be true, false or { maxRounds, offer }',
      'retrieve',
    );
  if (retrieval === 'none') {
    const message = "retrieval 'none' leaves nothing to retrieve: choose it or `retrieve`";
    throw new HeadroomError('contradictory_options', message, 'retrieve');
  }
  const rules = retrieve === true ? {} : retrieve;
  return createToolLoop({ ...rules, retriever: engine, store: engine.store, ...(onWarning && { onWarning }) });
}
