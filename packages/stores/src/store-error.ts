/** What went wrong with a store itself. */
export type StoreErrorCode = 'damaged' | 'newer_schema' | 'too_large' | 'unreachable' | 'closed';

/** A store that cannot do its work; never thrown for a key that is not there. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
