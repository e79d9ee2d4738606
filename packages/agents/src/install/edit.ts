/** One change of a configuration. */
export type Edit =
  /** A key of an object or table, with the objects around it where they are missing. */
  | { readonly kind: 'key'; readonly path: readonly string[]; readonly value: unknown }
  /** An element of a list, with the list where it is missing. */
  | { readonly kind: 'element'; readonly path: readonly string[]; readonly value: unknown };

/** How a configuration is written down. */
export type Notation = 'json' | 'toml';

/** A stretch of a text, and what stood in its place before. */
export interface Span {
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** An edit that was done: what is needed to take it back. */
export type Operation = Edit &
  Span & {
    /** Of the path, so many last keys were not there before. */
    readonly made: number;
    /** What stood under the key before. */
    readonly replaced?: unknown;
  };

/** The text before a span was written; positions are those of the text right after it was. */
export function withoutSpan(text: string, { at, removed, inserted }: Span): string {
  return text.slice(0, at) + removed + text.slice(at + inserted.length);
}

type Fields = Record<string, unknown>;

/** True for objects that are no lists and no dates. */
export function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** What stands at a path, undefined where nothing does. */
export function valueAt(config: unknown, path: readonly string[]): unknown {
  let value = config;
  for (const key of path) {
    if (!isPlain(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A parser's value with objects as they are written in programs: theirs have no prototype, and then equal no others. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
