import { printCell } from './cell.js';
import { type Layout, layOut, type Printed, printColumn } from './layout.js';
import { isBulk, noiseColumns } from './noise.js';
import { preview } from './preview.js';
import { type Profile, profileOf } from './profile.js';
import { selectRows } from './select-rows.js';
import { summarizeRows, totalsOf } from './summarize.js';
import type { Column, Nested, Table } from './table.js';
import type { Trimming } from './trim.js';

/** Characters of a long text that count when rows are chosen; what room is left goes to the texts afterwards. */
const CELL = 240;
const LONGEST_CELL = 3000;
const BULK_CELL = 60;

/** What is known of a table before its rows are chosen. */
interface Reading {
  readonly table: Table;
  readonly name: string;
  readonly profiles: readonly Profile[];
  readonly hidden: ReadonlySet<Column>;
  readonly visible: readonly Profile[];
  readonly asked: ReadonlySet<Column>;
  readonly cost: (row: number) => number;
}

/**
 * Chooses the rows and columns of a table to show, and of the tables nested in it. `wanted` names rows that should stay,
 * for a nested table.
 */
export function trimTable(
  table: Table,
  name: string,
  budget: number,
  trimming: Trimming,
  wanted?: readonly number[],
): void {
  const reading = readTable(table, name, trimming);
  const nested = reading.visible.flatMap(({ column }) => (column.nested ? [{ column, nested: column.nested }] : []));
  const own = nested.length > 0 ? budget * 0.5 : budget;
  const bulk = new Set(
    reading.visible
      .filter((profile) => isBulk(profile) && !reading.asked.has(profile.column))
      .map(({ column }) => column),
  );
  const selection = selectRows(
    {
      size: table.size,
      profiles: reading.visible,
      texts: rowTexts(
        table,
        reading.visible.filter(({ column }) => !column.nested && !bulk.has(column)),
      ),
      cost: reading.cost,
      wanted: wanted ?? [],
    },
    trimming.question,
    own,
  );
  const rows = new Set(selection.rows);
  for (const { column, nested: inner } of nested) {
    const children = selection.named.flatMap((row) => span(inner, row));
    const path = [...(name ? [name] : []), ...column.path].join('.');
    trimTable(inner.table, path, (budget - own) / nested.length, trimming, children);
    addOwners(inner, trimming.tables.get(inner.table)?.rows ?? [], rows);
  }
  const shown = [...rows].sort((a, b) => a - b);
  const limit = textLimit(reading, shown, own / trimming.tokensPerCharacter);
  const key = new Set(selection.key);
  trimming.tables.set(table, {
    rows: shown,
    key,
    hidden: reading.hidden,
    literal: reading.asked,
    numbered:
      wanted === undefined && shown.length < table.size && !reading.visible.some((profile) => countsRows(profile)),
    shorten: (value, row, column) => {
      const room = bulk.has(column) ? BULK_CELL : key.has(row) ? Math.max(limit, 1500) : limit;
      return preview(value, {
        limit: room,
        words: bulk.has(column) ? [] : trimming.words,
        shortened: trimming.shortened,
        nested: room > 400 ? trimming.nested : undefined,
      });
    },
  });
  tellOmitted(reading, shown, trimming);
}

function readTable(table: Table, name: string, { question, tokensPerCharacter }: Trimming): Reading {
  const printed = new Map(table.columns.map((column) => [column, printColumn(column)]));
  const profiles = table.columns.map((column) => profileOf(printed.get(column)!, table));
  const hidden = noiseColumns(profiles, question);
  const asked = new Set(table.columns.filter((column) => question.about(column.path)));
  const rows = Array.from({ length: table.size }, (_, row) => row);
  const layout = layOut(table, { rows, hidden, literal: asked, printed: (column) => printed.get(column)! });
  const visible = profiles.filter(({ column }) => !hidden.has(column));
  return { table, name, profiles, hidden, visible, asked, cost: rowCost(table, layout, tokensPerCharacter) };
}

function rowCost(table: Table, layout: Layout, tokensPerCharacter: number): (row: number) => number {
  return (row) => {
    const raw = table.raw.get(row);
    if (raw) return 1 + printCell(raw, { comma: false }).length * tokensPerCharacter;
    let length = table.keys ? table.keys[row]!.length : 0;
    for (const { texts } of layout.shown) length += Math.min(texts[row]!.length, CELL) + 1;
    for (const { texts, value, name } of layout.usual)
      if (texts[row] !== value) length += name.length + texts[row]!.length + 2;
    for (const { texts, name } of layout.rare)
      if (texts[row] !== '') length += name.length + Math.min(texts[row]!.length, CELL) + 2;
    return 1 + length * tokensPerCharacter;
  };
}

/** How long the texts of the shown rows may be, so that they fill the room that short cells leave. */
function textLimit({ visible }: Reading, shown: readonly number[], room: number): number {
  let short = 0;
  let long = 0;
  for (const profile of visible) {
    if (profile.column.nested || profile.categories?.size === 1 || isBulk(profile)) continue;
    for (const row of shown) {
      const { length } = profile.texts[row]!;
      if (length > CELL) long++;
      else short += length + 1;
    }
  }
  return Math.max(CELL - 60, Math.min(LONGEST_CELL, Math.floor((room * 1.5 - short) / Math.max(1, long))));
}

/** What can be searched of each row. */
function rowTexts(table: Table, visible: readonly Printed[]): string[] {
  return Array.from({ length: table.size }, (_, row) => {
    const raw = table.raw.get(row);
    if (raw) return printCell(raw, { comma: false });
    const cells = visible.map(({ texts }) => texts[row]!);
    return table.keys ? `${table.keys[row]}\t${cells.join('\t')}` : cells.join('\t');
  });
}

function span({ start }: Nested, row: number): number[] {
  return Array.from({ length: start[row + 1]! - start[row]! }, (_, i) => start[row]! + i);
}

function addOwners({ start }: Nested, inner: readonly number[], rows: Set<number>): void {
  let owner = 0;
  for (const row of inner) {
    while (start[owner + 1]! <= row) owner++;
    rows.add(owner);
  }
}

/** A column that numbers the rows itself. */
function countsRows({ numbers }: Profile): boolean {
  if (!numbers || numbers.length < 2) return false;
  const first = numbers[0]!;
  return Math.abs(first) < 1e6 && numbers.every((value, row) => value === first + row);
}

function tellOmitted(
  { table, name, profiles, visible, hidden }: Reading,
  shown: readonly number[],
  { omitted, question }: Trimming,
): void {
  const place = name ? `in ${name}: ` : '';
  if (shown.length < table.size) {
    const kept = new Set(shown);
    const left = Array.from({ length: table.size }, (_, row) => row).filter((row) => !kept.has(row));
    const unit = table.source === 'map' ? 'keys' : 'rows';
    omitted.push(place + summarizeRows(visible, left, table.size, unit, question), ...totalsOf(visible, question));
  }
  const names = profiles.filter(({ column }) => hidden.has(column)).map((profile) => profile.name);
  if (names.length === 0) return;
  const listed =
    names.length <= 8 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more like these`;
  omitted.push(`${place}${names.length === 1 ? 'column' : 'columns'} ${listed}`);
}
