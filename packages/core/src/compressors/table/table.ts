import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { asksForAll } from '../../question/asks-for-all.js';
import { atOnce } from '../../reading/in-turns.js';
import { estimateInTurns } from '../../tokens/estimate.js';
import { trimmedInTurns } from '../../units/compressor-of.js';
import { packTable } from './print-table.js';
import { matchTable, readTable } from './read-table.js';
import { readTableUnits } from './read-units.js';
import type { Table, TableKind } from './table-model.js';
import { trimEnds } from './trim-ends.js';

const FEW_ROWS = 12;
const SMALL = 250;
/** Of a table this short all rows are shown when the question wants every row of a kind. */
const SHORT = 1300;
const UNPACKED: ReadonlySet<TableKind> = new Set(['delimited', 'records']);

/** Shortens tables: csv and tsv, markdown, psql and mysql, columns aligned with spaces (`ps`, `df`, `kubectl get`). */
export function table(): Compressor {
  return {
    name: 'table',
    ceiling: 1,
    match: matchTable,
    compress: (content, task) => atOnce(compress(content, task)),
    inTurns: compress,
  };
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  const size = yield* estimateInTurns(content.text, SHORT);
  if (size < SMALL) return undefined;
  const found = readTable(content);
  yield;
  if (!found || found.rows.length < FEW_ROWS) return undefined;
  const whole = task.mode === 'balanced' && asksForAll(task.query) && size < SHORT;
  const trimmed = task.mode === 'lossless' || whole ? undefined : yield* trim(content, task);
  return trimmed ?? pack(found, content.text, task);
}

/** All rows, without the spaces that only align columns; counted in tokens, since long runs of spaces are cheap. */
function pack(found: Table, original: string, task: Task): Shorter | undefined {
  if (UNPACKED.has(found.kind)) return undefined;
  const text = [...trimEnds(found.before), ...packTable(found), ...trimEnds(found.after)].join('\n');
  return task.tokens.count(text) < task.tokens.count(original) * 0.95 ? { kind: 'packed', text } : undefined;
}

function* trim(content: Content, task: Task): InTurns<Shorter | undefined> {
  const original = content.text;
  const units = yield* readTableUnits(content, task);
  const trimmed = units && (yield* trimmedInTurns(units, original, task));
  return trimmed && trimmed.text.length <= original.length * 0.9 ? trimmed : undefined;
}
