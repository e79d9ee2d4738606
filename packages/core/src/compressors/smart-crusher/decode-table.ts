import type { JsonValue } from '../../model/content.js';
import { parseJsonAt } from '../../reading/parse-json.js';
import { printName, readCell, readName, readPairs } from './cell.js';
import type { Lines } from './decode.js';
import { objectOf } from './key-row.js';
import { plainText } from './template.js';

interface Field {
  readonly path: readonly string[];
  readonly key: string;
  readonly nested?: TableHead;
}

/** What the lines above the rows of a table say. */
export interface TableHead {
  readonly keyed: boolean;
  /** Whether the rows are lists. */
  readonly lists: boolean;
  readonly shown: readonly Field[];
  /** All columns in key order. */
  readonly order: readonly Field[];
  /** Values said once, by name. */
  readonly given: ReadonlyMap<string, JsonValue>;
  readonly derived: ReadonlyMap<string, string>;
}

const COMMA = { comma: true };
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/** Reads the lines between a table's title and its rows; `asLists`: the rows are lists. */
export function readTableHead(lines: Lines, indent: string, asLists: boolean): TableHead {
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
  return { keyed, lists: asLists, shown, given, derived, order: order === undefined ? all : arrange(all, order) };
}

function readHeader(header: string, lines: Lines, indent: string): Field[] {
  const fields: (Field & { readonly kind: string })[] = [];
  for (let at = 0; at < header.length; at++) {
    const { path, end } = readName(header, at);
    const comma = header.indexOf(',', end);
    at = comma < 0 ? header.length : comma;
    fields.push({ path, key: keyOf(path), kind: header.slice(end, at) });
  }
  return fields.map(({ kind, ...field }) => {
    if (!/^:(?:rows|lists|keys)$/.test(kind)) return field;
    lines.take(`${indent}  in `);
    return { ...field, nested: readTableHead(lines, `${indent}  `, kind === ':lists') };
  });
}

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
  line: string,
  nested: (inner: TableHead, size: number) => JsonValue,
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
    const isNested = field.nested && value?.type === 'number';
    cells.set(field.key, isNested ? nested(field.nested, Number(value.source)) : value);
    at = end + 1;
  }
  while (at < line.length) {
    const { path, end } = readName(line, at);
    const cell = readCell(line, end + 1, COMMA);
    cells.set(keyOf(path), cell.value);
    at = cell.end + 1;
  }
  const row = assemble(head, cells);
  return [
    key,
    head.lists && row.type === 'object' ? { type: 'array', items: row.entries.map(([, item]) => item) } : row,
  ];
}

function assemble(head: TableHead, cells: ReadonlyMap<string, JsonValue | undefined>): JsonValue {
  const values: [readonly string[], JsonValue][] = [];
  for (const { path, key } of head.order) {
    const value = cells.has(key) ? cells.get(key) : (head.given.get(key) ?? made(head, key, cells));
    if (value !== undefined) values.push([path, value]);
  }
  return objectOf(values);
}

function made(head: TableHead, key: string, cells: ReadonlyMap<string, JsonValue | undefined>): JsonValue | undefined {
  const template = head.derived.get(key);
  if (template === undefined) return undefined;
  for (let open = template.indexOf('{'); open >= 0; open = template.indexOf('{', open + 1)) {
    for (const { path, key: source } of head.order) {
      const name = `{${printName(path)}}`;
      if (!template.startsWith(name, open)) continue;
      const cell = cells.has(source) ? cells.get(source) : head.given.get(source);
      const part = plainText(cell);
      return part === undefined
        ? undefined
        : { type: 'string', value: template.slice(0, open) + part + template.slice(open + name.length) };
    }
  }
  return undefined;
}
