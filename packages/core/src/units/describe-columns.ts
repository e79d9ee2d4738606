import type { InTurns } from '../model/in-turns.js';
import { isAbout } from '../question/is-about.js';
import { readQuery } from '../question/query-terms.js';
import { type Column, countValues, datesOf, numbersOf } from './columns.js';

const KIND_NAME =
  /(?:^|[^a-z0-9])(?:status|state|level|severity|type|kind|category|result|outcome|conclusion|phase|priority|rule_?id|rule|method|event|action)$/i;
const SUMS = /\b(?:sums?|totals?|average|avg|mean|altogether|overall|combined|aggregate)\b/i;
/** More values are no kinds; of so many kinds those of an asked column are told. */
const MOST_KINDS = 60;
const FEW_KINDS = 12;
const KINDS_SHARE = 1 / 3;
const TOLD = { kinds: 2, askedKinds: 5, ranges: 4, totals: 3 };
const VALUES = 6;
const ALL_VALUES = 40;
const LONGEST = 60;
const SPARSE = 0.3;
const FILLED = 0.2;

/** What some units come to, column by column: counts by kind, and ranges (`level: 380 INFO, 8 WARN; ms 12 to 40`). */
export function* describeColumns(
  columns: readonly Column[],
  units: readonly number[],
  query: string,
): InTurns<string[]> {
  for (const column of columns) {
    kindsOf(column);
    yield;
  }
  const ranked = columns
    .map((column) => ({ column, kinds: kindsOf(column), isAsked: isAbout(query, column.name) }))
    .filter(({ kinds, isAsked }) => kinds > 1 && (kinds <= FEW_KINDS || isAsked))
    .map((one) => ({ ...one, rank: rankOf(one.column, one.kinds, one.isAsked) }))
    .sort((a, b) => b.rank - a.rank || a.kinds - b.kinds);
  const asked = ranked.filter(({ isAsked }) => isAsked).length;
  const told = new Map<Column, string>();
  const isCounted = readQuery(query).wants.has('count');
  for (const { column, isAsked } of ranked.slice(0, Math.max(TOLD.kinds, Math.min(TOLD.askedKinds, asked)))) {
    const counts = countsOf(column, units, isCounted && isAsked ? ALL_VALUES : VALUES);
    if (counts) told.set(column, counts);
    yield;
  }
  const ranges: string[] = [];
  const untold = columns
    .filter((column) => !told.has(column) && kindsOf(column) !== 1)
    .sort((a, b) => Number(isAbout(query, b.name)) - Number(isAbout(query, a.name)));
  for (const column of untold) {
    if (ranges.length === TOLD.ranges) break;
    const range = rangeOf(column, units);
    if (range !== undefined) ranges.push(range);
    yield;
  }
  return [...told.values(), ...ranges];
}

/** Counts over all units of what a counting question is about, and sums where they are asked for. */
export function totalsOf(columns: readonly Column[], query: string): string[] {
  const asked = columns.filter(({ name }) => isAbout(query, name) || KIND_NAME.test(name));
  const every = [...(asked[0]?.values.keys() ?? [])];
  const counts = readQuery(query).wants.has('count') ? asked.filter((column) => kindsOf(column) > 1) : [];
  const sums = SUMS.test(query) ? asked.flatMap((column) => sumOf(column) ?? []) : [];
  return [
    ...counts.slice(0, TOLD.totals).flatMap((column) => countsOf(column, every, ALL_VALUES) ?? []),
    ...sums.slice(0, TOLD.totals),
  ];
}

/** How many kinds the values of a column are; 0 where they are none. */
function kindsOf(column: Column): number {
  const { size } = countValues(column, MOST_KINDS);
  return size <= Math.min(MOST_KINDS, Math.max(2, column.values.length * KINDS_SHARE)) ? size : 0;
}

/** Columns of the question first, then status-like ones; columns that few units have last. */
function rankOf(column: Column, kinds: number, isAsked: boolean): number {
  const counts = countValues(column, MOST_KINDS);
  const without = (counts.get('') ?? 0) + (counts.get('null') ?? 0);
  const isSparse = column.values.length - without < column.values.length * SPARSE;
  return (isAsked ? 4 : 0) + (KIND_NAME.test(column.name) ? 2 : 0) + (kinds <= VALUES ? 1 : 0) - (isSparse ? 3 : 0);
}

function countsOf({ name, values }: Column, units: readonly number[], limit: number): string | undefined {
  const counts = new Map<string, number>();
  for (const unit of units) counts.set(values[unit] ?? '', (counts.get(values[unit] ?? '') ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (sorted.some(([value]) => value.length > LONGEST) || (sorted.length <= 1 && !sorted[0]?.[0])) return undefined;
  const shown = sorted.slice(0, limit).map(([value, times]) => `${times} ${value === '' ? 'none' : value}`);
  const rest = sorted.slice(limit).reduce((sum, [, times]) => sum + times, 0);
  return `${name}: ${shown.join(', ')}${rest > 0 ? `, ${rest} others` : ''}`;
}

function rangeOf(column: Column, units: readonly number[]): string | undefined {
  const found = numbersOf(column) ?? datesOf(column);
  if (!found || found.count <= column.values.length * FILLED) return undefined;
  let low = -1;
  let high = -1;
  for (const unit of units) {
    const value = found.values[unit]!;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < found.values[low]!) low = unit;
    if (high < 0 || value > found.values[high]!) high = unit;
  }
  const [from, to] = [low, high].map((unit) => column.values[unit]?.replaceAll('"', ''));
  return from === to ? undefined : `${column.name} ${from} to ${to}`;
}

function sumOf(column: Column): string | undefined {
  const values = [...(numbersOf(column)?.values ?? [])].filter(Number.isFinite);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return `${column.name} sum ${round(sum)}, mean ${round(sum / values.length)}`;
}

const round = (value: number): string => String(Number(value.toPrecision(10)));
