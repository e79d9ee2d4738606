import type { HeadroomOptions } from '../pipeline/options.js';

/** The options of a door, whose calls are counted under its name unless they, or the engine it was given, say another. */
export function named<Options extends Pick<HeadroomOptions, 'door'>>(
  options: Options,
  engine: { readonly door?: string | undefined } | undefined,
  name: string | undefined,
): Options {
  const isNamed = name === undefined || options.door !== undefined || engine?.door !== undefined;
  return isNamed ? options : { ...options, door: name };
}
