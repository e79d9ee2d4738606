import type { Shorter, Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { trimEndOf } from '../../reading/trim-end.js';
import { chooseRows, type RowLimits, wantedColumns } from './choose-rows.js';
import type { ColumnFacts } from './column-facts.js';
import { overview } from './overview.js';
import { printStanzas } from './print-stanzas.js';
import type { Table } from './table-model.js';
import { trimEnds } from './trim-ends.js';

/** So few stanzas are all shown, unless the question names some of them; only their long fields are cut. */
const FEW = 12;
/** Of so many, those that are not shown may still say what they are and what the question asks for. */
const BRIEF = 60;
/** Fields that are looked at where the question names none. */
const TELLING = 6;

/** Shortens a text of stanzas: fewer of them, and long lists and descriptions cut in those that are shown. */
export function* trimStanzas(
  found: Table,
  columns: readonly ColumnFacts[],
  limits: RowLimits,
  task: Task,
): InTurns<Extract<Shorter, { kind: 'trimmed' }>> {
  const { rows } = found;
  const wanted = wantedColumns(columns, task.query);
  const telling = tellingColumns(columns, wanted, task.query);
  const chosen = yield* chooseRows(rows, telling, task.query, inputWords(task.input), limits);
  const named = namedRows(found, task.query);
  const most = rows.length < FEW || chosen.rows.length > rows.length * 0.85;
  const shown = named ?? (most ? [...rows.keys()] : chosen.rows);
  const brief = rows.length <= BRIEF && wanted.size > 0;
  const asked = { columns: wanted, query: task.query };
  const left = rows.length - shown.length;
  const text = [
    ...trimEnds(found.before),
    ...printStanzas(found, new Set(shown), asked, brief),
    ...(left === 0 ? [] : [`[${shown.length} of ${rows.length} records shown]`]),
    ...(left === 0 ? [] : overview(columns, found, chosen.matches, task).map((said) => `[${said}]`)),
  ].join('\n');
  const summary = left > 0 ? `${left} of ${rows.length} records, and parts of long fields` : 'parts of long fields';
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary } };
}

/** A record has many fields, and most records are the extreme of one: what is asked for counts, else numbers or the first few. */
function tellingColumns(
  columns: readonly ColumnFacts[],
  wanted: ReadonlySet<number>,
  query: string,
): readonly ColumnFacts[] {
  const { wants } = readQuery(query);
  const asked = columns.filter(({ index }) => wanted.has(index));
  const numbers = columns.filter(({ kind }) => kind === 'number');
  if ((wants.has('max') || wants.has('min')) && !asked.some(({ kind }) => kind === 'number'))
    return [...asked, ...numbers];
  return asked.length > 0 ? asked : columns.slice(0, TELLING);
}

/** The stanzas whose first value the question names, when they are the smaller part. */
function namedRows({ rows }: Table, query: string): readonly number[] | undefined {
  const words = new Set((query.toLowerCase().match(/[\w.+:@/-]+/g) ?? []).map((word) => trimEndOf(word, /\W/)));
  const named = rows.flatMap(({ cells: [first = ''] }, r) => (words.has(first.toLowerCase()) ? [r] : []));
  return named.length > 0 && named.length <= rows.length * 0.6 ? named : undefined;
}
