import type { JsonValue } from '../../model/content.js';
import { parseJsonAt } from '../../reading/parse-json.js';
import { readCell, readName } from './cell.js';
import { readRow, readTableHead, type TableHead } from './decode-table.js';
import { readFolders } from './folders.js';

const TITLE = /^(\d+) (rows|keys|strings|strings by folder|values|lists|rows by column)$/;

/** Walks over the lines of a packed text. */
export class Lines {
  at = 0;
  constructor(readonly lines: string[]) {}

  /** The next line without its indentation, or undefined when it is indented less. */
  peek(indent: string): string | undefined {
    const line = this.lines[this.at];
    return line?.startsWith(indent) ? line.slice(indent.length) : undefined;
  }

  take(indent: string): string {
    const line = this.peek(indent);
    if (line === undefined) throw new Error(`expected a line indented by ${indent.length} at line ${this.at + 1}`);
    this.at++;
    return line;
  }
}

/** Reads a packed text back into the JSON value it was made from. Throws where the text is not of this notation. */
export function decode(text: string): JsonValue {
  const start = text.charCodeAt(0);
  if (start === 123 || start === 91) {
    const whole = parseJsonAt(text, 0);
    if (whole && whole.end === text.length) return whole.value;
  }
  const lines = new Lines(text.split('\n'));
  const first = lines.peek('') ?? '';
  const value = TITLE.test(first) ? readValue(lines.take(''), lines, '') : readBlock(lines, '');
  if (lines.at !== lines.lines.length) throw new Error(`text left at line ${lines.at + 1}`);
  return value;
}

/** Reads what stands behind a name or a dash, with the lines below it. */
function readValue(text: string, lines: Lines, indent: string): JsonValue {
  const title = TITLE.exec(text);
  if (title) {
    const count = Number(title[1]);
    if (title[2] === 'strings')
      return { type: 'array', items: Array.from({ length: count }, () => cell(lines.take(indent))) };
    if (title[2] === 'strings by folder') return { type: 'array', items: readFolders(count, lines, indent) };
    return readTable(count, title[2]!, lines, indent);
  }
  return text === '' ? readBlock(lines, indent) : cell(text);
}

function cell(text: string): JsonValue {
  const { value, end } = readCell(text, 0, { comma: false });
  if (value === undefined || end !== text.length) throw new Error(`not a value: ${text}`);
  return value;
}

function readBlock(lines: Lines, indent: string): JsonValue {
  if (lines.peek(indent)?.startsWith('- ')) {
    const items: JsonValue[] = [];
    while (lines.peek(indent)?.startsWith('- ')) items.push(readItem(lines, indent));
    return { type: 'array', items };
  }
  const entries: [string, JsonValue][] = [];
  while (lines.at < lines.lines.length) {
    const line = lines.peek(indent);
    if (line === undefined || line.startsWith(' ') || line.startsWith('- ')) break;
    lines.at++;
    entries.push(readEntry(line, lines, indent));
  }
  return { type: 'object', entries };
}

function readEntry(line: string, lines: Lines, indent: string): [string, JsonValue] {
  const { path, end } = readName(line, 0);
  if (line[end] !== ':') throw new Error(`not an entry: ${line}`);
  let value = readValue(line.slice(end + 2), lines, `${indent}  `);
  for (let i = path.length - 1; i > 0; i--) value = { type: 'object', entries: [[path[i]!, value]] };
  return [path[0]!, value];
}

/** An item's first entry stands beside its dash, the others below it. */
function readItem(lines: Lines, indent: string): JsonValue {
  const rest = lines.peek(indent)!.slice(2);
  const inner = `${indent}  `;
  if (!isEntry(rest) && !rest.startsWith('- ')) {
    lines.at++;
    return readValue(rest, lines, inner);
  }
  lines.lines[lines.at] = inner + rest;
  return readBlock(lines, inner);
}

function isEntry(text: string): boolean {
  if (text.startsWith('{') || text.startsWith('[') || TITLE.test(text)) return false;
  try {
    return text[readName(text, 0).end] === ':';
  } catch {
    return false;
  }
}

function readTable(count: number, unit: string, lines: Lines, indent: string): JsonValue {
  const head = readTableHead(lines, indent, unit === 'lists');
  if (head.keyed !== (unit === 'keys' || unit === 'values')) throw new Error('a table of keys needs its key column');
  const rows = readRows(head, count, lines, indent);
  if (unit === 'keys') return { type: 'object', entries: rows };
  if (unit === 'values') {
    return {
      type: 'object',
      entries: rows.map(([key, row]) => [key, row.type === 'object' ? row.entries[0]![1] : row] as const),
    };
  }
  const items = rows.map(([, value]) => value);
  return unit === 'rows by column' ? byColumn(head, items) : { type: 'array', items };
}

function byColumn(head: TableHead, rows: readonly JsonValue[]): JsonValue {
  const entries = head.order.map(({ path }, i): [string, JsonValue] => [
    path[0]!,
    { type: 'array', items: rows.map((row) => (row.type === 'object' ? row.entries[i]![1] : row)) },
  ]);
  return { type: 'object', entries };
}

function readRows(head: TableHead, count: number, lines: Lines, indent: string): [string, JsonValue][] {
  return Array.from({ length: count }, () =>
    readRow(head, lines.take(indent), (inner, size) => {
      const below = readRows(inner, size, lines, `${indent}  `);
      if (inner.keyed) return { type: 'object', entries: below };
      return { type: 'array', items: below.map(([, value]) => value) };
    }),
  );
}
