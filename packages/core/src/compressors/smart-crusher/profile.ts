import type { Printed } from './layout.js';
import type { Cell, Column, Table } from './table.js';

/** What the values of a column are like over all rows. */
export interface Profile {
  readonly column: Column;
  readonly name: string;
  readonly texts: readonly string[];
  /** Rows with a value that is not null. */
  readonly filled: number;
  /** The column as numbers (dates in milliseconds), NaN where there is none; undefined when it is not numeric. */
  readonly numbers?: Float64Array;
  readonly isDate: boolean;
  /** How often each printed value occurs; undefined when there are too many to be categories. */
  readonly categories?: ReadonlyMap<string, number>;
  /** Counts up or down by rows: an id or a clock, not a measurement. */
  readonly isSequence: boolean;
  /** Mean length of its strings. */
  readonly meanLength: number;
}

const MAX_CATEGORIES = 60;
/** Numbers in strings, as metrics and money often come. */
const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Profiles a column in one pass. */
export function profileOf({ column, name, texts }: Printed, table: Table): Profile {
  const { cells } = column;
  const counts = new Map<string, number>();
  let filled = 0;
  let dates = 0;
  let numeric = 0;
  let length = 0;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    const text = texts[row]!;
    if (counts.size <= MAX_CATEGORIES && !table.raw.has(row)) counts.set(text, (counts.get(text) ?? 0) + 1);
    if (!cell || cell.type === 'null') continue;
    filled++;
    length += text.length;
    if (cell.type === 'number') numeric++;
    else if (cell.type === 'string' && cell.value.length <= 35 && startsNumber(cell.value)) {
      if (NUMBER.test(cell.value)) numeric++;
      else if (DATE.test(cell.value)) dates++;
    }
  }
  const isDate = filled > 0 && dates >= filled * 0.9;
  const isNumeric = !isDate && numeric > 0 && numeric >= filled * 0.9;
  const numbers = isDate || isNumeric ? Float64Array.from(cells, (cell) => numberOf(cell, isDate)) : undefined;
  const categories = counts.size <= MAX_CATEGORIES && counts.size <= Math.max(2, cells.length / 3) ? counts : undefined;
  return {
    column,
    name,
    texts,
    filled,
    isDate,
    isSequence: numbers !== undefined && (isSequence(numbers) || (!isDate && isIdentifier(column, numbers))),
    meanLength: filled === 0 ? 0 : length / filled,
    ...(numbers ? { numbers } : {}),
    ...(categories && !column.nested ? { categories } : {}),
  };
}

/** Numbers and dates begin with a digit, or a sign. */
function startsNumber(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 45 || (code >= 48 && code <= 57);
}

function numberOf(cell: Cell, isDate: boolean): number {
  if (cell?.type === 'number') return Number(cell.source);
  if (cell?.type !== 'string') return Number.NaN;
  if (!isDate) return NUMBER.test(cell.value) ? Number(cell.value) : Number.NaN;
  return Date.parse(cell.value.replace(' ', 'T').replace(',', '.'));
}

function isSequence(numbers: Float64Array): boolean {
  let up = 0;
  let down = 0;
  let seen = 0;
  let before = Number.NaN;
  for (const number of numbers) {
    if (!Number.isNaN(before) && !Number.isNaN(number)) {
      seen++;
      if (number > before) up++;
      else if (number < before) down++;
    }
    before = number;
  }
  return seen > 4 && Math.max(up, down) === seen;
}

const ID_NAME =
  /(?:^|_|-|\.)(?:id|ids|uid|pid|gid|number|no|port|zip|line|col|column|row|index|offset|seq|version|year|lat|lon|latitude|longitude)$|[a-z](?:Id|Line|Column|Port|Index)$/i;

/** Whole numbers whose size means nothing. */
function isIdentifier(column: Column, numbers: Float64Array): boolean {
  if (!ID_NAME.test(column.path.at(-1) ?? '')) return false;
  return numbers.every((number) => Number.isNaN(number) || Number.isInteger(number));
}
