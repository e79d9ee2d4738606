import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { asksForAll } from '../../reading/asks-for-all.js';
import { createContent } from '../../reading/content.js';
import { inputWords } from '../../reading/query-terms.js';
import { shareToKeep } from '../../reading/share-to-keep.js';
import { estimate } from '../../tokens/estimate.js';
import { chooseRows, type RowLimits } from './choose-rows.js';
import { type ColumnFacts, readColumn } from './column-facts.js';
import { overview } from './overview.js';
import { packTable, printTable } from './print-table.js';
import { matchTable, readTable } from './read-table.js';
import type { Table, TableKind } from './table-model.js';
import { trimEnds } from './trim-ends.js';
import { trimStanzas } from './trim-stanzas.js';

const FEW_ROWS = 12;
const SMALL = 250;
/** Of a table this short all rows are shown when the question wants every row of a kind. */
const SHORT = 1300;
const UNPACKED: ReadonlySet<TableKind> = new Set(['delimited', 'records', 'stanzas']);

/** Shortens tables: csv and tsv, markdown, psql and mysql, columns aligned with spaces (`ps`, `df`, `kubectl get`). */
export function table(): Compressor {
  return { name: 'table', match: matchTable, compress };
}

function compress(content: Content, task: Task): Shorter | undefined {
  if (estimate(content.text) < SMALL) return undefined;
  const found = readTable(content);
  if (!found || (found.rows.length < FEW_ROWS && found.kind !== 'stanzas')) return undefined;
  const whole = task.mode === 'balanced' && asksForAll(task.query) && estimate(content.text) < SHORT;
  const trimmed = task.mode === 'lossless' || whole ? undefined : trim(found, content.text, task);
  return trimmed ?? pack(found, content.text, task);
}

/** All rows, without the spaces that only align columns; counted in tokens, since long runs of spaces are cheap. */
function pack(found: Table, original: string, task: Task): Shorter | undefined {
  if (UNPACKED.has(found.kind)) return undefined;
  const text = [...trimEnds(found.before), ...packTable(found), ...trimEnds(found.after)].join('\n');
  return task.tokens.count(text) < task.tokens.count(original) * 0.95 ? { kind: 'packed', text } : undefined;
}

function trim(found: Table, original: string, task: Task): Shorter | undefined {
  const { rows } = found;
  const columns = found.header.cells.map((name, index) => readColumn(name, index, rows));
  const limits = limitsFor(found, original, task);
  const trimmed =
    found.kind === 'stanzas' ? trimStanzas(found, columns, limits, task) : trimRows(found, columns, limits, task);
  return trimmed && trimmed.text.length <= original.length * 0.9 ? trimmed : undefined;
}

function trimRows(
  found: Table,
  columns: readonly ColumnFacts[],
  limits: RowLimits,
  task: Task,
): Extract<Shorter, { kind: 'trimmed' }> | undefined {
  const { rows } = found;
  const chosen = chooseRows(rows, columns, task.query, inputWords(task.input), limits);
  if (chosen.rows.length > rows.length * 0.85) return undefined;
  const shown = chosen.rows.flatMap((r) => rows[r] ?? []);
  const text = [
    ...trimEnds(found.before),
    ...printTable(found, shown),
    ...overview(columns, found, shown.length, chosen.matches, task),
    ...trimEnds(rest(found.after, task)),
  ].join('\n');
  return {
    kind: 'trimmed',
    licence: 'rows',
    text,
    omitted: { summary: `${rows.length - shown.length} of ${rows.length} rows` },
  };
}

/** What stands behind a table may be another one, as `kubectl get all` prints them. */
function rest(after: readonly string[], task: Task): readonly string[] {
  if (after.length < FEW_ROWS) return after;
  const content = createContent(after.join('\n').trim());
  return (matchTable(content) > 0 ? compress(content, task)?.text.split('\n') : undefined) ?? after;
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
