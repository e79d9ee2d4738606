import { isDeepStrictEqual } from 'node:util';
import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import type { Target } from './targets.js';

/** The name under which our server stands in every configuration. */
export const SERVER_NAME = 'headroom';

type Fields = Readonly<Record<string, unknown>>;

/** A configuration cannot be read, or not be changed without touching more than our entry. */
export class UnreadableConfig extends Error {
  override readonly name = 'UnreadableConfig';
}

/** Our entry in a configuration, or undefined. */
export function readEntry(text: string, target: Target): unknown {
  return asFields(asFields(readAll(text, target))?.[target.key])?.[SERVER_NAME];
}

/**
 * The text with our entry written (or, without one, removed); everything else keeps its bytes. What the change did is read
 * back: were anything but our entry different, nothing would be changed.
 */
export function writeEntry(text: string, target: Target, entry: Fields | undefined): string {
  const before = readAll(text, target);
  const candidates = target.notation === 'json' ? [writeJson(text, target.key, entry)] : writeToml(text, target, entry);
  for (const written of candidates) if (isOnlyOurs(before, written, target, entry)) return written;
  throw new UnreadableConfig('The entry cannot be changed without touching other settings; change it by hand');
}

function isOnlyOurs(before: unknown, written: string, target: Target, entry: Fields | undefined): boolean {
  try {
    const after = readAll(written, target);
    const ours = asFields(asFields(after)?.[target.key])?.[SERVER_NAME];
    return isDeepStrictEqual(ours, entry) && isDeepStrictEqual(others(after, target.key), others(before, target.key));
  } catch {
    return false;
  }
}

function readAll(text: string, { notation }: Target): unknown {
  const bare = text.replace(/^\ufeff/, '');
  if (bare.trim() === '') return {};
  if (notation === 'toml') {
    try {
      return plain(parseToml(bare));
    } catch (error) {
      throw new UnreadableConfig(`It is not valid TOML: ${String(error).split('\n')[0]}`);
    }
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(bare, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0 || !asFields(value)) throw new UnreadableConfig('It is not valid JSON (with comments)');
  return value;
}

/** Everything but our entry; a list of servers that holds nothing else counts as none. */
function others(config: unknown, key: string): unknown {
  const { [key]: servers, ...rest } = asFields(config) ?? {};
  const { [SERVER_NAME]: _, ...foreign } = asFields(servers) ?? {};
  return Object.keys(foreign).length > 0 || (servers !== undefined && !asFields(servers))
    ? { ...rest, [key]: asFields(servers) ? foreign : servers }
    : rest;
}

function writeJson(text: string, key: string, entry: Fields | undefined): string {
  const start = text.startsWith('\ufeff') ? '\ufeff' : '';
  const bare = text.slice(start.length);
  const source = bare.trim() === '' ? '{}\n' : bare;
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { eol, ...indentOf(source) };
  return start + applyEdits(source, modify(source, [key, SERVER_NAME], entry, { formattingOptions }));
}

function indentOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number } {
  const indent = /^([ \t]+)["}/]/m.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.includes('\t'), tabSize: indent.includes('\t') ? 1 : indent.length };
}

/**
 * A table of ours is a block of lines: from its header to the next header, wherever it stands. What looks like a header may be
 * part of a text, so every place is a candidate, and the end of the file for an entry that is new.
 */
function* writeToml(text: string, target: Target, entry: Fields | undefined): Iterable<string> {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = entry ? tomlBlock(target.key, entry).join(eol) + eol : '';
  if (entry && readEntry(text, target) === undefined) {
    const gap = text === '' || text.endsWith(`${eol}${eol}`) ? '' : text.endsWith('\n') ? eol : eol + eol;
    yield text + gap + block;
    return;
  }
  const lines = text.split(/(?<=\n)/);
  const header = new RegExp(`^\\s*\\[\\s*${target.key}\\s*\\.\\s*["']?${SERVER_NAME}["']?\\s*\\]\\s*(?:#.*)?\\r?\\n?$`);
  for (const [first, line] of lines.entries()) {
    if (!header.test(line)) continue;
    let end = first + 1;
    while (end < lines.length && !/^\s*\[/.test(lines[end] ?? '')) end++;
    // Blank lines and comments in front of the next header belong to what follows.
    while (end > first + 1 && /^\s*(?:#.*)?\r?\n?$/.test(lines[end - 1] ?? '')) end--;
    yield lines.slice(0, first).join('') + block + lines.slice(end).join('');
  }
}

function tomlBlock(key: string, entry: Fields): string[] {
  // A JSON string without control characters above ASCII's is a basic TOML string.
  const values = Object.entries(entry).map(
    ([name, value]) => `${name} = ${JSON.stringify(value).replaceAll('","', '", "')}`,
  );
  return [`[${key}.${SERVER_NAME}]`, ...values];
}

/** TOML tables have no prototype; JSON's have. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
