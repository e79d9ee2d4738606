/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for objects that are no lists. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that says something, or undefined. */
export function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
