import type { JsonValue } from '../../model/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { parseJson } from '../../reading/parse-json.js';
import { numberOf } from './field.js';
import { type Cell, type Column, type Table, tableOf } from './table.js';

const MOSTLY = 0.8;
const DEEPEST = 3;
const LONGEST = 20_000;
const MOST_CHARACTERS = 2_000_000;

/**
 * The columns inside columns of strings that are JSON themselves, such as the body of a queued message whose payload was encoded once
 * more. They are read to find rows that matter; what is printed stays as it is.
 */
export function encodedColumns({ columns, size }: Pick<Table, 'columns' | 'size'>, depth = 0): Column[] {
  return columns.flatMap((column) => {
    if (depth >= DEEPEST) return [];
    if (column.nested) return depth > 0 ? leastOf(column) : [];
    const values = decoded(column.cells);
    const table = values && atOnce(tableOf({ type: 'array', items: values }));
    if (!table || table.size !== size) return [];
    const inner = table.columns.map((one): Column => ({ ...one, path: [...column.path, ...one.path] }));
    return [...inner, ...encodedColumns({ columns: inner, size }, depth + 1)];
  });
}

/** Of lists inside a column, the least of each of their numbers by row. */
function leastOf({ path, nested }: Column): Column[] {
  const { table, start } = nested!;
  return table.columns.flatMap((column) => {
    if (column.nested || !column.cells.some((cell) => cell?.type === 'number')) return [];
    const cells = start.slice(1).map((end, row): Cell => {
      const numbers = column.cells.slice(start[row], end).filter((cell) => cell?.type === 'number');
      return numbers.reduce<Cell>(
        (least, cell) => (least && numberOf(least) <= numberOf(cell) ? least : cell),
        undefined,
      );
    });
    return [{ path: [...path, ...column.path], cells }];
  });
}

/** The objects that the strings of a column hold; undefined where most hold none. */
function decoded(cells: readonly Cell[]): JsonValue[] | undefined {
  let [strings, characters] = [0, 0];
  for (const cell of cells) {
    if (cell?.type !== 'string' || !cell.value.startsWith('{')) continue;
    strings += 1;
    characters += cell.value.length;
  }
  if (strings < 2 || strings < cells.length * MOSTLY || characters > MOST_CHARACTERS) return undefined;
  const values = cells.map((cell): JsonValue => {
    const value = cell?.type === 'string' && cell.value.length <= LONGEST ? parseJson(cell.value) : undefined;
    return value ?? { type: 'null' };
  });
  return values.filter(({ type }) => type === 'object').length >= cells.length * MOSTLY ? values : undefined;
}
