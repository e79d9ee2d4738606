/** An object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object, or one without fields: transcripts of other versions have other shapes. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A count of tokens: a number that is one, else 0. */
export const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;

/** Milliseconds since the epoch of a date in words or in numbers. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}

/** The texts of a list of parts, one a line; a string is itself. */
export function partsText(value: unknown): string {
  if (typeof value === 'string') return value;
  const texts = listOf(value).map((part) => (typeof part === 'string' ? part : textOf(fieldsOf(part).text)));
  return texts.filter((text) => text !== undefined).join('\n');
}

/** The fields that have a value. */
export function known<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
