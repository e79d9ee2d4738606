import type { Task } from '../../model/compressor.js';
import { readQuery } from '../../reading/query-terms.js';
import { type ChosenRows, wantedColumns } from './choose-rows.js';
import type { ColumnFacts } from './column-facts.js';
import { describeColumns } from './describe-columns.js';
import { groupFacts } from './group-facts.js';
import type { Table } from './table-model.js';

const SUMS = /\b(?:sum|total|average|avg|mean|overall|altogether|combined|aggregate)\b/i;

/** What all rows of a table come to: how they are spread, and how many hold what the question names. */
export function overview(
  columns: readonly ColumnFacts[],
  found: Table,
  matches: ChosenRows['matches'],
  task: Task,
): string[] {
  const { rows } = found;
  const sums = readQuery(task.query).wants.has('count') || SUMS.test(task.query);
  const described = describeColumns(columns, rows, sums);
  const groups = groupFacts(rows, columns, wantedColumns(columns, task.query), task.query);
  const some = matches.some(([, count]) => count > 0);
  const counted = matches.filter(([, count]) => count > 0 || !some).map(([label, count]) => `${count} with ${label}`);
  return [
    ...(described.length > 0 ? [`all ${rows.length} rows: ${described.join('; ')}`] : []),
    ...groups,
    ...(counted.length > 0 ? [`of all rows: ${counted.join(', ')}`] : []),
  ];
}
