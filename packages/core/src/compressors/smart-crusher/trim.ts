import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { readTask } from '../../question/query-terms.js';
import { tokenize } from '../../question/stem.js';
import type { Plan } from './plan.js';
import { preview } from './preview.js';
import type { Table } from './table.js';
import { trimList } from './trim-list.js';
import { trimTable } from './trim-table.js';
import type { TableView, View } from './view.js';

/** What decides how much of a document is shown. */
export interface TrimOptions {
  readonly task: Task;
  /** Tokens to aim for. */
  readonly budget: number;
  readonly tokensPerCharacter: number;
  /** Shortens a text of another kind inside a string. */
  readonly nested?: ((text: string) => string | undefined) | undefined;
}

/** What is known while a document is trimmed. */
export interface Trimming extends TrimOptions {
  readonly tables: Map<Table, TableView>;
  /** Phrases on what is not shown. */
  readonly omitted: string[];
  /** Lower-case words whose sentences stay in shortened texts. */
  readonly words: readonly string[];
  /** Counts one shortened text. */
  readonly shortened: () => void;
}

/** A view of a document, and words for what it leaves out, complete once the view has been printed. */
export interface Trimmed {
  readonly view: View;
  readonly omitted: () => string[];
}

interface Part {
  readonly plan: Exclude<Plan, { kind: 'inline' | 'entries' | 'items' }>;
  readonly name: string;
  /** Grows with the size, but slower, so that small tables beside a large one keep their share. */
  readonly weight: number;
}

const LONGEST_TEXT = 4000;
const SHORTEST_TEXT = 80;

/** Chooses what of a planned document to show. */
export function* trim(plan: Plan, options: TrimOptions): InTurns<Trimmed> {
  let shortened = 0;
  const words = wordsOf(options.task);
  const trimming: Trimming = { ...options, tables: new Map(), omitted: [], words, shortened: () => shortened++ };
  const lists = new Map<Plan, readonly string[]>();
  const parts: Part[] = [];
  const texts: number[] = [];
  collect(plan, '', parts, texts);
  const whole = texts.reduce((sum, length) => sum + length, 0);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0) + Math.sqrt(whole);
  for (const { plan: part, name, weight } of parts) {
    yield;
    const budget = Math.max(Math.min(150, options.budget), (options.budget * weight) / Math.max(1, total));
    if (part.kind === 'table') {
      yield* trimTable(part.table, name, budget, trimming);
      continue;
    }
    const list = yield* trimList(part, budget, trimming);
    if (!list) continue;
    lists.set(part, list.lines);
    trimming.omitted.push(name ? `in ${name}: ${list.summary}` : list.summary);
  }
  const room = (options.budget * Math.sqrt(whole)) / Math.max(1, total) / options.tokensPerCharacter;
  const limit = fairLimit(texts, room);
  const view: View = {
    tables: trimming.tables,
    lists,
    shorten: (value) => preview(value, { limit, words, shortened: trimming.shortened, nested: options.nested }),
  };
  return {
    view,
    omitted: () =>
      shortened > 0
        ? [...trimming.omitted, `parts of ${shortened} long ${shortened === 1 ? 'value' : 'values'}`]
        : trimming.omitted,
  };
}

/** What is looked for in shortened texts, in lower case. */
function wordsOf(task: Task): readonly string[] {
  const { names, values, words } = readTask(task);
  const stems = words.map((word) => tokenize(word)[0] ?? word);
  return [...new Set([...names, ...values, ...stems].map((word) => word.toLowerCase()))];
}

/** The tables and lists of a plan, and the lengths of the longer texts that stand outside of them. */
function collect(plan: Plan, name: string, parts: Part[], texts: number[]): void {
  switch (plan.kind) {
    case 'inline':
      if (plan.value.type === 'string' && plan.value.value.length > SHORTEST_TEXT) texts.push(plan.value.value.length);
      return;
    case 'entries':
      for (const { path, plan: inner } of plan.entries)
        collect(inner, name ? `${name}.${path.join('.')}` : path.join('.'), parts, texts);
      return;
    case 'items':
      for (const item of plan.items) collect(item, name, parts, texts);
      return;
    default:
      parts.push({ plan, name, weight: Math.sqrt(sizeOf(plan)) });
  }
}

/** The longest length each text may have so that all of them fit the room; short texts leave theirs to the long ones. */
function fairLimit(lengths: readonly number[], room: number): number {
  const sorted = [...lengths].sort((a, b) => a - b);
  let left = room;
  for (const [i, length] of sorted.entries()) {
    const share = left / (sorted.length - i);
    if (length > share) return Math.max(SHORTEST_TEXT, Math.min(LONGEST_TEXT, Math.floor(share)));
    left -= length;
  }
  return LONGEST_TEXT;
}

function sizeOf(plan: Part['plan']): number {
  if (plan.kind === 'numbers') return plan.sources.length * 6;
  if (plan.kind === 'mixed') return plan.value.items.length * 12;
  if (plan.kind === 'strings') return plan.strings.reduce((sum, text) => sum + text.length, 0);
  return tableSize(plan.table);
}

function tableSize(table: Table): number {
  return table.columns.reduce(
    (sum, { nested }) => sum + (nested ? tableSize(nested.table) : 0),
    table.size * table.columns.length * 12,
  );
}
