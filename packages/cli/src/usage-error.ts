/** A mistake in how the command was called; the message says how to mend it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A folder or a file that is named and is not there, or is of another kind: it may have been there when it was named. */
export class MissingPlace extends UsageError {}
