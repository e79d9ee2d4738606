import { HeadroomError } from '@headroom/core';
import { hidesText } from '../../pack/invisible.js';

/** The folder that all memory files lie in. */
export const ROOT = '/memories';
const LONGEST_PATH = 500;

/** What a model is told that a file cannot be had for. */
export function refuse(said: string): never {
  throw new HeadroomError('invalid_argument', said, 'path');
}

/**
 * A path within {@link ROOT}, without a slash at its end. There is no file system behind it; whatever would lead out of one is
 * refused all the same, so that a model learns that it is, and nothing behaves otherwise elsewhere.
 */
export function checkedPath(path: unknown): string {
  if (typeof path !== 'string' || path.length > LONGEST_PATH || !path.isWellFormed())
    refuse(`A path is a text of at most ${LONGEST_PATH} characters`);
  const given = path.endsWith('/') ? path.slice(0, -1) : path;
  const lower = given.toLowerCase();
  const isOdd =
    ['\\', '%2e', '%2f', '%5c', '//'].some((sign) => lower.includes(sign)) || /\p{Cc}/u.test(given) || hidesText(given);
  const names = given.split('/').slice(1);
  const isInside = given === ROOT || given.startsWith(`${ROOT}/`);
  if (isOdd || !isInside || names.some((name) => name === '.' || name === '..' || name === ''))
    refuse(`The path ${JSON.stringify(path)} is not one within ${ROOT}`);
  return given;
}
