/** A table in markdown whose first column is words and whose others are figures. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = header.map((title, i) => Math.max(3, title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(width[i] ?? 0) : cell.padStart(width[i] ?? 0))).join(' | ')} |`;
  const rule = width.map((size, i) => (i === 0 ? '-'.repeat(size) : `${'-'.repeat(size - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}
