import { parse as parseForPatch, patch } from '@decimalturn/toml-patch';
import { parse } from 'smol-toml';
import { type Edit, isPlain, plain, type Span, valueAt } from './edit.js';

/** Reads a configuration in TOML; undefined where it is none (a key or table that stands twice is none). */
export function readToml(text: string): unknown {
  try {
    return plain(parse(text.replace(/^\ufeff/, ''), { integersAsBigInt: 'asNeeded' }));
  } catch {
    return undefined;
  }
}

/**
 * Spans that would put a table in, the likeliest first; whoever asks reads back what each gives. A table of its own at the end is
 * what a person would write, and touches nothing; where the tables stand inline or under dotted keys, a library writes it among them.
 */
export function* spansOfToml(text: string, edit: Edit): Iterable<Span & { readonly made: number }> {
  if (edit.kind !== 'key' || !isPlain(edit.value)) return;
  const { path, value } = edit;
  const config = readToml(text);
  const made = path.findIndex((_, depth) => valueAt(config, path.slice(0, depth + 1)) === undefined);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (made < 0) {
    for (const span of blocks(text, path)) yield { ...span, inserted: `${block(path, value, eol)}${eol}`, made: 0 };
    return;
  }
  const gap = text === '' || text.endsWith(`${eol}${eol}`) ? '' : text.endsWith('\n') ? eol : eol + eol;
  yield { at: text.length, removed: '', inserted: `${gap}${block(path, value, eol)}${eol}`, made: path.length - made };
  const among = patched(text, (tables) => put(tables, path, value));
  if (among !== undefined) {
    const span = differenceOf(text, among);
    if (span.removed === '') yield { ...span, made: path.length - made };
  }
}

/** Texts without the table at a path, the likeliest first. */
export function* removedFromToml(text: string, path: readonly string[]): Iterable<string> {
  for (const { at, removed } of blocks(text, path)) yield text.slice(0, at) + text.slice(at + removed.length);
  const without = patched(text, (tables) => put(tables, path, undefined));
  if (without !== undefined) yield without;
}

/** Stretches that look like the table of a path: from its header to the next one. Within a text in quotes one may look the same. */
function* blocks(text: string, path: readonly string[]): Iterable<Span> {
  const lines = text.split(/(?<=\n)/);
  const key = path.map((one) => `["']?${one.replaceAll(/[^\w-]/g, '\\$&')}["']?`).join('\\s*\\.\\s*');
  const header = new RegExp(`^\\s*\\[\\s*${key}\\s*\\]\\s*(?:#.*)?\\r?\\n?$`);
  let at = 0;
  for (const [first, line] of lines.entries()) {
    if (header.test(line)) {
      let end = first + 1;
      while (end < lines.length && !/^\s*\[/.test(lines[end] ?? '')) end++;
      // Blank lines and comments in front of the next header belong to what follows.
      while (end > first + 1 && /^\s*(?:#.*)?\r?\n?$/.test(lines[end - 1] ?? '')) end--;
      yield { at, removed: lines.slice(first, end).join(''), inserted: '' };
    }
    at += line.length;
  }
}

function block(path: readonly string[], value: Readonly<Record<string, unknown>>, eol: string): string {
  const rows = Object.entries(value).map(([name, one]) => `${name} = ${inToml(one)}`);
  return [`[${path.join('.')}]`, ...rows].join(eol);
}

/** A JSON string is a basic TOML string, save for the delete character. */
function inToml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inToml).join(', ')}]`;
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}

function patched(text: string, change: (tables: Record<string, unknown>) => void): string | undefined {
  // It would make all line ends the same.
  if (text.includes('\r\n') && /(?<!\r)\n/.test(text)) return undefined;
  try {
    const tables = parseForPatch(text) as Record<string, unknown>;
    change(tables);
    return patch(text, tables);
  } catch {
    return undefined;
  }
}

function put(tables: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let table = tables;
  for (const key of path.slice(0, -1)) {
    table[key] ??= {};
    table = table[key] as Record<string, unknown>;
  }
  const last = path.at(-1) as string;
  if (value === undefined) delete table[last];
  else table[last] = value;
}

/** The one stretch in which two texts differ. */
function differenceOf(before: string, after: string): Span {
  const shortest = Math.min(before.length, after.length);
  let at = 0;
  while (at < shortest && before[at] === after[at]) at++;
  let end = 0;
  while (end < shortest - at && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { at, removed: before.slice(at, before.length - end), inserted: after.slice(at, after.length - end) };
}
