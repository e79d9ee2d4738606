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

const MOST_COMPANIONS = 12;
const MOST_FAULTY = 12;

/** The rows that share a short text with a fault, where such texts hold small groups of rows together, as names of tests do. */
export function companionRows(table: Searchable, faults: readonly number[]): number[] {
  if (faults.length === 0 || table.size < 20) return [];
  const rows = new Set<number>();
  for (const { texts, numbers, column, meanLength } of table.profiles) {
    if (numbers || column.nested || meanLength < 3 || meanLength > 80) continue;
    const groups = new Map<string, number[]>();
    texts.forEach((text, row) => {
      const group = groups.get(text);
      if (group) group.push(row);
      else groups.set(text, [row]);
    });
    if (groups.size < 8 || groups.size > table.size * 0.6) continue;
    const faulty = new Set(faults.map((row) => texts[row] ?? '').filter((text) => text !== ''));
    if (faulty.size > MOST_FAULTY) continue;
    for (const text of faulty) {
      const group = groups.get(text) ?? [];
      for (const row of group.slice(0, MOST_COMPANIONS)) rows.add(row);
    }
  }
  return [...rows];
}

const MAX_SHAPES = 60;

/** Rows with a value, or a text of a shape or length, that few rows have, where most are alike. */
export function rareRows(table: Searchable): number[] {
  const rows: number[] = [];
  for (const profile of table.profiles) {
    const { categories, texts, column } = profile;
    if (column.nested) continue;
    const rare = categories ? rareOf(texts, categories) : [];
    for (const row of rare) rows.push(row);
    if (rare.length > 0 || profile.numbers || profile.meanLength <= 3 || (categories && categories.size <= 12))
      continue;
    const lengths = Float64Array.from(texts, ({ length }) => length);
    for (const row of [...rareShapes(texts), ...outliersOf(lengths, 3)]) rows.push(row);
  }
  return rows;
}

/** Of few kinds, the rare ones are kept with all their rows: a part of them would be miscounted. */
const WHOLE_CLASS = 12;

/** Up to three rows of each value that is rare while others are common, more when there are few kinds; none when all are about equally rare. */
function rareOf(texts: readonly string[], counts: ReadonlyMap<string, number>): number[] {
  if (counts.size < 2) return [];
  const few = Math.max(2, texts.length * 0.02);
  const usual = Math.max(1, (texts.length / counts.size) * 0.2);
  const left = new Map<string, number>();
  const most = counts.size <= 12 ? WHOLE_CLASS : 3;
  for (const [value, count] of counts) if (count <= few && count <= usual) left.set(value, most);
  if (left.size === 0 || left.size > 12) return [];
  const rows: number[] = [];
  texts.forEach((text, row) => {
    const more = left.get(text) ?? 0;
    if (more === 0) return;
    left.set(text, more - 1);
    rows.push(row);
  });
  return rows;
}

/** Texts made from a few patterns differ in their numbers only; the odd pattern is what matters. */
function rareShapes(texts: readonly string[]): number[] {
  const counts = new Map<string, number>();
  const shapes: string[] = [];
  for (const text of texts) {
    const shape = text.slice(0, 80).replace(/\d+/g, '0');
    shapes.push(shape);
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
    if (counts.size > MAX_SHAPES) return [];
  }
  return counts.size <= texts.length / 3 ? rareOf(shapes, counts) : [];
}

/** Outliers and largest values first, then change points, smallest values and the rows beside the outliers. */
export function numericRows(table: Searchable): number[] {
  const rows: number[] = [];
  const later: number[] = [];
  for (const { numbers, isSequence, isDate } of table.profiles) {
    if (!numbers || isSequence || isDate) continue;
    const outliers = outliersOf(numbers);
    for (const row of [...outliers, ...extremesOf(numbers, 1)]) rows.push(row);
    for (const row of outliers.slice(0, 2)) later.push(row - 1, row + 1);
    for (const row of changePointsOf(numbers)) later.push(row - 1, row);
    later.push(...extremesOf(numbers, 1, true));
  }
  return [...rows, ...later];
}
