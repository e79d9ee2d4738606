import type { Row, Table } from './table-model.js';

const SAMPLE_ROWS = 60;
const FIRST_LINES = 20;

/** How the cells of aligned columns are found: at the starts of the header's words, or word by word. */
interface Layout {
  readonly header: number;
  readonly starts: readonly number[];
  readonly names: readonly string[];
  readonly byWords: boolean;
}

/** Finds a header line within the first lines whose words stand over aligned columns. */
export function findColumns(lines: readonly string[]): Layout | undefined {
  for (let l = 0; l < lines.length - 4 && l < FIRST_LINES; l++) {
    const line = lines[l] ?? '';
    if (line.length > 400) continue;
    const ruled = underlined(line, lines[l + 1] ?? '', l);
    if (ruled && startsFit(sampleOf(lines, l), ruled.starts, 0.1)) return ruled;
    if (!isHeader(line)) continue;
    const rows = sampleOf(lines, l);
    if (rows.length < 4) continue;
    const wide = /\S {2,}\S|\t/.test(line.trim()) ? layoutOf(line, l, / {2,}|\t+/g) : undefined;
    if (wide && wide.names.length >= 3 && startsFit(rows, wide.starts)) return wide;
    const narrow = layoutOf(line, l, /\s+/g);
    if (narrow.names.length >= 3 && startsFit(rows, narrow.starts)) return narrow;
    const words = mergeLastNames({ ...narrow, byWords: true }, rows, wide?.names.at(-1) === narrow.names.at(-1));
    const least = words.names.length - (words.lastIsOptional ? 1 : 0);
    if (words.names.length >= 4 && wordsFit([line, ...rows], least)) return words;
  }
  return undefined;
}

/** Rows below a header, up to the first blank line. */
function sampleOf(lines: readonly string[], header: number): string[] {
  const rows: string[] = [];
  for (let l = header + 1; l < lines.length && rows.length < SAMPLE_ROWS; l++) {
    const line = lines[l] ?? '';
    if (line.trim() === '') break;
    if (!isRule(line)) rows.push(line);
  }
  return rows;
}

/** A header with a rule of dashes under each name, as `pip list` and sqlite print: the rule tells the columns. */
function underlined(line: string, rule: string, header: number): Layout | undefined {
  if (!/^ *-{2,}(?: +-{2,})+ *$/.test(rule.slice(0, 1000))) return undefined;
  const starts = [...rule.matchAll(/-+/g)].map((found) => found.index);
  const names = starts.map((start, c) => line.slice(start, starts[c + 1]).trim());
  return names.every((name) => name !== '') ? { header, starts, names, byWords: false } : undefined;
}

function isHeader(line: string): boolean {
  const words = line.trim().split(/\s+/);
  if (words.length < 3 || words.length > 30 || /[{};=]|: |[.,!?]$/.test(line)) return false;
  const named = words.filter((word) => /^[%#(]?[A-Za-z][\w%()/+.-]*$/.test(word)).length;
  if (/^\d+:\d+$/.test(words[0] ?? '')) return false;
  const upper = words.filter((word) => !/^[a-z]/.test(word)).length;
  return named >= words.length * 0.8 && (upper >= words.length * 0.5 || / {2,}|\t/.test(line.trim()));
}

function isRule(line: string): boolean {
  return line.length < 1000 && /^[-=\s]+$/.test(line) && line.includes('-');
}

function layoutOf(line: string, header: number, gap: RegExp): Layout {
  const starts: number[] = [];
  const names: string[] = [];
  const indent = line.length - line.trimStart().length;
  let at = indent;
  for (const found of line.slice(indent).trimEnd().matchAll(gap)) {
    starts.push(at);
    names.push(line.slice(at, indent + found.index));
    at = indent + found.index + found[0].length;
  }
  starts.push(at);
  names.push(line.slice(at).trimEnd());
  return { header, starts, names, byWords: false };
}

/** Left-aligned: every column begins where its name begins, with a space before it. */
function startsFit(rows: readonly string[], starts: readonly number[], leftmost = 0.6): boolean {
  let good = 0;
  let begun = 0;
  for (const row of rows) {
    let fits = true;
    for (const start of starts) {
      if (start > 0 && start < row.length && row.charCodeAt(start - 1) !== 32 && row.charCodeAt(start - 1) !== 9)
        fits = false;
      else if (start < row.length && row.charCodeAt(start) !== 32) begun++;
    }
    if (fits) good++;
  }
  return rows.length >= 4 && good >= rows.length * 0.95 && begun >= rows.length * starts.length * leftmost;
}

/**
 * `Mounted on` is one name: with one word too many for the rows, the last two names are one; unless the header has them apart, so that
 * some rows have nothing in the last column.
 */
function mergeLastNames(
  layout: Layout,
  rows: readonly string[],
  areApart: boolean,
): Layout & { readonly lastIsOptional?: boolean } {
  const fewest = rows.reduce((least, row) => Math.min(least, row.trim().split(/\s+/).length), Number.POSITIVE_INFINITY);
  const { names } = layout;
  if (fewest !== names.length - 1) return layout;
  if (areApart) return { ...layout, lastIsOptional: true };
  return { ...layout, names: [...names.slice(0, -2), names.slice(-2).join(' ')] };
}

/** Word by word: each column's words begin or end at one place in most rows. */
function wordsFit(rows: readonly string[], width: number): boolean {
  const cells = rows.map((row) =>
    [...row.slice(0, 600).matchAll(/\S+/g)].map((found) => [found.index, found.index + found[0].length] as const),
  );
  if (cells.filter((row) => row.length >= width).length < rows.length * 0.95) return false;
  let aligned = 0;
  for (let c = 0; c < width - 1; c++) {
    const column = cells.map((row) => row[c] ?? [-1, -1]);
    aligned +=
      Math.max(mostCommon(column.map(([start]) => start)), mostCommon(column.map(([, end]) => end))) / rows.length;
  }
  return aligned / (width - 1) >= 0.8;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    most = Math.max(most, count);
  }
  return most;
}

/** Reads a table aligned with spaces, such as `ps aux`, `df -h`, `docker ps` or `kubectl get` print. */
export function readColumns(lines: readonly string[]): Table | undefined {
  const layout = findColumns(lines);
  if (!layout) return undefined;
  const rows: Row[] = [];
  let end = layout.header + 1;
  let lastFit = end;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    if (line.trim() === '') break;
    if (isRule(line)) continue;
    rows.push({ cells: cellsOf(line, layout), source: line.trimEnd(), line: end });
    lastFit = end + 1;
  }
  if (rows.length < 4) return undefined;
  return {
    kind: 'columns',
    delimiter: ' ',
    before: lines.slice(0, layout.header),
    header: { cells: layout.names, source: (lines[layout.header] ?? '').trimEnd(), line: layout.header },
    rule: '',
    rows,
    after: lines.slice(lastFit),
  };
}

function cellsOf(line: string, layout: Layout): string[] {
  if (!layout.byWords) return layout.starts.map((start, c) => line.slice(start, layout.starts[c + 1]).trim());
  const width = layout.names.length;
  const cells: string[] = [];
  let at = 0;
  while (cells.length < width - 1) {
    while (at < line.length && isSpace(line.charCodeAt(at))) at++;
    const start = at;
    while (at < line.length && !isSpace(line.charCodeAt(at))) at++;
    cells.push(line.slice(start, at));
  }
  return [...cells, line.slice(at).trim()];
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}
