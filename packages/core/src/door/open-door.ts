import { createHeadroom, type Headroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import { type HeadroomOptions, resolveOptions } from '../pipeline/options.js';
import { named } from './named.js';

/** What the door to a framework can be told: everything an engine can, and which engine. */
export interface DoorOptions extends Omit<HeadroomOptions, 'format' | 'signal'> {
  /** The engine to use, for example one that the retrieve tool shares. Default: one of the door's own. */
  readonly headroom?: Headroom;
}

/** An engine, and the options of each call to it through one door. */
export interface Door {
  readonly headroom: Headroom;
  readonly options: HeadroomOptions;
}

/**
 * Checks the options of a door once, so that misuse fails where it is written, and makes an engine where none is given. `name`
 * (`langchain`) is what its calls are counted under, unless the options or the engine say another.
 *
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function openDoor({ headroom, ...given }: DoorOptions = {}, name?: string): Door {
  const options = named(given, headroom, name);
  if (headroom === undefined) return { headroom: createHeadroom(options), options };
  resolveOptions(options);
  if (typeof headroom?.compress !== 'function')
    throw new HeadroomError('invalid_option', 'Option `headroom` must be made by createHeadroom()', 'headroom');
  return { headroom, options };
}
