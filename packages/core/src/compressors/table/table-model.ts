/** One record of a table, with the piece of the text it stands in. */
export interface Row {
  readonly cells: readonly string[];
  /** The record as written, without its line end. */
  readonly source: string;
  /** Index of its first line in the text. */
  readonly line: number;
}

/** `delimited`: csv and the like. `piped`: markdown, psql, mysql and box drawing. `columns`: aligned with spaces. `records`: kept as written, without a header. */
export type TableKind = 'delimited' | 'piped' | 'columns' | 'records';

/** A table read from a text: everything in the text is in one of its parts. */
export interface Table {
  readonly kind: TableKind;
  readonly delimiter: string;
  /** Lines before the header, as written. */
  readonly before: readonly string[];
  readonly header: Row;
  /** The rule below a markdown header; empty elsewhere. */
  readonly rule: string;
  readonly rows: readonly Row[];
  /** Lines behind the rows, as written. */
  readonly after: readonly string[];
}
