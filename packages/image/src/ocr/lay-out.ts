import type { Region } from '@headroom/core';

/** A line of text and where it stands. */
export interface PlacedText {
  readonly at: Region;
  readonly text: string;
}

const MOST_INDENT = 40;

/** Lines as text: rows from top to bottom, what stands in one row from left to right, indents and wide gaps as blanks. */
export function layOut(found: readonly PlacedText[]): string {
  const rows: PlacedText[][] = [];
  for (const each of [...found].sort((a, b) => middle(a) - middle(b) || a.at.left - b.at.left)) {
    const row = rows.at(-1);
    if (row?.[0] && isBeside(row[0].at, each.at)) row.push(each);
    else rows.push([each]);
  }
  const wide = letterWidth(found);
  const start = found.reduce((left, { at }) => Math.min(left, at.left), Number.POSITIVE_INFINITY);
  return rows.map((row) => rowText(row, start, wide)).join('\n');
}

const middle = ({ at }: PlacedText): number => at.top + at.height / 2;

/** They overlap by more than half of the lower one. */
function isBeside(one: Region, other: Region): boolean {
  const overlap = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return overlap > Math.min(one.height, other.height) / 2;
}

function letterWidth(found: readonly PlacedText[]): number {
  const letters = found.reduce((sum, { text }) => sum + text.length, 0);
  const width = found.reduce((sum, { at }) => sum + at.width, 0);
  return letters === 0 ? 1 : Math.max(1, width / letters);
}

function rowText(row: readonly PlacedText[], start: number, wide: number): string {
  let line = '';
  for (const { at, text } of [...row].sort((a, b) => a.at.left - b.at.left)) {
    const column = Math.min(line.length + MOST_INDENT, Math.round((at.left - start) / wide));
    line = line === '' ? ' '.repeat(Math.min(MOST_INDENT, column)) : line.padEnd(Math.max(line.length + 1, column));
    line += text;
  }
  return line.trimEnd();
}
