import type { KompressWarning } from '../options.js';

/** Why a back-end is not to be had. It never reaches a caller: it becomes a warning. */
export class KompressError extends Error {
  override readonly name = 'KompressError';

  constructor(
    readonly code: KompressWarning['code'],
    message: string,
  ) {
    super(message);
  }
}
