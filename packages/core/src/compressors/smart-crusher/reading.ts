import type { InTurns } from '../../model/in-turns.js';
import { isAbout } from '../../question/is-about.js';
import { printCell } from './cell.js';
import { encodedColumns } from './encoded-columns.js';
import { type Field, fieldOf } from './field.js';
import { type Layout, layOut, type Printed, printColumn } from './layout.js';
import { isBulk, noiseColumns } from './noise.js';
import { type Rows, readRows } from './rows.js';
import type { Column, Nested, Table } from './table.js';
import type { TrimOptions } from './trim.js';

/** Characters of a long text that count when rows are chosen; what room is left goes to the texts afterwards. */
export const CELL = 240;

/** What is known of a table before its rows are chosen. */
export interface Reading {
  readonly table: Table;
  readonly name: string;
  readonly printed: ReadonlyMap<Column, Printed>;
  readonly fields: readonly Field[];
  /** Columns that are not shown. */
  readonly hidden: ReadonlySet<Column>;
  readonly visible: readonly Field[];
  /** Columns the question is about. */
  readonly asked: ReadonlySet<Column>;
  /** Columns of long payloads, shown by their first words. */
  readonly bulk: ReadonlySet<Column>;
  readonly rows: Rows;
  /** Rough tokens of a printed row. */
  readonly cost: (row: number) => number;
  readonly nested: readonly { readonly nested: Nested; readonly reading: Reading }[];
}

/** Reads a table and the tables nested in it with a question in mind. */
export function* readTable(
  table: Table,
  name: string,
  { task, tokensPerCharacter }: Pick<TrimOptions, 'task' | 'tokensPerCharacter'>,
): InTurns<Reading> {
  const printed = new Map<Column, Printed>();
  const fields: Field[] = [];
  for (const column of table.columns) {
    yield;
    const cells = printColumn(column);
    printed.set(column, cells);
    fields.push(fieldOf(cells));
  }
  yield;
  const hidden = noiseColumns(fields, task);
  const asked = new Set(fields.filter(({ name }) => isAbout(task.query, name)).map(({ column }) => column));
  const visible = fields.filter(({ column }) => !hidden.has(column));
  const bulk = new Set(visible.filter((one) => isBulk(one) && !asked.has(one.column)).map(({ column }) => column));
  const every = Array.from({ length: table.size }, (_, row) => row);
  const layout = layOut(table, { rows: every, hidden, literal: asked, printed: (column) => printed.get(column)! });
  yield;
  const searched = visible.filter(({ column }) => !column.nested && !bulk.has(column));
  const texts = rowTexts(table, searched);
  yield;
  const inside = encodedColumns(table).map((column) => fieldOf(printColumn(column)));
  yield;
  const own = yield* readRows(texts, [...visible, ...inside], task);
  const nested: { nested: Nested; reading: Reading }[] = [];
  for (const { column } of visible) {
    if (!column.nested) continue;
    const path = [...(name ? [name] : []), ...column.path].join('.');
    const reading = yield* readTable(column.nested.table, path, { task, tokensPerCharacter });
    nested.push({ nested: column.nested, reading });
  }
  return {
    table,
    name,
    printed,
    fields,
    hidden,
    visible,
    asked,
    bulk,
    rows: own,
    cost: rowCost(table, layout, tokensPerCharacter),
    nested,
  };
}

function rowCost(table: Table, layout: Layout, tokensPerCharacter: number): (row: number) => number {
  return (row) => {
    const raw = table.raw.get(row);
    if (raw) return 1 + printCell(raw, { comma: false }).length * tokensPerCharacter;
    let length = table.keys ? table.keys[row]!.length : 0;
    for (const { texts } of layout.shown) length += Math.min(texts[row]!.length, CELL) + 1;
    for (const { texts, value, name } of layout.usual) {
      if (texts[row] !== value) length += name.length + texts[row]!.length + 2;
    }
    for (const { texts, name } of layout.rare) {
      if (texts[row] !== '') length += name.length + Math.min(texts[row]!.length, CELL) + 2;
    }
    return 1 + length * tokensPerCharacter;
  };
}

/** What can be searched of each row. */
function rowTexts(table: Table, searched: readonly Field[]): string[] {
  return Array.from({ length: table.size }, (_, row) => {
    const raw = table.raw.get(row);
    if (raw) return printCell(raw, { comma: false });
    const cells = searched.map(({ values }) => values[row]!);
    return table.keys ? `${table.keys[row]}\t${cells.join('\t')}` : cells.join('\t');
  });
}
