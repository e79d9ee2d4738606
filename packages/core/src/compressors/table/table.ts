import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { asksForAll } from '../../reading/asks-for-all.js';
import { createContent } from '../../reading/content.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimate } from '../../tokens/estimate.js';
import { type ChosenRows, chooseRows, type RowLimits, wantedColumns } from './choose-rows.js';
import { type ColumnFacts, readColumn } from './column-facts.js';
import { describeColumns } from './describe-columns.js';
import { groupFacts } from './group-facts.js';
import { packTable, printTable } from './print-table.js';
import { matchTable, readTable } from './read-table.js';
import type { Table } from './table-model.js';

const FEW_ROWS = 12;
const SMALL = 250;
/** Of a table this short all rows are shown when the question wants every row of a kind. */
const SHORT = 1300;
const SUMS = /\b(?:sum|total|average|avg|mean|overall|altogether|combined|aggregate)\b/i;

/** Shortens tables: csv and tsv, markdown, psql and mysql, columns aligned with spaces (`ps`, `df`, `kubectl get`). */
export function table(): Compressor {
  return { name: 'table', match: matchTable, compress };
}

function compress(content: Content, task: Task): Shorter | undefined {
  if (estimate(content.text) < SMALL) return undefined;
  const found = readTable(content);
  if (!found || found.rows.length < FEW_ROWS) return undefined;
  const whole = task.mode === 'balanced' && asksForAll(task.query) && estimate(content.text) < SHORT;
  const trimmed = task.mode === 'lossless' || whole ? undefined : trim(found, content.text, task);
  return trimmed ?? pack(found, content.text, task);
}

/** All rows, without the spaces that only align columns; counted in tokens, since long runs of spaces are cheap. */
function pack(found: Table, original: string, task: Task): Shorter | undefined {
  if (found.kind === 'delimited' || found.kind === 'records') return undefined;
  const text = [...trimEnds(found.before), ...packTable(found), ...trimEnds(found.after)].join('\n');
  return task.tokens.count(text) < task.tokens.count(original) * 0.95 ? { kind: 'packed', text } : undefined;
}

function trim(found: Table, original: string, task: Task): Shorter | undefined {
  const { rows } = found;
  const columns = found.header.cells.map((name, index) => readColumn(name, index, rows));
  const chosen = chooseRows(rows, columns, task.query, inputWords(task.input), limitsFor(found, original, task));
  if (chosen.rows.length > rows.length * 0.85) return undefined;
  const shown = chosen.rows.map((r) => rows[r]).filter((row) => row !== undefined);
  const text = [
    ...trimEnds(found.before),
    ...printTable(found, shown),
    ...overview(columns, found, shown.length, chosen.matches, task),
    ...trimEnds(rest(found.after, task)),
  ].join('\n');
  if (text.length > original.length * 0.9) return undefined;
  return { kind: 'trimmed', text, omitted: { summary: `${rows.length - shown.length} of ${rows.length} rows` } };
}

/** What stands behind a table may be another one, as `kubectl get all` prints them. */
function rest(after: readonly string[], task: Task): readonly string[] {
  if (after.length < FEW_ROWS) return after;
  const content = createContent(after.join('\n').trim());
  return (matchTable(content) > 0 ? compress(content, task)?.text.split('\n') : undefined) ?? after;
}

/** Lines below the rows: how many are shown, how all of them are spread, how many hold what the question names. */
function overview(
  columns: readonly ColumnFacts[],
  found: Table,
  shown: number,
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
    `[${shown} of ${rows.length} rows shown]`,
    ...(described.length > 0 ? [`[All ${rows.length} rows: ${described.join('; ')}]`] : []),
    ...groups.map((group) => `[${group}]`),
    ...(counted.length > 0 ? [`[Of all rows: ${counted.join(', ')}]`] : []),
  ];
}

/** More rows for longer tables, fewer when little is to be kept; what the question names has the most room. */
function limitsFor(found: Table, original: string, task: Task): RowLimits {
  const share = shareToKeep(Math.max(600, estimate(original)), task);
  const room = Math.max(8, Math.min(160, found.rows.length * share));
  return {
    named: Math.max(12, Math.round(room * 0.5)),
    trouble: Math.max(8, Math.round(room * 0.3)),
    extremes: 3,
    rare: 2,
    changes: Math.max(4, Math.round(room * 0.15)),
    spread: Math.max(3, Math.round(room * 0.12)),
    ends: 3,
  };
}

function trimEnds(lines: readonly string[]): string[] {
  let from = 0;
  let to = lines.length;
  while (from < to && (lines[from] ?? '').trim() === '') from++;
  while (to > from && (lines[to - 1] ?? '').trim() === '') to--;
  return lines.slice(from, to).map((line) => line.trimEnd());
}
