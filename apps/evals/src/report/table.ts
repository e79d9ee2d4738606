/** A markdown table; the first column is text, the others are numbers. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [header, ...rows.map((row) => row.map(String))];
  const width = header.map((_, i) => Math.max(3, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(width[i] ?? 0) : cell.padStart(width[i] ?? 0))).join(' | ')} |`;
  const rule = width.map((size, i) => (i === 0 ? '-'.repeat(size) : `${'-'.repeat(size - 1)}:`));
  return [line(cells[0] as string[]), line(rule), ...cells.slice(1).map((row) => line(row as string[]))].join('\n');
}

/** A percentage as it is shown everywhere: one decimal. */
export const shown = (value: number) => value.toFixed(1);
