import { numberOf } from '../../units/columns.js';
import type { Row } from './table-model.js';

/** What a column holds. Numbers keep their spelling in `min` and `max`, which are indexes of rows. */
export interface ColumnFacts {
  readonly name: string;
  readonly index: number;
  readonly kind: 'number' | 'category' | 'text' | 'constant';
  /** Numeric values by row, NaN where there is none. Empty unless `kind` is number. */
  readonly values: Float64Array;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sum: number;
  readonly filled: number;
  /** Rows by value, most frequent first. Only for categories and constants. */
  readonly counts: readonly (readonly [value: string, rows: number])[];
}

const MAX_CATEGORIES = 40;
/** Reads a column. Linear. */
export function readColumn(name: string, index: number, rows: readonly Row[]): ColumnFacts {
  const counts = new Map<string, number>();
  const values = new Float64Array(rows.length);
  let numbers = 0;
  let filled = 0;
  let sum = 0;
  let min = -1;
  let max = -1;
  for (const [r, row] of rows.entries()) {
    const cell = row.cells[index] ?? '';
    if (counts.size <= MAX_CATEGORIES) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    const value = numberOf(cell);
    values[r] = value;
    if (isMissing(cell)) continue;
    filled++;
    if (Number.isNaN(value)) continue;
    numbers++;
    sum += value;
    if (min < 0 || value < (values[min] ?? 0)) min = r;
    if (max < 0 || value > (values[max] ?? 0)) max = r;
  }
  const few = counts.size <= MAX_CATEGORIES && counts.size <= Math.max(2, rows.length / 3);
  const numeric = numbers > 0 && numbers >= filled * 0.9;
  const kind =
    counts.size === 1 ? 'constant' : numeric && !(few && counts.size <= 4) ? 'number' : few ? 'category' : 'text';
  return {
    name,
    index,
    kind,
    values: numeric ? values : new Float64Array(0),
    min,
    max,
    mean: numbers > 0 ? sum / numbers : Number.NaN,
    sum,
    filled,
    counts: few || counts.size === 1 ? [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) : [],
  };
}

function isMissing(cell: string): boolean {
  return (
    cell === '' ||
    cell === '-' ||
    cell === 'NA' ||
    cell === 'N/A' ||
    cell === 'null' ||
    cell === 'NULL' ||
    cell === 'NaN' ||
    cell === '<none>'
  );
}
