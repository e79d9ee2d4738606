import type { JsonValue } from '../../model/content.js';
import type { JsonSpacing } from '../../reading/parse-json.js';
import type { Printed } from './layout.js';
import type { Plan } from './plan.js';
import type { Column, Table } from './table.js';

/** What of one table is shown. */
export interface TableView {
  /** Row numbers in order, from 0. */
  readonly rows: readonly number[];
  /** Rows printed with the name of every value. */
  readonly key: ReadonlySet<number>;
  readonly hidden: ReadonlySet<Column>;
  /** Columns whose values must stand in the rows as they are. */
  readonly literal: ReadonlySet<Column>;
  /** Rows are numbered when rows are missing between them and no column counts them. */
  readonly numbered: boolean;
  readonly printed: (column: Column) => Printed;
  /** A cell as it is shown: itself, or a preview of a long one. */
  readonly shorten: (value: JsonValue, row: number, column: Column) => JsonValue;
}

/** What of a document is shown; without a view everything is. */
export interface View {
  readonly tables: ReadonlyMap<Table, TableView>;
  /** Lines of lists that are shown in part. */
  readonly lists: ReadonlyMap<Plan, readonly string[]>;
  readonly shorten: (value: JsonValue) => JsonValue;
  /** How rows that are printed with their names are spelled. */
  readonly spacing?: JsonSpacing;
}
