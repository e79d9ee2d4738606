import type { JsonValue } from '../../model/content.js';
import { COMPACT, type JsonSpacing, printJson } from '../../reading/parse-json.js';
import { printCell } from './cell.js';
import { printKeyRow } from './key-row.js';
import { type Layout, layOut, type Printed, printColumn } from './layout.js';
import type { Cell, Column, Nested, Table } from './table.js';
import { fill } from './template.js';
import type { TableView, View } from './view.js';

const NESTED = { array: ':rows', map: ':keys', values: ':keys', lists: ':lists', columns: ':rows' } as const;

/** Cells below this length are never shortened. */
const SHORT = 40;

/** What is needed to print rows of a table: made once, also for rows nested in many parents. */
interface Sheet {
  readonly table: Table;
  readonly view: TableView | undefined;
  readonly layout: Layout;
  readonly nested: readonly { readonly nested: Nested; readonly sheet: Sheet; readonly name: string }[];
  readonly shownRows: ReadonlySet<number> | undefined;
  readonly spacing: JsonSpacing;
}

/** The lines of a table below its title: what holds for all rows, the header, the rows. */
export function printTable(table: Table, indent: string, view?: View): string[] {
  const sheet = sheetOf(table, view);
  const lines = printHead(sheet, indent);
  const rows = sheet.view?.rows ?? Array.from({ length: table.size }, (_, row) => row);
  for (const row of rows) printRow(sheet, row, indent, lines);
  return lines;
}

function sheetOf(table: Table, view: View | undefined): Sheet {
  const own = view?.tables.get(table);
  const rows = own?.rows ?? Array.from({ length: table.size }, (_, row) => row);
  const printed = (column: Column): Printed => (own ? shorten(own, column) : printColumn(column));
  const layout = layOut(table, { rows, printed, ...(own ? { hidden: own.hidden, literal: own.literal } : {}) });
  const nested = layout.shown.flatMap(({ column, name }) =>
    column.nested ? [{ nested: column.nested, sheet: sheetOf(column.nested.table, view), name }] : [],
  );
  if (layout.shown.length === 0 && !table.keys) bringBack(layout);
  return { table, view: own, layout, nested, shownRows: own && new Set(own.rows), spacing: view?.spacing ?? COMPACT };
}

/** A column as a view shows it: the cells of its rows shortened where they are long. */
function shorten(view: TableView, column: Column): Printed {
  const printed = view.printed(column);
  if (column.nested) return printed;
  let changed: { cells: Cell[]; texts: string[] } | undefined;
  for (const row of view.rows) {
    const cell = printed.cells[row];
    if (!cell || printed.texts[row]!.length < SHORT) continue;
    const shorter = view.shorten(cell, row, column);
    if (shorter === cell) continue;
    changed ??= { cells: [...printed.cells], texts: [...printed.texts] };
    changed.cells[row] = shorter;
    changed.texts[row] = printCell(shorter, { comma: true });
  }
  return changed ? { ...printed, ...changed } : printed;
}

/** A row must have something to stand in it. */
function bringBack({ shown, constants, usual, rare }: Layout): void {
  const first = (constants.length > 0 ? constants : usual.length > 0 ? usual : rare).shift();
  if (first) shown.push(first);
}

function printHead(sheet: Sheet, indent: string): string[] {
  const { layout, table, view } = sheet;
  const lines: string[] = [];
  const put = (label: string, parts: readonly string[]) => {
    if (parts.length > 0) lines.push(`${indent}${label}: ${parts.join(', ')}`);
  };
  const first = table.raw.size === 0 ? 0 : (layout.constants[0]?.texts.findIndex((_, row) => !table.raw.has(row)) ?? 0);
  put(
    'all rows',
    layout.constants.map(({ name, texts }) => `${name}=${texts[first]}`),
  );
  put(
    'unless noted',
    layout.usual.map(({ name, value }) => `${name}=${value}`),
  );
  put(
    'made from others',
    layout.derived.map(
      ({ name, template }) =>
        `${name}=${printCell({ type: 'string', value: `${template.before}{${template.name}}${template.after}` }, { comma: true })}`,
    ),
  );
  put(
    'only where noted',
    layout.rare.map(({ name }) => name),
  );
  if (!view) put('key order', keyOrder(layout, table));
  const names = layout.shown.map(({ name, column: { nested } }) => name + (nested ? NESTED[nested.table.source] : ''));
  if (table.keys) names.unshift('(key)');
  if (view?.numbered) names.unshift('#');
  lines.push(indent + names.join(','));
  for (const { sheet: inner, name } of sheet.nested)
    lines.push(`${indent}  in ${name}:`, ...printHead(inner, `${indent}  `));
  return lines;
}

/** Names in the order of the original, runs as `first..last`; empty when that is the order in which the head has them. */
function keyOrder(layout: Layout, table: Table): string[] {
  const said = [...layout.shown, ...layout.constants, ...layout.usual, ...layout.derived, ...layout.rare];
  const place = new Map(said.map(({ column }, i) => [column, i]));
  const order = table.columns.map((column) => place.get(column)!);
  if (order.every((at, i) => at === i)) return [];
  const parts: string[] = [];
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (order[end + 1] === order[end]! + 1) end++;
    const name = (at: number) => said[order[at]!]!.name;
    if (end - i >= 2) parts.push(`${name(i)}..${name(end)}`);
    else for (let at = i; at <= end; at++) parts.push(name(at));
    i = end + 1;
  }
  return parts;
}

function printRow(sheet: Sheet, row: number, indent: string, lines: string[]): void {
  const { table, view } = sheet;
  const number = view?.numbered ? `${row + 1},` : '';
  const raw = table.raw.get(row);
  if (raw !== undefined) {
    const key = table.keys?.[row];
    const value: JsonValue = key === undefined ? raw : { type: 'object', entries: [[key, raw]] };
    lines.push(`${indent}${number}json ${printJson(value)}`);
    return;
  }
  lines.push(
    indent +
      (view?.key.has(row)
        ? `${number.replace(',', ': ')}${printKeyRow(table, sheet.layout, row, sheet.spacing)}`
        : `${number}${rowCells(sheet, row)}`),
  );
  for (const { nested, sheet: inner } of sheet.nested) {
    for (let at = nested.start[row]!; at < nested.start[row + 1]!; at++) {
      if (!inner.shownRows || inner.shownRows.has(at)) printRow(inner, at, `${indent}  `, lines);
    }
  }
}

function rowCells({ table, layout }: Sheet, row: number): string {
  const cells: string[] = [];
  if (table.keys) cells.push(printCell({ type: 'string', value: table.keys[row]! }, { comma: true, text: true }));
  for (const { texts } of layout.shown) cells.push(texts[row]!);
  for (const { texts, value, name } of layout.usual) if (texts[row] !== value) cells.push(`${name}=${texts[row]}`);
  for (const { template, column, texts, name } of layout.derived) {
    const cell = column.cells[row];
    const expected = fill(template, row);
    if (cell?.type === 'string' ? cell.value !== expected : cell !== undefined || expected !== undefined)
      cells.push(`${name}=${texts[row]}`);
  }
  for (const { texts, name } of layout.rare) if (texts[row] !== '') cells.push(`${name}=${texts[row]}`);
  return cells.join(',');
}
