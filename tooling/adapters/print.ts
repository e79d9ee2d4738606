import type { Row } from './compare.js';
import { COLUMNS, outcome } from './kinds.js';

/** Rows of one door that say the same, with all their versions. */
interface Group {
  readonly row: Row;
  readonly versions: string[];
}

function grouped(rows: readonly Row[], saying: (row: Row) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = `${row.door}\n${saying(row)}`;
    const group = groups.get(key) ?? { row, versions: [] };
    group.versions.push(row.version);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A line for each door: what became of each kind of part. */
export function shortTable(rows: readonly Row[]): string {
  const outcomes = (row: Row) => COLUMNS.map((kind) => (outcome(row, kind) === 'kept' ? '✓' : outcome(row, kind)));
  const lines = grouped(rows, (row) => outcomes(row).join()).map(({ row, versions }) => [
    row.door,
    versions.join(' · '),
    ...outcomes(row),
  ]);
  return table([['works with', 'tested', ...COLUMNS], ...lines]);
}

function table([head = [], ...lines]: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const print = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [print(head), print(widths.map((width) => '-'.repeat(width))), ...lines.map(print)].join('\n');
}

/** A section for each door: every part by name. */
export function fullLists(rows: readonly Row[]): string {
  const list = (labels: readonly string[]) => labels.map((label) => `\`${label}\``).join(', ');
  return grouped(rows, ({ same, shortened }) => JSON.stringify([same, shortened]))
    .map(({ row, versions }) =>
      [
        `## ${row.door} ${versions.join(', ')}`,
        `Shorter (${row.shortened.length}): ${list(row.shortened)}`,
        `Kept (${row.same.length}): ${list(row.same)}`,
      ].join('\n\n'),
    )
    .join('\n\n');
}
