import { faultsOf } from './faults.js';
import { changePointsOf, extremesOf, outliersOf } from './outliers.js';
import type { Searchable } from './signals.js';

/** Rows that report a fault: strongly by their structure, weakly by words in a text. */
export function faultRows(table: Searchable): { strong: number[]; weak: number[] } {
  const worst = new Uint8Array(table.size);
  for (const profile of table.profiles) {
    const faults = faultsOf(profile);
    if (!faults) continue;
    // What most rows have is no fault.
    const count = faults.reduce((sum, fault) => sum + (fault === 2 ? 1 : 0), 0);
    const cap = count > table.size * 0.5 ? 1 : 2;
    faults.forEach((fault, row) => {
      worst[row] = Math.max(worst[row]!, Math.min(fault, cap));
    });
  }
  const strong: number[] = [];
  const weak: number[] = [];
  worst.forEach((fault, row) => {
    if (fault === 2) strong.push(row);
    else if (fault === 1) weak.push(row);
  });
  return { strong, weak };
}

/** Rows with a value that few rows have, where most values are common. */
export function rareRows(table: Searchable): number[] {
  const rows: number[] = [];
  const few = Math.max(2, table.size * 0.02);
  for (const { categories, texts } of table.profiles) {
    if (!categories || categories.size < 2) continue;
    const usual = (table.size / categories.size) * 0.2;
    const left = new Map<string, number>();
    for (const [value, count] of categories) if (count <= few && count <= Math.max(1, usual)) left.set(value, 3);
    if (left.size === 0 || left.size > 12) continue;
    texts.forEach((text, row) => {
      const more = left.get(text) ?? 0;
      if (more === 0) return;
      left.set(text, more - 1);
      rows.push(row);
    });
  }
  return rows;
}

/** Outliers and largest values first, then change points, smallest values and the rows beside the outliers. */
export function numericRows(table: Searchable): number[] {
  const rows: number[] = [];
  const later: number[] = [];
  for (const { numbers, isSequence, isDate } of table.profiles) {
    if (!numbers || isSequence || isDate) continue;
    const outliers = outliersOf(numbers);
    rows.push(...outliers, ...extremesOf(numbers, 1));
    for (const row of outliers.slice(0, 2)) later.push(row - 1, row + 1);
    for (const row of changePointsOf(numbers)) later.push(row - 1, row);
    later.push(...extremesOf(numbers, 1, true));
  }
  return [...rows, ...later];
}
