import type { JsonValue } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { mergeOrder } from './key-order.js';

/** A value in a row; undefined where the row does not have it. */
export type Cell = JsonValue | undefined;

/** One column of a table: a path of keys, and its value in every row. */
export interface Column {
  readonly path: readonly string[];
  readonly cells: readonly Cell[];
  /** The rows of nested arrays, all pooled in one table; then a cell holds the array itself. */
  readonly nested?: Nested;
}

/** Rows of rows: row `i` of the outer table owns rows `start[i]` to `start[i + 1]` of the pooled table. */
export interface Nested {
  readonly table: Table;
  readonly start: readonly number[];
}

/** Objects that share most of their keys, read as columns in key order. */
export interface Table {
  /** Objects in an array or by key, plain values by key, equally long arrays in an array or by key. */
  readonly source: 'array' | 'map' | 'values' | 'lists' | 'columns';
  readonly size: number;
  /** The keys of the rows of a map. */
  readonly keys?: readonly string[];
  /** Rows that are no objects, or have their keys in another order: printed as they are. */
  readonly raw: ReadonlyMap<number, JsonValue>;
  readonly columns: readonly Column[];
}

export type JsonObject = Extract<JsonValue, { type: 'object' }>;
type Entries = JsonObject['entries'];

const MAX_KEYS = 600;
const MAX_CELLS = 20_000_000;
const MAX_NESTING = 5;
/** Where more of the keys than this belong to one object alone, the objects are not of one kind. */
const UNSHARED = 0.5;
/** Objects with fewer plain values are printed entry by entry. */
const MIN_VALUES = 20;

/** Reads a value's items as a table, or undefined when they are not alike enough for one. */
export function* tableOf(value: JsonValue): InTurns<Table | undefined> {
  if (value.type === 'array') return yield* rowsOf(value.items, 0);
  if (value.type !== 'object') return undefined;
  const columns = byColumn(value);
  if (columns || value.entries.length < 3) return columns;
  if (value.entries.length < MIN_VALUES || !value.entries.every(([, item]) => isPlain(item)))
    return yield* mapOf(value.entries, 0);
  return {
    source: 'values',
    size: value.entries.length,
    keys: value.entries.map(([key]) => key),
    raw: new Map(),
    columns: [{ path: ['value'], cells: value.entries.map(([, item]) => item) }],
  };
}

/** Objects by key. */
function* mapOf(entries: Entries, nesting: number): InTurns<Table | undefined> {
  const rows = entries.map(([, item]) => item);
  const table = yield* build('map', rows, entriesOf, 0.9, nesting);
  return table && { ...table, keys: entries.map(([key]) => key) };
}

const entriesOf = (row: JsonValue): Entries | undefined =>
  row.type === 'object' && row.entries.length > 0 ? row.entries : undefined;

function* rowsOf(items: readonly JsonValue[], nesting: number): InTurns<Table | undefined> {
  const length = listLength(items);
  if (length === 0) return yield* build('array', items, entriesOf, 0.5, nesting);
  const names = Array.from({ length }, (_, i) => `c${i + 1}`);
  return yield* build(
    'lists',
    items,
    (row) =>
      row.type === 'array' && row.items.length === length
        ? row.items.map((item, i) => [names[i]!, item] as const)
        : undefined,
    0.8,
    nesting,
  );
}

/** How long the lists are that the items are, 0 when they are no lists. */
function listLength(items: readonly JsonValue[]): number {
  const first = items[1] ?? items[0];
  if (items.length < 3 || first?.type !== 'array' || first.items.length < 2 || first.items.length > 60) return 0;
  return first.items.some((item) => item.type !== 'array') ? first.items.length : 0;
}

const isPlain = (value: JsonValue): boolean => value.type !== 'array' && value.type !== 'object';

/** An object of equally long lists of plain values, one a column. */
function byColumn({ entries }: JsonObject): Table | undefined {
  const first = entries[0]?.[1];
  if (entries.length < 2 || first?.type !== 'array' || first.items.length < 5) return undefined;
  const size = first.items.length;
  if (new Set(entries.map(([key]) => key)).size < entries.length) return undefined;
  const columns: Column[] = [];
  for (const [key, list] of entries) {
    if (list.type !== 'array' || list.items.length !== size) return undefined;
    if (!list.items.every(isPlain)) return undefined;
    columns.push({ path: [key], cells: list.items });
  }
  return { source: 'columns', size, raw: new Map(), columns };
}

function* build(
  source: Table['source'],
  rows: readonly JsonValue[],
  read: (row: JsonValue) => Entries | undefined,
  least: number,
  nesting: number,
): InTurns<Table | undefined> {
  if (rows.length < 2) return undefined;
  const objects = rows.map(read);
  const filled = objects.reduce((sum, row) => sum + (row ? 1 : 0), 0);
  if (filled < 2 || filled < rows.length * least) return undefined;
  yield;
  const order = mergeKeys(objects, 0.35);
  if (!order) return undefined;
  const raw = new Map<number, JsonValue>();
  rows.forEach((row, i) => {
    if (!objects[i] || order.odd.has(i)) {
      raw.set(i, row);
      objects[i] = undefined;
    }
  });
  if (raw.size > rows.length * 0.5) return undefined;
  yield;
  const columns = yield* columnsOf(objects, order.keys, [], nesting);
  return { source, size: rows.length, raw, columns };
}

/** One order of the keys of all rows, and the rows that break it. Undefined when the rows share too few keys. */
function mergeKeys(
  rows: readonly (Entries | undefined)[],
  alike: number,
): { keys: string[]; odd: Set<number> } | undefined {
  let filled = 0;
  let total = 0;
  const seen = new Set<string>();
  const shapes = new Map<string, string[]>();
  let last: Entries | undefined;
  for (const row of rows) {
    if (!row) continue;
    filled++;
    total += row.length;
    if (last && haveSameKeys(row, last)) continue;
    last = row;
    const shape = row.map(([key]) => key);
    const id = JSON.stringify(shape);
    if (shapes.has(id)) continue;
    shapes.set(id, shape);
    for (const key of shape) seen.add(key);
    if (seen.size > MAX_KEYS) return undefined;
  }
  if (seen.size * alike > total / Math.max(1, filled) + 4 || seen.size * rows.length > MAX_CELLS) return undefined;
  if (shapes.size > filled / 2 && areUnlike([...shapes.values()])) return undefined;
  const keys = mergeOrder(shapes.values());
  const rank = new Map(keys.map((key, i) => [key, i]));
  const odd = new Set<number>();
  rows.forEach((row, i) => {
    if (row && !keepsOrder(row, rank)) odd.add(i);
  });
  return { keys, odd };
}

/** Whether most keys are those of one shape alone: a table of such objects would be mostly empty. */
function areUnlike(shapes: readonly (readonly string[])[]): boolean {
  const counts = new Map<string, number>();
  for (const shape of shapes) for (const key of shape) counts.set(key, (counts.get(key) ?? 0) + 1);
  const all = shapes.reduce((sum, shape) => sum + shape.length, 0);
  const alone = [...counts.values()].filter((count) => count === 1).length;
  return shapes.length > 1 && alone > all * UNSHARED;
}

function haveSameKeys(a: Entries, b: Entries): boolean {
  return a.length === b.length && a.every(([key], i) => key === b[i]![0]);
}

function keepsOrder(row: Entries, rank: ReadonlyMap<string, number>): boolean {
  let last = -1;
  for (const [key] of row) {
    const at = rank.get(key)!;
    if (at <= last) return false;
    last = at;
  }
  return true;
}

function* columnsOf(
  rows: readonly (Entries | undefined)[],
  keys: readonly string[],
  path: readonly string[],
  nesting: number,
): InTurns<Column[]> {
  const columns = new Map<string, Cell[]>(keys.map((key) => [key, new Array<Cell>(rows.length).fill(undefined)]));
  rows.forEach((row, i) => {
    for (const [key, value] of row ?? []) columns.get(key)![i] = value;
  });
  const found: Column[] = [];
  for (const [key, cells] of columns) {
    yield;
    found.push(...(yield* spread([...path, key], cells, nesting)));
  }
  return found;
}

/** A column of objects becomes one column a key; a column of arrays of objects becomes a table of its own. */
function* spread(path: readonly string[], cells: Cell[], nesting: number): InTurns<Column[]> {
  let present = 0;
  let objects = 0;
  let arrays = 0;
  for (const cell of cells) {
    if (!cell || cell.type === 'null') continue;
    present++;
    if (cell.type === 'object' && cell.entries.length > 0) objects++;
    else if (cell.type === 'array') arrays++;
  }
  if (objects > 0 && objects >= present * 0.5 && path.length < 12) {
    const flat = yield* flatten(path, cells, nesting);
    if (flat) return flat;
    const nested = objects === present && nesting < MAX_NESTING ? yield* poolMaps(cells, nesting) : undefined;
    if (nested) return [{ path, cells, nested }];
  }
  if (arrays > 0 && arrays === present && nesting < MAX_NESTING) {
    const nested = yield* pool(cells, nesting);
    if (nested) return [{ path, cells, nested }];
  }
  return [{ path, cells }];
}

function* flatten(path: readonly string[], cells: Cell[], nesting: number): InTurns<Column[] | undefined> {
  const objects = cells.map((cell) => (cell?.type === 'object' && cell.entries.length > 0 ? cell.entries : undefined));
  const order = mergeKeys(objects, 0.5);
  if (!order) return undefined;
  const own: Cell[] = cells.map((cell, i) => (objects[i] && !order.odd.has(i) ? undefined : cell));
  for (const i of order.odd) objects[i] = undefined;
  const columns = yield* columnsOf(objects, order.keys, path, nesting);
  return own.some((cell) => cell !== undefined) ? [{ path, cells: own }, ...columns] : columns;
}

/** What stands in cells, one behind the other, and where the part of each begins. */
function pooled<T>(cells: readonly Cell[], partsOf: (cell: Cell) => readonly T[]): { items: T[]; start: number[] } {
  const items: T[] = [];
  const start = [0];
  for (const cell of cells) {
    for (const part of partsOf(cell)) items.push(part);
    start.push(items.length);
  }
  return { items, start };
}

function* pool(cells: readonly Cell[], nesting: number): InTurns<Nested | undefined> {
  const { items, start } = pooled(cells, (cell) => (cell?.type === 'array' ? cell.items : []));
  const rows = items.reduce((sum, item) => sum + (item.type === 'object' || item.type === 'array' ? 1 : 0), 0);
  if (rows < 3 || rows < items.length * 0.9) return undefined;
  const table = yield* rowsOf(items, nesting + 1);
  return table && { table, start };
}

/** The entries of objects by key, such as the dependencies of packages. */
function* poolMaps(cells: readonly Cell[], nesting: number): InTurns<Nested | undefined> {
  const { items: entries, start } = pooled(cells, (cell) => (cell?.type === 'object' ? cell.entries : []));
  if (entries.length < 3) return undefined;
  const table = yield* mapOf(entries, nesting + 1);
  return table && { table, start };
}
