import type { JsonValue } from '../../model/content.js';
import { parseJsonAt, printJson } from '../../reading/parse-json.js';

const LITERAL =
  /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|\d+ (?:rows|keys|strings|strings by folder|values|lists|rows by column))$/;
/** Characters that a name may not hold bare, because names stand before `,` `=` `:` and are joined with `.`. */
const NOT_IN_NAME = /[\s,.:="'(){}[\]\u0000-\u001f\u007f\ud800-\udfff\u2028\u2029\u0085\ufeff]/;
/** What every bare string of printable ASCII is free of is looked for in others only. */
const NOT_PLAIN = /[^ -~]/;
const NOT_BARE =
  /[\u0000-\u001f\u007f\u2028\u2029\u0085\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Where a bare string stands: a cell ends at a comma, a line at its end; `text` cells need no quotes to be strings. */
export interface Place {
  readonly comma: boolean;
  readonly text?: boolean;
}

function isBare(text: string, place: Place): boolean {
  if (text.length === 0) return false;
  const first = text.charCodeAt(0);
  if (first === 32 || first === 34 || first === 91 || first === 123 || text.charCodeAt(text.length - 1) === 32)
    return false;
  if (place.comma && text.includes(',')) return false;
  if (!place.text && text.length < 64 && LITERAL.test(text)) return false;
  if (text.startsWith('json ') || text.startsWith('- ')) return false;
  if (first > 127 && text.trim() !== text) return false;
  return !NOT_PLAIN.test(text) || !NOT_BARE.test(text);
}

/** One value as a reader would write it: strings bare where nothing else could be meant, everything else as JSON. */
export function printCell(value: JsonValue | undefined, place: Place): string {
  if (value === undefined) return '';
  if (value.type !== 'string') return printJson(value);
  return isBare(value.value, place) ? value.value : JSON.stringify(value.value);
}

/** Reads back what {@link printCell} wrote, from `start`; `end` is behind it. An empty cell is a missing value. */
export function readCell(line: string, start: number, place: Place): { value: JsonValue | undefined; end: number } {
  const first = line.charCodeAt(start);
  if (first === 34 || first === 91 || first === 123) {
    const found = parseJsonAt(line, start);
    if (!found) throw new Error(`no value at ${start}: ${line}`);
    return found;
  }
  const comma = place.comma ? line.indexOf(',', start) : -1;
  const end = comma < 0 ? line.length : comma;
  const text = line.slice(start, end);
  if (text.length === 0) return { value: undefined, end };
  if (!place.text && LITERAL.test(text)) {
    const literal = parseJsonAt(text, 0);
    if (literal && literal.end === text.length) return { value: literal.value, end };
  }
  return { value: { type: 'string', value: text }, end };
}

/** A path of keys as one column name; keys with signs in them are quoted. */
export function printName(path: readonly string[]): string {
  return path.map((key) => (key.length > 0 && !NOT_IN_NAME.test(key) ? key : JSON.stringify(key))).join('.');
}

/** Reads a name at `start`: `a.b`, `"odd key".b`. */
export function readName(line: string, start: number): { path: string[]; end: number } {
  const path: string[] = [];
  let at = start;
  for (;;) {
    if (line[at] === '"') {
      const found = parseJsonAt(line, at);
      if (found?.value.type !== 'string') throw new Error(`no name at ${at}: ${line}`);
      path.push(found.value.value);
      at = found.end;
    } else {
      const from = at;
      while (at < line.length && !NOT_IN_NAME.test(line[at]!)) at++;
      if (at === from) throw new Error(`no name at ${at}: ${line}`);
      path.push(line.slice(from, at));
    }
    if (line[at] !== '.') return { path, end: at };
    at++;
  }
}

/** Reads `name=value, other=value` as key rows are written. */
export function readPairs(line: string, start: number): { path: string[]; value: JsonValue }[] {
  const pairs: { path: string[]; value: JsonValue }[] = [];
  let at = start;
  while (at < line.length) {
    const name = readName(line, at);
    if (line[name.end] !== '=') throw new Error(`no value for a name: ${line}`);
    const cell = readCell(line, name.end + 1, { comma: true });
    if (cell.value === undefined) throw new Error(`no value for a name: ${line}`);
    pairs.push({ path: name.path, value: cell.value });
    at = cell.end;
    if (line[at] === ',') at++;
    while (line[at] === ' ') at++;
  }
  return pairs;
}
