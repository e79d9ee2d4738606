import type { JsonValue } from '../../model/content.js';
import { parseJsonAt } from '../../reading/parse-json.js';
import { printName, readCell, readName, readPairs } from './cell.js';
import type { Lines } from './decode.js';

interface Field {
  readonly path: readonly string[];
  readonly key: string;
  readonly nested?: TableHead;
  /** The nested rows are lists. */
  readonly lists?: boolean;
}

/** What the lines above the rows of a table say. */
export interface TableHead {
  readonly keyed: boolean;
  readonly shown: readonly Field[];
  /** All columns in key order. */
  readonly order: readonly Field[];
  /** Values said once, by name. */
  readonly given: ReadonlyMap<string, JsonValue>;
  readonly derived: ReadonlyMap<string, string>;
}

const COMMA = { comma: true };
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/** Reads the lines between a table's title and its rows. */
export function readTableHead(lines: Lines, indent: string): TableHead {
  const given = new Map<string, JsonValue>();
  const derived = new Map<string, string>();
  const behind: Field[] = [];
  const add = (path: readonly string[]) => {
    const field = { path, key: keyOf(path) };
    behind.push(field);
    return field.key;
  };
  const take = (label: string): string | undefined => {
    if (!lines.peek(indent)?.startsWith(`${label}: `)) return undefined;
    return lines.take(indent).slice(label.length + 2);
  };
  for (const label of ['all rows', 'unless noted']) {
    for (const { path, value } of readPairs(take(label) ?? '', 0)) given.set(add(path), value);
  }
  for (const { path, value } of readPairs(take('made from others') ?? '', 0)) {
    if (value.type === 'string') derived.set(add(path), value.value);
  }
  for (const { path } of readNames(take('only where noted') ?? '')) add(path);
  const order = take('key order');
  const header = lines.take(indent);
  const keyed = header.startsWith('(key)');
  const shown = readHeader(keyed ? header.slice(6) : header, lines, indent);
  const all = [...shown, ...behind];
  return { keyed, shown, given, derived, order: order === undefined ? all : arrange(all, order) };
}

function readHeader(header: string, lines: Lines, indent: string): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < header.length; at++) {
    const { path, end } = readName(header, at);
    const comma = header.indexOf(',', end);
    at = comma < 0 ? header.length : comma;
    const kind = header.slice(end, at);
    const field = { path, key: keyOf(path) };
    if (kind === ':rows' || kind === ':lists' || kind === ':keys') {
      fields.push({ ...field, nested: EMPTY, lists: kind === ':lists' });
    } else fields.push(field);
  }
  return fields.map((field) => {
    if (!field.nested) return field;
    lines.take(`${indent}  in `);
    return { ...field, nested: readTableHead(lines, `${indent}  `) };
  });
}

const EMPTY: TableHead = { keyed: false, shown: [], order: [], given: new Map(), derived: new Map() };

function readNames(line: string): { path: string[]; last?: string[] }[] {
  const found: { path: string[]; last?: string[] }[] = [];
  for (let at = 0; at < line.length; ) {
    const name = nameOrRange(line, at);
    found.push(name);
    at = name.end + 2;
  }
  return found;
}

/** `a.b` or `a.b..c.d`. */
function nameOrRange(line: string, start: number): { path: string[]; last?: string[]; end: number } {
  const comma = line.indexOf(', ', start);
  const stop = comma < 0 ? line.length : comma;
  for (let dots = line.indexOf('..', start); dots >= 0 && dots < stop; dots = line.indexOf('..', dots + 1)) {
    const first = tryName(line, start, dots);
    if (!first) continue;
    const last = readName(line, dots + 2);
    return { path: first, last: last.path, end: last.end };
  }
  return readName(line, start);
}

function tryName(line: string, start: number, end: number): string[] | undefined {
  try {
    const name = readName(line.slice(0, end), start);
    return name.end === end ? name.path : undefined;
  } catch {
    return undefined;
  }
}

function arrange(all: readonly Field[], order: string): Field[] {
  const place = new Map(all.map((field, i) => [field.key, i]));
  const found: Field[] = [];
  for (const { path, last } of readNames(order)) {
    const from = place.get(keyOf(path));
    const to = last ? place.get(keyOf(last)) : from;
    if (from === undefined || to === undefined) throw new Error(`no such column: ${order}`);
    for (let at = from; at <= to; at++) found.push(all[at]!);
  }
  return found;
}

/** Reads one row, as an object or as a list; `nested` reads the rows below it. */
export function readRow(
  head: TableHead,
  asList: boolean,
  line: string,
  nested: (inner: TableHead, size: number, asLists: boolean) => JsonValue,
): [string, JsonValue] {
  if (line.startsWith('json ')) {
    const raw = parseJsonAt(line, 5);
    if (!raw) throw new Error(`not JSON: ${line}`);
    if (!head.keyed) return ['', raw.value];
    if (raw.value.type !== 'object') throw new Error(`no key: ${line}`);
    return [...raw.value.entries[0]!];
  }
  const cells = new Map<string, JsonValue | undefined>();
  let at = 0;
  let key = '';
  if (head.keyed) {
    const cell = readCell(line, 0, { comma: true, text: true });
    if (cell.value?.type !== 'string') throw new Error(`no key: ${line}`);
    key = cell.value.value;
    at = cell.end + 1;
  }
  for (const field of head.shown) {
    const { value, end } = readCell(line, at, COMMA);
    cells.set(
      field.key,
      field.nested && value?.type === 'number'
        ? nested(field.nested, Number(value.source), field.lists === true)
        : value,
    );
    at = end + 1;
  }
  while (at < line.length) {
    const { path, end } = readName(line, at);
    const cell = readCell(line, end + 1, COMMA);
    cells.set(keyOf(path), cell.value);
    at = cell.end + 1;
  }
  const row = assemble(head, cells);
  return [key, asList && row.type === 'object' ? { type: 'array', items: row.entries.map(([, item]) => item) } : row];
}

type Node = { entries: [string, JsonValue | Node][]; last?: string };

function assemble(head: TableHead, cells: ReadonlyMap<string, JsonValue | undefined>): JsonValue {
  const root: Node = { entries: [] };
  for (const field of head.order) {
    const value = cells.has(field.key)
      ? cells.get(field.key)
      : (head.given.get(field.key) ?? made(head, field.key, cells));
    if (value === undefined) continue;
    let node = root;
    for (let i = 0; i < field.path.length - 1; i++) {
      const key = field.path[i]!;
      const last = node.entries.at(-1);
      if (last && last[0] === key && !('type' in last[1])) node = last[1];
      else {
        const inner: Node = { entries: [] };
        node.entries.push([key, inner]);
        node = inner;
      }
    }
    node.entries.push([field.path.at(-1)!, value]);
  }
  return finish(root);
}

function finish(node: Node): JsonValue {
  return {
    type: 'object',
    entries: node.entries.map(([key, value]) => [key, 'type' in value ? value : finish(value)] as const),
  };
}

function made(head: TableHead, key: string, cells: ReadonlyMap<string, JsonValue | undefined>): JsonValue | undefined {
  const template = head.derived.get(key);
  if (template === undefined) return undefined;
  for (let open = template.indexOf('{'); open >= 0; open = template.indexOf('{', open + 1)) {
    for (const { path, key: source } of head.order) {
      const name = `{${printName(path)}}`;
      if (!template.startsWith(name, open)) continue;
      const cell = cells.has(source) ? cells.get(source) : head.given.get(source);
      const part = cell?.type === 'string' ? cell.value : cell?.type === 'number' ? cell.source : '';
      return part === ''
        ? undefined
        : { type: 'string', value: template.slice(0, open) + part + template.slice(open + name.length) };
    }
  }
  return undefined;
}
