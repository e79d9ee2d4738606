/** A mistake in how the command was called; the message says how to mend it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
