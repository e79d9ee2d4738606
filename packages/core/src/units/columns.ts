import type { InTurns } from '../model/in-turns.js';
import { atOnce, itemsInTurns } from '../reading/in-turns.js';
import type { Unit } from './unit.js';

/** A field that units of one kind have, and its value in each of them; undefined where a unit lacks it. */
export interface Column {
  readonly name: string;
  readonly values: readonly (string | undefined)[];
  /** Its name is none of the text: a question about ends may mean it. */
  readonly isUnnamed?: boolean;
  /** Whether the question is about it, where its reader knows that better than by its name. */
  readonly isAsked?: boolean;
  /** By unit, NaN where there is none, where its reader knows them: as what is measured, and as points in time in milliseconds. */
  readonly known?: { readonly numbers?: Float64Array | undefined; readonly dates?: Float64Array | undefined };
}

/** The values of a column that are numbers, with their units of measure taken in: `4 kB`, `18.2M`, `97%`. */
export interface Numbers {
  readonly column: Column;
  /** By unit; NaN where there is none. */
  readonly values: Float64Array;
  readonly count: number;
}

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  ti: 1024 ** 4,
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  min: 60,
  h: 3600,
  d: 86_400,
};
const NUMBER = /^[-+]?[$€£]?(?:\d+(?:[,_]\d{3})*(?:\.\d+)?|\d*[.,]\d+)(?:e[-+]?\d+)?/i;
const UNIT = /^[a-zµ%]{0,6}$/i;

/** A number as it is written, in its base unit; NaN for anything else. */
export function numberOf(value: string): number {
  const text = value.trim();
  const digits = NUMBER.exec(text)?.[0];
  if (digits === undefined || text.length > 40) return Number.NaN;
  const unit = text.slice(digits.length).trim().replace(/\/s$/, '');
  if (!UNIT.test(unit)) return Number.NaN;
  const lower = unit.toLowerCase();
  const scale = unit === 'm' ? SCALES.min! : (SCALES[lower] ?? SCALES[lower.replace(/b$/, '')] ?? 1);
  return Number(digits.replace(/(?<=^[^,]*),(?=\d{1,2}$)/, '.').replace(/[,_$€£]/g, '')) * scale;
}

const read = new WeakMap<Column, Numbers | false>();

/** Reads a column as numbers where nearly all of its values are some; several reasons ask for the same one. */
export function numbersOf(column: Column): Numbers | undefined {
  const known = read.get(column) ?? readNumbers(column) ?? false;
  read.set(column, known);
  return known || undefined;
}

function readNumbers(column: Column): Numbers | undefined {
  if (column.known) return countNumbers(column, column.known.numbers);
  const values = new Float64Array(column.values.length).fill(Number.NaN);
  let [count, present] = [0, 0];
  column.values.forEach((value, i) => {
    if (value === undefined || value.trim() === '') return;
    present += 1;
    values[i] = numberOf(value);
    if (!Number.isNaN(values[i])) count += 1;
  });
  return count > 0 && count >= present * 0.9 ? { column, values, count } : undefined;
}

/** A date as data are written, with or without its time. */
export const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** What such a date is in milliseconds. */
export function timeOf(date: string): number {
  return Date.parse(date.replace(' ', 'T').replace(',', '.'));
}

/** Reads a column as points in time, in milliseconds, where nearly all of its values are dates. */
export function datesOf(column: Column): Numbers | undefined {
  if (column.known) return countNumbers(column, column.known.dates);
  let present = 0;
  const values = Float64Array.from(column.values, (value) => {
    if (value === undefined || value === '') return Number.NaN;
    present += 1;
    return DATE.test(value) ? timeOf(value) : Number.NaN;
  });
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return count > 0 && count >= present * 0.9 ? { column, values, count } : undefined;
}

function countNumbers(column: Column, values: Float64Array | undefined): Numbers | undefined {
  let count = 0;
  for (const value of values ?? []) if (!Number.isNaN(value)) count += 1;
  return values && count > 0 ? { column, values, count } : undefined;
}

const counted = new WeakMap<Column, { readonly counts: ReadonlyMap<string, number>; readonly isAll: boolean }>();

/** How often each value of a column comes; of more than `most` values not all are counted. */
export function countValues(column: Column, most = Infinity): ReadonlyMap<string, number> {
  const known = counted.get(column);
  if (known && (known.isAll || known.counts.size > most)) return known.counts;
  const counts = new Map<string, number>();
  let isAll = true;
  for (const value of column.values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    isAll = counts.size <= most;
    if (!isAll) break;
  }
  counted.set(column, { counts, isAll });
  return counts;
}

/** The columns of units whose fields are given as maps, in the order in which fields come up. */
export function columnsOf(
  list: readonly Unit[],
  fields: (unit: number) => ReadonlyMap<string, string> | undefined,
): Column[] {
  return atOnce(columnsInTurns(list, fields));
}

/** {@link columnsOf}, in turns. */
export function* columnsInTurns(
  list: readonly Unit[],
  fields: (unit: number) => ReadonlyMap<string, string> | undefined,
): InTurns<Column[]> {
  const columns = new Map<string, (string | undefined)[]>();
  yield* itemsInTurns(list.keys(), (unit) => {
    for (const [name, value] of fields(unit) ?? []) {
      const values = columns.get(name) ?? new Array<string | undefined>(list.length).fill(undefined);
      columns.set(name, values);
      values[unit] = value;
    }
  });
  return [...columns].map(([name, values]) => ({ name, values }));
}
