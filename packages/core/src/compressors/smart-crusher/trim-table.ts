import type { JsonValue } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { asksForAll } from '../../question/asks-for-all.js';
import { countValues } from '../../units/columns.js';
import { describeColumns, totalsOf } from '../../units/describe-columns.js';
import { chooseRows } from './choose-rows.js';
import type { Field } from './field.js';
import { preview } from './preview.js';
import { CELL, type Reading, readTable } from './reading.js';
import type { Column, Nested, Table } from './table.js';
import type { Trimming } from './trim.js';

const LONGEST_CELL = 3000;
const KEY_CELL = 1500;
const BULK_CELL = 60;

/** Chooses the rows and columns of a table to show, and of the tables nested in it. */
export function* trimTable(table: Table, name: string, budget: number, trimming: Trimming): InTurns<void> {
  const reading = yield* readTable(table, name, trimming);
  yield* place(reading, budget, trimming);
}

/** A shown row keeps its nested rows where it has no more. */
const FEW_NESTED = 4;

/** `within`: the rows of a nested table whose owners are shown. */
function* place(
  reading: Reading,
  budget: number,
  trimming: Trimming,
  within?: readonly number[],
  shownOwners = 0,
): InTurns<void> {
  const { table, nested } = reading;
  const own = nested.length > 0 ? budget * 0.5 : budget;
  const choice = { cost: reading.cost, must: pulled(reading), odd: [...table.raw.keys()], ...(within && { within }) };
  yield;
  const { task } = trimming;
  const isFew = within !== undefined && within.length <= FEW_NESTED * shownOwners;
  const rows = isFew ? within : yield* chooseRows(reading.rows, choice, asksForAll(task.query), task, own);
  const key = new Set(reading.rows.key);
  trimming.tables.set(table, {
    rows,
    key,
    hidden: reading.hidden,
    literal: reading.asked,
    printed: (column) => reading.printed.get(column)!,
    numbered: !within && !table.keys && rows.length < table.size && !reading.visible.some(countsRows),
    shorten: shortenIn(reading, rows, own, trimming),
  });
  yield;
  trimming.omitted.push(...(yield* tellOmitted(reading, rows, task.query)));
  for (const { nested: inner, reading: innerReading } of nested) {
    const below = rows.flatMap((row) => span(inner, row));
    yield* place(innerReading, (budget - own) / nested.length, trimming, below, rows.length);
  }
}

/** Rows whose nested rows answer the question or stand out. */
function pulled({ nested }: Reading): number[] {
  return nested.flatMap(({ nested: inner, reading }) => {
    const rows = [...reading.rows.key, ...pulled(reading)];
    return owners(
      inner,
      [...rows].sort((a, b) => a - b),
    );
  });
}

function owners({ start }: Nested, inner: readonly number[]): number[] {
  const found: number[] = [];
  let owner = 0;
  for (const row of inner) {
    while (start[owner + 1]! <= row) owner++;
    found.push(owner);
  }
  return found;
}

function span({ start }: Nested, row: number): number[] {
  return Array.from({ length: start[row + 1]! - start[row]! }, (_, i) => start[row]! + i);
}

function shortenIn(reading: Reading, rows: readonly number[], budget: number, trimming: Trimming) {
  const { words, shortened } = trimming;
  const limit = textLimit(reading, rows, budget / trimming.tokensPerCharacter);
  const key = new Set(reading.rows.key);
  return (value: JsonValue, row: number, column: Column): JsonValue => {
    if (reading.bulk.has(column)) return preview(value, { limit: BULK_CELL, words: [], shortened });
    const room = key.has(row) ? Math.max(limit, KEY_CELL) : limit;
    return preview(value, { limit: room, words, shortened, nested: room > 400 ? trimming.nested : undefined });
  };
}

/** How long the texts of the shown rows may be, so that they fill the room that short cells leave. */
function textLimit({ visible, bulk }: Reading, rows: readonly number[], room: number): number {
  let short = 0;
  let long = 0;
  for (const field of visible) {
    if (field.column.nested || bulk.has(field.column) || countValues(field, 1).size === 1) continue;
    for (const row of rows) {
      const { length } = field.values[row]!;
      if (length > CELL) long++;
      else short += length + 1;
    }
  }
  return Math.max(CELL - 60, Math.min(LONGEST_CELL, Math.floor((room - short) / Math.max(1, long))));
}

/** A column that numbers the rows itself. */
function countsRows({ known: { numbers } }: Field): boolean {
  if (!numbers || numbers.length < 2) return false;
  const first = numbers[0]!;
  return Math.abs(first) < 1e6 && numbers.every((value, row) => value === first + row);
}

/** Says which rows and columns of a table are not shown, with totals for counting questions. */
function* tellOmitted(
  { table, name, fields, visible, hidden }: Reading,
  shown: readonly number[],
  query: string,
): InTurns<string[]> {
  const place = name ? `in ${name}: ` : '';
  const omitted: string[] = [];
  if (shown.length < table.size) {
    const kept = new Set(shown);
    const left = Array.from({ length: table.size }, (_, row) => row).filter((row) => !kept.has(row));
    const columns = visible.filter(({ column }) => !column.nested);
    const parts = yield* describeColumns(columns, left, query);
    const counted = `${left.length} of ${table.size} ${table.keys ? 'keys' : 'rows'}`;
    omitted.push(`${place}${counted}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`);
    const totals = totalsOf(columns, query);
    if (totals.length > 0) omitted.push(`all ${table.size}: ${totals.join('; ')}`);
  }
  const names = fields.filter(({ column }) => hidden.has(column)).map((field) => field.name);
  if (names.length === 0) return omitted;
  const listed =
    names.length <= 8 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more like these`;
  return [...omitted, `${place}${names.length === 1 ? 'column' : 'columns'} ${listed}`];
}
