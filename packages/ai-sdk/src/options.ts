import { createHeadroom, type Headroom, type HeadroomOptions, type Warning } from '@headroom/core';
import type { CallOptions } from './language-model.js';

/** How this door works: every option of the engine, and which engine. */
export interface HeadroomModelOptions extends Omit<HeadroomOptions, 'format' | 'signal'> {
  /** The engine to use, for example one that `headroomTools` shares. Default: one of its own. */
  readonly headroom?: Headroom;
  /**
   * Who can ask for originals. `tool` (default): the model, through `headroom_retrieve`; the middleware offers and answers it
   * unless the caller's own tools hold it, and where a call forbids it only lossless changes are made.
   */
  readonly retrieval?: 'tool' | 'summary' | 'none';
  /** Most rounds of answering `headroom_retrieve` within one call of the model. Default 5. */
  readonly maxRetrieveRounds?: number;
}

/** An engine and the options of each call to it. */
export interface Door {
  readonly headroom: Headroom;
  readonly options: HeadroomOptions;
  readonly retrieval: 'tool' | 'summary' | 'none';
  readonly maxRetrieveRounds: number;
  readonly onWarning: ((warning: Warning) => void) | undefined;
}

/** Checks the options once, so that misuse fails where it is written. */
export function openDoor(options: HeadroomModelOptions): Door {
  const { headroom, maxRetrieveRounds = 5, retrieval = 'tool', ...rest } = options;
  const own = createHeadroom({ ...rest, retrieval });
  const { onWarning } = rest;
  return { headroom: headroom ?? own, options: headroom ? rest : {}, retrieval, maxRetrieveRounds, onWarning };
}

/** True when this very call says `providerOptions: { headroom: { enabled: false } }`. */
export function isOptedOut({ providerOptions }: Pick<CallOptions, 'providerOptions'>): boolean {
  return providerOptions?.headroom?.enabled === false;
}
