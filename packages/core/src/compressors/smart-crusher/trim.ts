import type { JsonValue } from '../../model/content.js';
import { printCell } from './cell.js';
import { type Printed, printColumn } from './layout.js';
import { noiseColumns } from './noise.js';
import type { Plan } from './plan.js';
import { preview } from './preview.js';
import { type Profile, profileOf } from './profile.js';
import type { Question } from './question.js';
import { type Selection, selectRows } from './select-rows.js';
import { summarizeRows, totalsOf } from './summarize.js';
import type { Column, Table } from './table.js';
import { trimList } from './trim-list.js';
import type { TableView, View } from './view.js';

/** What decides how much of a document is shown. */
export interface TrimOptions {
  readonly question: Question;
  /** Tokens to aim for. */
  readonly budget: number;
  readonly tokensPerCharacter: number;
  readonly nested?: ((text: string) => string | undefined) | undefined;
}

/** A view of a document, and words for what it leaves out. */
export interface Trimmed {
  readonly view: View;
  readonly omitted: () => string[];
}

interface State extends TrimOptions {
  readonly tables: Map<Table, TableView>;
  readonly entries: Map<Plan, ReadonlySet<number>>;
  readonly lists: Map<Plan, readonly string[]>;
  readonly omitted: string[];
  shortened: number;
}

/** Chooses what of a planned document to show. */
export function trim(plan: Plan, options: TrimOptions): Trimmed {
  const state: State = {
    ...options,
    tables: new Map(),
    entries: new Map(),
    lists: new Map(),
    omitted: [],
    shortened: 0,
  };
  const parts: { plan: Plan; name: string; weight: number }[] = [];
  collect(plan, '', parts);
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  for (const part of parts) {
    const budget = Math.max(Math.min(150, options.budget), (options.budget * part.weight) / Math.max(1, total));
    trimPart(part.plan, part.name, budget, state);
  }
  const words = wordsOf(options.question);
  const view: View = {
    ...state,
    shorten: (value) =>
      preview(value, { limit: 600, words, shortened: () => state.shortened++, nested: options.nested }),
  };
  return {
    view,
    omitted: () => [
      ...state.omitted,
      ...(state.shortened > 0
        ? [`parts of ${state.shortened} long ${state.shortened === 1 ? 'value' : 'values'}`]
        : []),
    ],
  };
}

const wordsOf = (question: Question) => question.terms.filter(({ weight }) => weight >= 1).map(({ text }) => text);

function collect(plan: Plan, name: string, parts: { plan: Plan; name: string; weight: number }[]): void {
  if (plan.kind === 'entries') {
    for (const entry of plan.entries)
      collect(entry.plan, name ? `${name}.${entry.path.join('.')}` : entry.path.join('.'), parts);
  } else if (plan.kind === 'items') for (const item of plan.items) collect(item, name, parts);
  else if (plan.kind === 'table') parts.push({ plan, name, weight: weightOf(plan.table) });
  else if (plan.kind === 'strings')
    parts.push({ plan, name, weight: Math.sqrt(plan.strings.reduce((sum, text) => sum + text.length, 0)) });
  else if (plan.kind === 'numbers') parts.push({ plan, name, weight: Math.sqrt(plan.sources.length * 6) });
}

const weightOf = (table: Table): number => Math.sqrt(table.size * table.columns.length * 12);

function trimPart(plan: Plan, name: string, budget: number, state: State): void {
  if (plan.kind === 'table') trimTable(plan.table, name, budget, [], state);
  else if (plan.kind === 'strings' || plan.kind === 'numbers') {
    const trimmed = trimList(plan, budget, state);
    if (!trimmed) return;
    state.lists.set(plan, trimmed.lines);
    state.omitted.push(name ? `in ${name}: ${trimmed.summary}` : trimmed.summary);
  }
}

const CELL = 200;
const NAMED_CELL = 1500;

function trimTable(table: Table, name: string, budget: number, wanted: readonly number[], state: State): void {
  const { question } = state;
  const printed = table.columns.map(printColumn);
  const profiles = printed.map((one) => profileOf(one, table));
  const hidden = noiseColumns(profiles, question);
  const asked = new Set(table.columns.filter((column) => question.about(column.path)));
  const visible = profiles.filter(({ column }) => !hidden.has(column));
  const cost = rowCost(table, visible, state.tokensPerCharacter);
  const texts = rowTexts(table, visible);
  const nested = visible.filter(({ column }) => column.nested);
  const own = nested.length > 0 ? budget * 0.5 : budget;
  let all = 0;
  for (let row = 0; row < table.size; row++) all += cost(row);
  const everything = all <= own || (question.listsAll && all <= own * 3);
  const selection: Selection = everything
    ? { rows: Array.from({ length: table.size }, (_, row) => row), named: [] }
    : selectRows({ size: table.size, profiles: visible, texts, cost, wanted }, question, own);
  const rows = new Set(selection.rows);
  for (const { column } of nested) {
    const inner = column.nested!;
    const children = selection.named.flatMap((row) => span(inner.start, row));
    trimTable(
      inner.table,
      `${name ? `${name}.` : ''}${column.path.join('.')}`,
      (budget - own) / nested.length,
      children,
      state,
    );
    addOwners(inner.start, state.tables.get(inner.table)?.rows ?? [], rows);
  }
  const shown = [...rows].sort((a, b) => a - b);
  const big = new Set(selection.named.length < 12 ? selection.named : []);
  const words = wordsOf(question);
  const shortened = () => state.shortened++;
  state.tables.set(table, {
    rows: shown,
    hidden,
    literal: asked,
    numbered: shown.length < table.size && wanted !== INNER && !visible.some((profile) => counts(profile)),
    shorten: (value, row, column) =>
      preview(value, {
        limit: big.has(row) ? NAMED_CELL : asked.has(column) ? CELL * 2 : CELL,
        words,
        shortened,
        nested: shown.length < 4 ? state.nested : undefined,
      }),
  });
  note(table, name, profiles, shown, hidden, state);
}

const INNER: readonly number[] = [];

function note(
  table: Table,
  name: string,
  profiles: readonly Profile[],
  shown: readonly number[],
  hidden: ReadonlySet<Column>,
  state: State,
): void {
  const inName = name ? `in ${name}: ` : '';
  if (shown.length < table.size) {
    const kept = new Set(shown);
    const left = Array.from({ length: table.size }, (_, row) => row).filter((row) => !kept.has(row));
    const visible = profiles.filter(({ column }) => !hidden.has(column));
    const unit = table.source === 'map' ? 'keys' : 'rows';
    state.omitted.push(
      inName + summarizeRows(visible, left, table.size, unit, state.question),
      ...totalsOf(visible, state.question),
    );
  }
  const names = profiles.filter(({ column }) => hidden.has(column)).map((profile) => profile.name);
  if (names.length > 0) state.omitted.push(`${inName}${names.length === 1 ? 'column' : 'columns'} ${listNames(names)}`);
}

function listNames(names: readonly string[]): string {
  return names.length <= 8
    ? names.join(', ')
    : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more like these`;
}

function span(start: readonly number[], row: number): number[] {
  return Array.from({ length: start[row + 1]! - start[row]! }, (_, i) => start[row]! + i);
}

function addOwners(start: readonly number[], inner: readonly number[], rows: Set<number>): void {
  let owner = 0;
  for (const row of inner) {
    while (start[owner + 1]! <= row) owner++;
    rows.add(owner);
  }
}

function rowCost(table: Table, visible: readonly Printed[], tokensPerCharacter: number): (row: number) => number {
  const varying = visible.filter(({ texts }) => texts.length < 2 || texts.some((text) => text !== texts[0]));
  const key = table.keys;
  return (row) => {
    const raw = table.raw.get(row);
    if (raw) return printCell(raw, { comma: false }).length * tokensPerCharacter;
    let length = key ? key[row]!.length : 0;
    for (const { texts } of varying) length += Math.min(texts[row]!.length, CELL * 1.3) + 1;
    return 1 + length * tokensPerCharacter;
  };
}

/** What can be searched of each row. */
function rowTexts(table: Table, visible: readonly Printed[]): string[] {
  const searched = visible.filter(({ column }) => !column.nested);
  return Array.from({ length: table.size }, (_, row) => {
    const raw: JsonValue | undefined = table.raw.get(row);
    if (raw) return printCell(raw, { comma: false });
    const cells = searched.map(({ texts }) => texts[row]!);
    return table.keys ? `${table.keys[row]}\t${cells.join('\t')}` : cells.join('\t');
  });
}

/** A column that numbers the rows itself. */
function counts({ numbers }: Profile): boolean {
  if (!numbers || numbers.length < 2) return false;
  const first = numbers[0]!;
  return Math.abs(first) < 1e6 && numbers.every((value, row) => value === first + row);
}
