import { printCell, printName } from './cell.js';
import type { Cell, Column, Table } from './table.js';
import { type Template, templateFor } from './template.js';

/** A column with the printed form of its cells. */
export interface Printed {
  readonly column: Column;
  readonly name: string;
  /** By row: the cell as it is printed; empty for a missing value. */
  readonly texts: readonly string[];
  /** By row: the value that is printed, the cell itself or a preview of it. */
  readonly cells: readonly Cell[];
}

/** Where each column of a table goes: into the rows, or said once with exceptions noted in the rows. */
export interface Layout {
  /** Columns that every row has a place for. */
  readonly shown: Printed[];
  readonly constants: Printed[];
  /** Columns with one usual value, noted only in the rows that have another. */
  readonly usual: (Printed & { readonly value: string })[];
  readonly derived: (Printed & { readonly template: Template })[];
  /** Columns few rows have. */
  readonly rare: Printed[];
}

export interface LayoutOptions {
  /** The rows that will be printed; what is said of all rows is still checked on all of them. */
  readonly rows: readonly number[];
  readonly hidden?: ReadonlySet<Column>;
  /** Columns whose values must stand in the rows as they are. */
  readonly literal?: ReadonlySet<Column>;
  readonly printed: (column: Column) => Printed;
}

/** A rough count of tokens, good enough to choose between two notations. */
export const weigh = (text: string): number => (text.length === 0 ? 0 : 1 + text.length / 4.5);

/** Chooses the place of every column by what it would cost. */
export function layOut(table: Table, options: LayoutOptions): Layout {
  const layout: Layout = { shown: [], constants: [], usual: [], derived: [], rare: [] };
  const rows = options.rows.filter((row) => !table.raw.has(row));
  const open: Printed[] = [];
  for (const column of table.columns) {
    if (options.hidden?.has(column)) continue;
    const printed = options.printed(column);
    if (column.nested) layout.shown.push(printed);
    else if (isConstant(printed, table)) layout.constants.push(printed);
    else open.push(printed);
  }
  for (const printed of open) {
    const value = options.literal?.has(printed.column) ? undefined : usualValue(printed, rows);
    if (value === undefined) layout.shown.push(printed);
    else if (value === '') layout.rare.push(printed);
    else layout.usual.push({ ...printed, value });
  }
  derive(layout, rows, options.literal);
  const rank = new Map(table.columns.map((column, i) => [column, i]));
  layout.shown.sort((a, b) => rank.get(a.column)! - rank.get(b.column)!);
  return layout;
}

function isConstant({ texts }: Printed, table: Table): boolean {
  let value: string | undefined;
  for (let row = 0; row < texts.length; row++) {
    if (table.raw.has(row)) continue;
    if (value === undefined) value = texts[row]!;
    else if (texts[row] !== value) return false;
  }
  return value !== undefined && value !== '' && texts.length - table.raw.size > 1;
}

/** The value worth saying once (empty for a column few rows have), or undefined. */
function usualValue({ texts, name }: Printed, rows: readonly number[]): string | undefined {
  const counts = new Map<string, number>();
  let best = '';
  for (const [seen, row] of rows.entries()) {
    const text = texts[row]!;
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count > (counts.get(best) ?? 0)) best = text;
    if (seen === 63 && (counts.get(best) ?? 0) < 32) return undefined;
  }
  if (rows.length < 2 || (counts.get(best) ?? 0) < rows.length * 0.6) return undefined;
  let inRows = 0;
  let noted = best === '' ? weigh(name) : weigh(name) + weigh(best);
  for (const row of rows) {
    const text = texts[row]!;
    inRows += weigh(text) + 0.5;
    if (text !== best) noted += weigh(name) + weigh(text) + 1;
  }
  return noted < inRows * 0.85 ? best : undefined;
}

/** Takes columns out of the rows that follow from another column, such as the addresses of numbered issues. */
function derive(layout: Layout, rows: readonly number[], literal?: ReadonlySet<Column>): void {
  const sources = new Set<Column>();
  const length = (printed: Printed) => printed.texts[rows[0] ?? 0]?.length ?? 0;
  for (const printed of [...layout.shown].sort((a, b) => length(a) - length(b))) {
    if (printed.column.nested || literal?.has(printed.column) || sources.has(printed.column)) continue;
    const others = layout.shown.filter((other) => other !== printed && !other.column.nested);
    const template = templateFor(printed, others, rows);
    if (!template) continue;
    sources.add(template.from);
    layout.shown.splice(layout.shown.indexOf(printed), 1);
    layout.derived.push({ ...printed, template });
  }
}

/** A column is printed for every way of showing its table. */
const printedColumns = new WeakMap<Column, Printed>();

/** A column with its cells printed. */
export function printColumn(column: Column): Printed {
  const known = printedColumns.get(column);
  if (known) return known;
  const { path, cells, nested } = column;
  const texts = cells.map((cell) =>
    nested && sizeOf(cell) > 0 ? String(sizeOf(cell)) : printCell(cell, { comma: true }),
  );
  const printed = { column, name: printName(path), texts, cells };
  printedColumns.set(column, printed);
  return printed;
}

/** How many rows a nested cell has. */
function sizeOf(cell: Cell): number {
  if (cell?.type === 'array') return cell.items.length;
  return cell?.type === 'object' ? cell.entries.length : 0;
}
