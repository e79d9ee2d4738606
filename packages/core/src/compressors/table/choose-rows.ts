import type { InTurns } from '../../model/in-turns.js';
import { codesNamed } from '../../reading/codes.js';
import { datesNamed } from '../../reading/dates-named.js';
import { type DecisiveColumn, decisiveRows } from '../../reading/decisive-rows.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { readQuery } from '../../reading/query-terms.js';
import { areRelated, rootOf } from '../../reading/related-words.js';
import { TEXT_WORD, TermFinder } from '../../reading/term-finder.js';
import type { ColumnFacts } from './column-facts.js';
import { comparedRows } from './comparisons.js';
import { isSerial } from './describe-columns.js';
import type { Row } from './table-model.js';

const TROUBLE =
  /\b(?:err(?:or)?s?|fail(?:s|ed|ing|ure)?|crash(?:ed|loopbackoff)?|fatal|critical|panic|timeout|timed out|refused|denied|unhealthy|notready|not ready|down|dead|killed|oomkilled|evicted|missing|invalid|rejected|unreachable|zombie|defunct|exited|restarting|imagepullbackoff|errimagepull|degraded|blocked|overdue)\b/i;

/** Of a column with few values, those that few rows have are kept with all their rows: a part of them would be miscounted. */
const FEW_VALUES = 8;
const MINORITY = 12;
/** Of a column with so few values, the first row with each: what leads its group where rows are sorted. */
const FEW_GROUPS = 5;
/** So many times the next greatest value is another kind of value. */
const DWARFED = 3;

/** How many rows of each kind of interest are kept. */
export interface RowLimits {
  readonly named: number;
  readonly trouble: number;
  readonly extremes: number;
  readonly rare: number;
  readonly changes: number;
  readonly spread: number;
  readonly ends: number;
}

/** Rows to keep, ascending, and how many rows hold what the question names. */
export interface ChosenRows {
  readonly rows: readonly number[];
  readonly matches: readonly (readonly [label: string, rows: number])[];
}

/** Chooses rows: named by the question, extreme, unusual, at changes, at both ends, and a spread. */
export function* chooseRows(
  rows: readonly Row[],
  columns: readonly ColumnFacts[],
  query: string,
  hints: string,
  limits: RowLimits,
): InTurns<ChosenRows> {
  const kept = new Set<number>();
  const matches: [string, number][] = [];
  const addAll = (found: readonly number[], limit: number) => {
    for (const r of thin(found, limit)) kept.add(r);
  };
  for (let r = 0; r < Math.min(limits.ends, rows.length); r++) kept.add(r).add(rows.length - 1 - r);
  const wanted = wantedColumns(columns, query);
  for (const { label, rows: found } of [...namedRows(rows, query), ...comparedRows(rows, columns, wanted, query)]) {
    matches.push([label, found.length]);
    if (found.length < Math.max(12, rows.length * 0.4)) addAll(found, limits.named);
  }
  yield;
  addAll(yield* wordRows(rows, columns, query, hints), limits.named);
  yield* addUnusual(rows, columns, wanted, limits, kept, addAll);
  yield;
  const { wants } = readQuery(query);
  const facts = columns.map((column) => decisiveColumn(rows, column, wanted, query));
  for (const r of yield* decisiveRows(facts, { max: wants.has('max'), min: wants.has('min') }, query)) kept.add(r);
  yield;
  addAll(troubled(rows, columns), limits.trouble);
  for (let s = 1; s <= limits.spread; s++) kept.add(Math.floor((s * rows.length) / (limits.spread + 1)));
  return { rows: [...kept].filter((r) => r >= 0 && r < rows.length).sort((a, b) => a - b), matches };
}

function* addUnusual(
  rows: readonly Row[],
  columns: readonly ColumnFacts[],
  wanted: ReadonlySet<number>,
  limits: RowLimits,
  kept: Set<number>,
  addAll: (found: readonly number[], limit: number) => void,
): InTurns<void> {
  for (const column of columns) {
    yield;
    if (column.kind === 'number' && !isSerial(column))
      addExtremes(column, wanted.has(column.index) ? limits.extremes : 1, kept);
    if (column.kind !== 'category') continue;
    if (column.counts.length <= FEW_GROUPS) for (const r of firstOfEach(rows, column.index)) kept.add(r);
    const minority = Math.min(MINORITY, (rows.length / column.counts.length) * 0.5);
    for (const [value, count] of column.counts) {
      const whole = column.counts.length <= FEW_VALUES && count <= minority;
      if (whole || count <= Math.max(2, rows.length * 0.02))
        addAll(rowsWith(rows, column.index, value), whole ? MINORITY : limits.rare);
    }
    addAll(changes(rows, column.index), limits.changes);
  }
}

function decisiveColumn(
  rows: readonly Row[],
  column: ColumnFacts,
  wanted: ReadonlySet<number>,
  query: string,
): DecisiveColumn {
  return {
    texts: rows.map(({ cells }) => cells[column.index] ?? ''),
    numbers: column.kind === 'number' && !isSerial(column) ? column.values : undefined,
    isAsked: wanted.has(column.index) || column.counts.some(([value]) => value.length > 2 && hasWord(query, value)),
  };
}

/** Columns whose names share a word with the question. */
export function wantedColumns(columns: readonly ColumnFacts[], query: string): ReadonlySet<number> {
  const written = columns.filter((column) => column.name.length > 2 && hasWord(query, column.name));
  const wanted = new Set(written.map((column) => column.index));
  const others = written.reduce((text, column) => text.replaceAll(column.name, ' '), query);
  const finder = new TermFinder(others, '');
  const asked = (others.toLowerCase().match(TEXT_WORD) ?? []).map(rootOf);
  for (const column of columns) {
    for (const word of column.name.match(TEXT_WORD) ?? []) {
      const root = rootOf(word.toLowerCase());
      if (finder.hits(word).length > 0 || asked.some((other) => areRelated(other, root))) wanted.add(column.index);
    }
  }
  return wanted;
}

/** Rows with a name, value or date of the question, one list for each of them that stands in the table. */
function namedRows(rows: readonly Row[], query: string): { label: string; rows: number[] }[] {
  const asked = readQuery(query);
  const needles = [...new Set([...asked.values, ...asked.names, ...datesNamed(query), ...codesNamed(query)])].slice(
    0,
    24,
  );
  const found = needles.map((label): { label: string; rows: number[] } => ({ label, rows: [] }));
  for (const [r, row] of rows.entries()) {
    for (const one of found) if (hasWord(row.source, one.label)) one.rows.push(r);
  }
  return found.filter((one) => one.rows.length > 0);
}

function hasWord(source: string, needle: string): boolean {
  for (let at = source.indexOf(needle); at >= 0; at = source.indexOf(needle, at + 1)) {
    if (!isWord(source.charCodeAt(at - 1)) && !isWord(source.charCodeAt(at + needle.length))) return true;
  }
  return false;
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

/** Rows with the words of the question that few rows have, best first. */
function* wordRows(
  rows: readonly Row[],
  columns: readonly ColumnFacts[],
  query: string,
  hints: string,
): InTurns<number[]> {
  const finder = new TermFinder(query, hints);
  if (finder.terms.length === 0) return [];
  const names = new Set(columns.flatMap((column) => column.name.toLowerCase().match(TEXT_WORD) ?? []));
  const frequency = new Float64Array(finder.terms.length);
  const own: ReadonlySet<number>[] = [];
  yield* itemsInTurns(rows, (row) => {
    const terms = new Set<number>();
    for (const word of row.source.slice(0, 2000).match(TEXT_WORD) ?? [])
      for (const hit of finder.hits(word)) if (hit.strength >= 0.7) terms.add(hit.term);
    for (const term of terms) frequency[term] = (frequency[term] ?? 0) + 1;
    own.push(terms);
  });
  const weights = Array.from(frequency, (count, t) =>
    names.has(finder.terms[t]?.word ?? '') || count > rows.length * 0.3 ? 0 : Math.log(1 + rows.length / (1 + count)),
  );
  const scored = own
    .map((terms, r) => ({ r, score: [...terms].reduce((sum, term) => sum + (weights[term] ?? 0), 0) }))
    .filter(({ score }) => score > 0);
  const top = scored.reduce((most, { score }) => Math.max(most, score), 0);
  return scored.filter(({ score }) => score >= top * 0.5).map(({ r }) => r);
}

function addExtremes(column: ColumnFacts, count: number, kept: Set<number>): void {
  if (count <= 1) {
    kept.add(column.max).add(column.min);
    for (const row of dwarfed(column)) kept.add(row);
    return;
  }
  const order = Array.from(column.values.keys()).filter((r) => !Number.isNaN(column.values[r] ?? Number.NaN));
  order.sort((a, b) => (column.values[b] ?? 0) - (column.values[a] ?? 0) || a - b);
  for (const r of [...order.slice(0, count), ...order.slice(-count)]) kept.add(r);
}

/** Behind a value that dwarfs all others, such as a total among its parts, the next one is the extreme of the rest. */
function dwarfed({ values, max }: ColumnFacts): number[] {
  let next = -1;
  for (const [r, value] of values.entries())
    if (r !== max && !Number.isNaN(value) && (next < 0 || value > values[next]!)) next = r;
  return next >= 0 && values[next]! > 0 && values[max]! > values[next]! * DWARFED ? [next] : [];
}

function rowsWith(rows: readonly Row[], index: number, value: string): number[] {
  const found: number[] = [];
  for (const [r, row] of rows.entries()) if ((row.cells[index] ?? '') === value) found.push(r);
  return found;
}

function firstOfEach(rows: readonly Row[], index: number): number[] {
  const first = new Map<string, number>();
  for (const [r, row] of rows.entries()) {
    const cell = row.cells[index] ?? '';
    if (cell !== '' && !first.has(cell)) first.set(cell, r);
  }
  return [...first.values()];
}

/** First rows of long runs of one value; nothing where the value changes all the time. */
function changes(rows: readonly Row[], index: number): number[] {
  const found: number[] = [];
  for (let r = 1; r < rows.length; r++) if (rows[r]?.cells[index] !== rows[r - 1]?.cells[index]) found.push(r);
  return found.length <= Math.max(6, rows.length * 0.03) ? found : [];
}

function troubled(rows: readonly Row[], columns: readonly ColumnFacts[]): number[] {
  const found: number[] = [];
  for (const [r, row] of rows.entries()) {
    if (
      columns.some(
        (column) =>
          (column.kind === 'category' || column.kind === 'text') &&
          TROUBLE.test((row.cells[column.index] ?? '').slice(0, 200)),
      )
    )
      found.push(r);
  }
  return found.length <= rows.length * 0.3 ? found : [];
}

/** At most `limit` of a list, evenly, the ends included. */
function thin(found: readonly number[], limit: number): readonly number[] {
  if (found.length <= limit) return found;
  if (limit < 2) return found.slice(0, limit);
  return Array.from({ length: limit }, (_, i) => found[Math.round((i * (found.length - 1)) / (limit - 1))] ?? 0);
}
