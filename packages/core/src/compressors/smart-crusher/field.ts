import { type Column, DATE, timeOf } from '../../units/columns.js';
import type { Printed } from './layout.js';
import type { Cell, Column as TableColumn } from './table.js';

/** A column of JSON as all kinds read columns: its printed values, and what they are as numbers or as dates. */
export interface Field extends Column {
  readonly column: TableColumn;
  readonly values: readonly string[];
  readonly known: { readonly numbers?: Float64Array; readonly dates?: Float64Array };
}

const NEARLY_ALL = 0.9;
/** Numbers in strings, as metrics and money often come. */
const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?$/;

/** Reads a printed column as a field. */
export function fieldOf({ column, name, texts }: Printed): Field {
  return { column, name, values: texts, known: column.nested ? {} : knownOf(column.cells) };
}

/** Reads cells as numbers or as dates where nearly all that hold something are some. */
function knownOf(cells: readonly Cell[]): Field['known'] {
  let [filled, numeric, dates] = [0, 0, 0];
  for (const cell of cells) {
    if (!cell || cell.type === 'null') continue;
    filled += 1;
    if (!Number.isNaN(numberOf(cell))) numeric += 1;
    else if (cell.type === 'string' && DATE.test(cell.value)) dates += 1;
  }
  if (dates > 0 && dates >= filled * NEARLY_ALL) return { dates: Float64Array.from(cells, dateOf) };
  return numeric > 0 && numeric >= filled * NEARLY_ALL ? { numbers: Float64Array.from(cells, numberOf) } : {};
}

/** A cell as a number, NaN where it is none. */
export function numberOf(cell: Cell): number {
  if (cell?.type === 'number') return Number(cell.source);
  return cell?.type === 'string' && NUMBER.test(cell.value) ? Number(cell.value) : Number.NaN;
}

function dateOf(cell: Cell): number {
  return cell?.type === 'string' ? timeOf(cell.value) : Number.NaN;
}
