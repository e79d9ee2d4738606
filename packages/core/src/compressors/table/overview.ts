import type { Task } from '../../model/compressor.js';
import { readQuery } from '../../question/query-terms.js';
import type { ColumnFacts } from './column-facts.js';
import { describeColumns } from './describe-columns.js';
import type { Row } from './table-model.js';

const SUMS = /\b(?:sum|total|average|avg|mean|overall|altogether|combined|aggregate)\b/i;

/** What all rows of a table come to: how they are spread, and sums by group where the question asks for them. */
export function overview(columns: readonly ColumnFacts[], rows: readonly Row[], { query }: Task): string {
  const described = describeColumns(columns, rows, readQuery(query).wants.has('count') || SUMS.test(query));
  return described.length > 0 ? `all ${rows.length} rows: ${described.join('; ')}` : '';
}
