import type { JsonValue } from '../../model/content.js';
import { type JsonSpacing, printJson } from '../../reading/parse-json.js';
import type { Layout, Printed } from './layout.js';
import type { Column, Table } from './table.js';

/** An object that is being put together again from its columns. */
type Branch = Map<string, Branch | JsonValue>;

/**
 * A row the answer most likely needs, as an object with its names again and spelled as the original spells its own, so that it can
 * be quoted and searched for; without what is said for all rows. Rows inside it follow below.
 */
export function printKeyRow(
  table: Table,
  { shown, usual, derived, rare }: Layout,
  row: number,
  spacing: JsonSpacing,
): string {
  const place = new Map<Column, Printed>();
  for (const list of [shown, usual, derived, rare]) for (const printed of list) place.set(printed.column, printed);
  const values: [readonly string[], JsonValue][] = [];
  for (const column of table.columns) {
    const printed = place.get(column);
    const cell = printed?.cells[row];
    if (!printed || !cell) continue;
    values.push([column.path, column.nested ? { type: 'string', value: `${printed.texts[row]} below` } : cell]);
  }
  const key = table.keys?.[row];
  const value = table.source === 'values' ? table.columns[0]?.cells[row] : undefined;
  const text = printJson(value ?? (table.source === 'lists' ? listOf(table, row) : objectOf(values)), spacing);
  return key === undefined ? text : JSON.stringify(key) + spacing.colon + text;
}

/** A row that is a list in the original has no names to give. */
function listOf({ columns }: Table, row: number): JsonValue {
  return { type: 'array', items: columns.map(({ cells }) => cells[row] ?? { type: 'null' }) };
}

/** The object that has these values at these paths of keys. */
export function objectOf(values: Iterable<readonly [path: readonly string[], value: JsonValue]>): JsonValue {
  const root: Branch = new Map();
  for (const [path, value] of values) {
    let branch = root;
    for (const key of path.slice(0, -1)) {
      const known = branch.get(key);
      const next: Branch = known instanceof Map ? known : new Map();
      branch.set(key, next);
      branch = next;
    }
    branch.set(path.at(-1) ?? '', value);
  }
  return closed(root);
}

function closed(branch: Branch): JsonValue {
  return {
    type: 'object',
    entries: [...branch].map(([key, one]) => [key, one instanceof Map ? closed(one) : one] as const),
  };
}
