import { areRelated, rootOf } from '../../question/related-words.js';
import { TEXT_WORD } from '../../question/term-finder.js';
import type { ColumnFacts } from './column-facts.js';
import { round } from './describe-columns.js';
import type { Row } from './table-model.js';

const ASKS_GROUPS =
  /\b(?:per|by|each|every|which|group(?:ed)?|average|mean|total|sum|most|least|highest|lowest|compare|between)\b/i;
const MAX_GROUPS = 20;

/** `amount by kind: fees 12 rows, sum 340, mean 28.3; …` for the numeric and the category column that a question names together. */
export function groupFacts(rows: readonly Row[], columns: readonly ColumnFacts[], query: string): string[] {
  if (!ASKS_GROUPS.test(query)) return [];
  const named = namedColumns(columns, query);
  const groups = named.filter((column) => column.kind === 'category' && column.counts.length <= MAX_GROUPS).slice(0, 2);
  const numbers = named.filter((column) => column.kind === 'number').slice(0, 3);
  return groups.flatMap((group) =>
    numbers.map((number) => `${number.name} by ${group.name}: ${sums(rows, group, number).join('; ')}`),
  );
}

function sums(rows: readonly Row[], group: ColumnFacts, number: ColumnFacts): string[] {
  const totals = new Map<string, { sum: number; filled: number }>();
  for (const [r, row] of rows.entries()) {
    const value = number.values[r] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const cell = row.cells[group.index] ?? '';
    const total = totals.get(cell) ?? { sum: 0, filled: 0 };
    totals.set(cell, { sum: total.sum + value, filled: total.filled + 1 });
  }
  return [...totals]
    .sort((a, b) => b[1].filled - a[1].filled || (a[0] < b[0] ? -1 : 1))
    .map(
      ([value, { sum, filled }]) =>
        `${value === '' ? '(empty)' : value} ${filled} rows, sum ${round(sum)}, mean ${round(sum / filled)}`,
    );
}

/** Columns whose names share a word with the question. */
function namedColumns(columns: readonly ColumnFacts[], query: string): readonly ColumnFacts[] {
  const asked = (query.toLowerCase().match(TEXT_WORD) ?? []).map(rootOf);
  return columns.filter(({ name }) =>
    (name.toLowerCase().match(TEXT_WORD) ?? [])
      .map(rootOf)
      .some((root) => asked.some((other) => other === root || areRelated(other, root))),
  );
}
