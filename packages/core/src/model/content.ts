/** JSON with the spelling of every number kept, and objects as ordered entries (repeated keys included). */
export type JsonValue =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** `source` is the number exactly as written: `1.0`, `1e3`, `12345678901234567890`. */
  | { readonly type: 'number'; readonly source: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'array'; readonly items: readonly JsonValue[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [key: string, value: JsonValue])[] };

/** A text with lazy shared readings, each done at most once. */
export interface Content {
  readonly text: string;
  /** Split at `\n`; a trailing `\r` stays with its line. */
  readonly lines: readonly string[];
  /** The whole text as JSON, or undefined when it is not, or is nested deeper than `MAX_JSON_DEPTH`. */
  readonly json: JsonValue | undefined;
}
