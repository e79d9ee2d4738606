/** Codes of errors thrown for misuse, at construction or at the call that misuses. */
export type HeadroomErrorCode =
  | 'unknown_option'
  | 'invalid_option'
  | 'contradictory_options'
  | 'invalid_argument'
  /** A file of the package was left behind by a build; reaches callers as a warning only. */
  | 'missing_file';

const MARK = Symbol.for('headroom.error');

/** Misuse of the library. Never thrown for the content of a request. */
export class HeadroomError extends Error {
  override readonly name = 'HeadroomError';
  readonly [MARK] = true;

  constructor(
    readonly code: HeadroomErrorCode,
    message: string,
    /** The option or argument at fault. */
    readonly option?: string,
  ) {
    super(message);
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(value: unknown): value is HeadroomError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[MARK] === true;
  }
}
