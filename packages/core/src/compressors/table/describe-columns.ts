import type { ColumnFacts } from './column-facts.js';
import type { Row } from './table-model.js';

const MAX_SHOWN = 8;
const MAX_COLUMNS = 24;

/** One line about every column of all rows: range, mean and sum of numbers, counts of categories. Values as written. */
export function describeColumns(columns: readonly ColumnFacts[], rows: readonly Row[], withSums: boolean): string[] {
  const described: string[] = [];
  for (const column of columns.slice(0, MAX_COLUMNS)) {
    const cell = (row: number) => rows[row]?.cells[column.index] ?? '';
    const missing = rows.length - column.filled;
    const gaps = missing > 0 && column.kind !== 'category' ? `, ${missing} empty` : '';
    if (column.kind === 'number') {
      const sum = withSums ? `, sum ${round(column.sum)}` : '';
      if (isSerial(column)) described.push(`${column.name} ${cell(0)} to ${cell(rows.length - 1)}${gaps}`);
      else
        described.push(
          `${column.name} ${cell(column.min)} to ${cell(column.max)}, mean ${round(column.mean)}${sum}${gaps}`,
        );
    } else if (column.kind === 'category' || column.kind === 'constant') {
      const shown = column.counts.slice(0, MAX_SHOWN).map(([value, count]) => `${short(value)} ${count}`);
      const others = column.counts.slice(MAX_SHOWN);
      const rest =
        others.length > 0 ? `, ${others.length} others ${others.reduce((sum, [, count]) => sum + count, 0)}` : '';
      described.push(
        column.kind === 'constant'
          ? `${column.name} always ${short(column.counts[0]?.[0] ?? '')}`
          : `${column.name}: ${shown.join(', ')}${rest}`,
      );
    } else if (isOrdered(column, rows)) described.push(`${column.name} ${cell(0)} to ${cell(rows.length - 1)}${gaps}`);
  }
  return described;
}

/** Numbers that only go up by one step, such as ids. */
export function isSerial(column: ColumnFacts): boolean {
  const { values } = column;
  if (column.kind !== 'number' || values.length < 3) return false;
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  if (step === 0) return false;
  for (let r = 2; r < values.length; r++) if ((values[r] ?? 0) - (values[r - 1] ?? 0) !== step) return false;
  return true;
}

function isOrdered(column: ColumnFacts, rows: readonly Row[]): boolean {
  let up = 0;
  let down = 0;
  for (let r = 1; r < rows.length; r++) {
    const [a, b] = [rows[r - 1]?.cells[column.index] ?? '', rows[r]?.cells[column.index] ?? ''];
    if (a.length > 40) return false;
    if (a < b) up++;
    else if (a > b) down++;
  }
  return up === 0 || down === 0;
}

/** A number with the digits that matter. */
export function round(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const digits = Math.abs(value) >= 1000 ? 1 : Math.abs(value) >= 1 ? 3 : 5;
  return String(Number(value.toFixed(digits)));
}

function short(value: string): string {
  const plain = value.replace(/\s+/g, ' ');
  if (plain === '') return '(empty)';
  return plain.length <= 40 ? plain : `${plain.slice(0, 40).replace(/[\ud800-\udbff]$/, '')}…`;
}
