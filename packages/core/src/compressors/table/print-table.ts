import type { Row, Table } from './table-model.js';

/** All of a table in the notation with the fewest tokens: one space between cells, or a tab where cells hold spaces or nothing. */
export function packTable(table: Table): string[] {
  const between = isPlain(table) ? ' ' : '\t';
  return [table.header, ...table.rows].map((row) => row.cells.join(between).trimEnd());
}

/** How a row is printed: values as written, without the spaces that only align columns. */
export function printerOf(table: Table): (row: Row) => string {
  const isPlainTable = table.kind === 'columns' && isPlain(table);
  if (table.kind === 'piped')
    return (row) => (table.rule === '' ? row.cells.join(' | ') : `| ${row.cells.join(' | ')} |`);
  if (isPlainTable) return (row) => row.cells.join(' ');
  return (row) => row.source;
}

/** Whether single spaces tell the cells apart: none is empty, and only the last may hold a space. */
function isPlain(table: Table): boolean {
  return [table.header, ...table.rows].every((row) =>
    row.cells.every((cell, c) => cell !== '' && (c === row.cells.length - 1 || !cell.includes(' '))),
  );
}
