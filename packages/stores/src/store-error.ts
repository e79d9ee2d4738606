/**
 * What went wrong with a store itself. `foreign`: the file is another program's; `busy`: another process holds it; `no_access`: permissions, a read-only disk or a path
 * that is no file; `full`: the disk; `failed`: anything else that the engine behind it reports.
 */
export type StoreErrorCode =
  | 'damaged'
  | 'foreign'
  | 'newer_schema'
  | 'too_large'
  | 'unreachable'
  | 'closed'
  | 'busy'
  | 'no_access'
  | 'full'
  | 'failed';

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
