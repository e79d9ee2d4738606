import { createHeadroom, type Headroom } from '../compress.js';
import { named } from '../door/named.js';
import { HeadroomError } from '../model/errors.js';
import { type HeadroomOptions, resolveOptions } from '../pipeline/options.js';

/** What every HTTP door can be told, besides everything an engine can. */
export interface DoorOptions extends HeadroomOptions {
  /** The engine that compresses; give several doors the same one. Without it one is made from the other options. */
  readonly headroom?: Headroom;
  /** Larger bodies are not read. Default 32 MiB, the most that providers take. */
  readonly maxBytes?: number;
}

/** Options of a door with defaults filled in. */
export interface DoorSettings {
  readonly engine: Headroom;
  readonly maxBytes: number;
  /** The engine's options, for every call. */
  readonly options: HeadroomOptions;
}

/** @throws HeadroomError for unknown, invalid or contradictory options, naming the option. */
export function resolveDoor({ headroom, maxBytes = 33_554_432, ...given }: DoorOptions, name: string): DoorSettings {
  const options = named(given, headroom, name);
  const { onWarning } = resolveOptions(options);
  if (!(typeof maxBytes === 'number' && maxBytes > 0))
    throw new HeadroomError('invalid_option', 'Option `maxBytes` must be a positive number', 'maxBytes');
  if (headroom !== undefined && typeof headroom?.compressJson !== 'function')
    throw new HeadroomError('invalid_option', 'Option `headroom` must be made by createHeadroom()', 'headroom');
  // The checked options' listener: whatever it does, no request fails for it.
  const told = onWarning ? { ...options, onWarning } : options;
  return { engine: headroom ?? createHeadroom(told), maxBytes, options: told };
}

/** @throws HeadroomError when a callback is something else. */
export function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function')
    throw new HeadroomError('invalid_option', `Option \`${name}\` must be a function`, name);
}
