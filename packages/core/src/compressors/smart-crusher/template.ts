import type { Printed } from './layout.js';
import type { Cell, Column } from './table.js';

/** A text that follows from one other column: `before`, that column's value, `after`. */
export interface Template {
  readonly before: string;
  readonly from: Column;
  readonly name: string;
  readonly after: string;
}

const MIN_LENGTH = 12;

/** A template that gives most cells of a column of long strings, or undefined. */
export function templateFor(
  target: Printed,
  others: readonly Printed[],
  rows: readonly number[],
): Template | undefined {
  const probe = rows.find((row) => {
    const cell = target.column.cells[row];
    return cell?.type === 'string' && cell.value.length >= MIN_LENGTH;
  });
  if (probe === undefined || rows.length < 3) return undefined;
  const sample = target.column.cells[probe];
  if (sample?.type !== 'string') return undefined;
  let best: Template | undefined;
  let longest = 0;
  for (const other of others) {
    const part = plainText(other.column.cells[probe]);
    if (part === undefined || part.length <= longest || part.length > 200) continue;
    for (
      let at = sample.value.indexOf(part), tries = 0;
      at >= 0 && tries < 4;
      at = sample.value.indexOf(part, at + 1), tries++
    ) {
      if (part.length < sample.value.length && !isAddress(sample.value)) break;
      const template = {
        before: sample.value.slice(0, at),
        from: other.column,
        name: other.name,
        after: sample.value.slice(at + part.length),
      };
      if (!isClear(template, others) || !holds(template, target.column, rows)) continue;
      best = template;
      longest = part.length;
      break;
    }
  }
  return best;
}

/** The text a template gives in a row; undefined where the other column has no plain value. */
export function fill(template: Template, row: number): string | undefined {
  const part = plainText(template.from.cells[row]);
  return part === undefined ? undefined : template.before + part + template.after;
}

/** Strings and numbers can stand inside a longer text. */
export function plainText(cell: Cell): string | undefined {
  if (cell?.type === 'string' && cell.value.length > 0) return cell.value;
  return cell?.type === 'number' ? cell.source : undefined;
}

/** Only addresses are composed: a reader looks for a title or a message in its own words. */
function isAddress(text: string): boolean {
  return text.includes('/') && !/\s/.test(text);
}

/** The braces of the placeholder must be the only ones that name a column. */
function isClear({ before, after }: Template, others: readonly Printed[]): boolean {
  const rest = `${before}\u0000${after}`;
  return !rest.includes('{') || !others.some((other) => rest.includes(`{${other.name}}`));
}

function holds(template: Template, target: Column, rows: readonly number[]): boolean {
  let wrong = 0;
  for (const row of rows) {
    const cell = target.cells[row];
    if (
      cell?.type === 'string'
        ? fill(template, row) === cell.value
        : cell === undefined && fill(template, row) === undefined
    )
      continue;
    if (++wrong > rows.length * 0.1) return false;
  }
  return true;
}
