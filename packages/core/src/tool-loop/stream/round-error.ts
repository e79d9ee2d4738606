import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';

/** The provider refused a round that the client does not know of. */
export class RoundError extends Error {
  override readonly name = 'RoundError';

  constructor(
    readonly status: number,
    /** What the provider said, as JSON where it was JSON. */
    readonly body: unknown,
  ) {
    super(`The provider answered ${status}`);
  }
}

/** How a stream ends whose next round could not be had: in the provider's own words, and whether to try again. */
export interface Failure {
  readonly status: number | undefined;
  readonly message: string;
  /** The provider's error object. */
  readonly error: Fields;
}

export function failureOf(thrown: unknown): Failure {
  const { status, body } = thrown instanceof RoundError ? thrown : { status: undefined, body: undefined };
  const given = isRecord(body) ? body.error : undefined;
  const error = isRecord(given) ? given : isRecord(body) && typeof body.message === 'string' ? body : {};
  const said = [error.message, given, body].find((text) => typeof text === 'string' && text !== '');
  const reason = status === undefined ? 'The provider could not be reached' : `The provider answered ${status}`;
  const advice = mayRetry(status) ? 'send the request again later' : 'sending it again as it is will not help';
  const after = `${reason} after an original was brought back; ${advice}.`;
  return { status, message: said === undefined ? after : `${String(said)} [${after}]`, error };
}

/** The statuses that clients of all providers try again. */
function mayRetry(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
}
