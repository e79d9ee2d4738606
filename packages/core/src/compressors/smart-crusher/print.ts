import type { JsonValue } from '../../model/content.js';
import { printJson } from '../../reading/parse-json.js';
import { printCell, printName } from './cell.js';
import { printFolders } from './folders.js';
import type { ListPlan, Plan } from './plan.js';
import { printTable } from './print-table.js';
import type { Table } from './table.js';
import type { View } from './view.js';

const LINE = { comma: false };

/** Prints a planned value: the first line continues what stands before it (`name: `), the others are indented. */
export function printPlan(plan: Plan, indent: string, view?: View): string[] {
  switch (plan.kind) {
    case 'inline':
      return [printInline(plan.value, view)];
    case 'entries':
      return ['', ...printEntries(plan, indent, view)];
    case 'items':
      return ['', ...printItems(plan.items, indent, view)];
    case 'table':
      return [tableTitle(plan.table, view), ...printTable(plan.table, indent, view)];
    case 'strings':
    case 'numbers':
    case 'mixed':
      return view?.lists.get(plan)?.map((line, i) => (i === 0 ? line : indent + line)) ?? printList(plan, indent);
  }
}

function printInline(value: JsonValue, view: View | undefined): string {
  if (!view) return printCell(value, LINE);
  const shown = view.shorten(value);
  return shown.type === 'string' ? printCell(shown, LINE) : printJson(shown, view.spacing);
}

function printList(plan: ListPlan, indent: string): string[] {
  if (plan.kind === 'mixed') return [printJson(plan.value)];
  if (plan.kind === 'numbers') return [`[${plan.sources.join(',')}]`];
  const folders = plan.byFolder === undefined ? undefined : printFolders(plan.strings, plan.byFolder);
  if (folders) return [`${plan.strings.length} strings by folder`, ...folders.map((line) => indent + line)];
  return [
    `${plan.strings.length} strings`,
    ...plan.strings.map((value) => indent + printCell({ type: 'string', value }, LINE)),
  ];
}

const UNITS = { array: 'rows', map: 'keys', values: 'values', lists: 'lists', columns: 'rows by column' } as const;

function tableTitle(table: Table, view: View | undefined): string {
  const unit = UNITS[table.source];
  const shown = view?.tables.get(table)?.rows.length;
  return shown === undefined || shown === table.size ? `${table.size} ${unit}` : `${shown} of ${table.size} ${unit}`;
}

/** The entries of an object, one a line. */
export function printEntries(plan: Extract<Plan, { kind: 'entries' }>, indent: string, view?: View): string[] {
  const lines: string[] = [];
  plan.entries.forEach((entry) => {
    const [first, ...rest] = printPlan(entry.plan, `${indent}  `, view);
    lines.push(`${indent}${printName(entry.path)}:${first ? ` ${first}` : ''}`);
    for (const line of rest) lines.push(line);
  });
  return lines;
}

function printItems(items: readonly Plan[], indent: string, view: View | undefined): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const [first, ...rest] = printPlan(item, `${indent}  `, view);
    const [head, ...tail] =
      first === '' && rest.length > 0 ? [rest[0]!.slice(indent.length + 2), ...rest.slice(1)] : [first, ...rest];
    lines.push(`${indent}- ${head}`);
    for (const line of tail) lines.push(line);
  }
  return lines;
}

/** A whole document. */
export function printDocument(plan: Plan, view?: View): string {
  const [first, ...rest] = printPlan(plan, '', view);
  return (first === '' ? rest : [first, ...rest]).join('\n');
}
