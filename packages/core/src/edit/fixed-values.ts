const notes = new WeakMap<object, Map<string, unknown>>();

/** Says of a value that it was read from a text and that nobody can change it, so that what is worked out about it can be kept. */
export function fix(value: unknown): void {
  if (typeof value === 'object' && value !== null) notes.set(value, new Map());
}

/** {@link fix}, for a value of which all that is worked out is the same as of another one. */
export function fixLike(value: object, other: object): void {
  notes.set(value, notes.get(other) ?? new Map());
}

/** What was worked out about a fixed value, to be added to; undefined for a value that somebody else may change. */
export function notesOn(value: unknown): Map<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? notes.get(value) : undefined;
}
