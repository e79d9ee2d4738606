import type { Row, Table } from './table-model.js';

const DELIMITERS = [',', '\t', ';', '|'] as const;
const SAMPLE_RECORDS = 80;
const FEW_ODD = 0.1;
/** A column's name: a few words, no path, no size, no sentence. */
const NAME = /^[\p{L}_#%(][\p{L}\p{N}_ %()#.&?:+-]{0,40}$/u;

/** Records of a delimited text with quotes, doubled quotes and line ends inside quotes; `limit` bounds their number. */
export function readRecords(text: string, delimiter: string, limit = Number.POSITIVE_INFINITY): Row[] {
  const rows: Row[] = [];
  const mark = delimiter.charCodeAt(0);
  let at = 0;
  let line = 0;
  while (at < text.length && rows.length < limit) {
    const start = at;
    const startLine = line;
    const cells: string[] = [];
    for (;;) {
      const cellStart = at;
      if (text.charCodeAt(at) === 34) at = quotedEnd(text, at);
      while (at < text.length && text.charCodeAt(at) !== mark && text.charCodeAt(at) !== 10) at++;
      cells.push(unquote(text.slice(cellStart, at)));
      if (text.charCodeAt(at) !== mark) break;
      at++;
    }
    const source = text.slice(start, at);
    for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) line++;
    at++;
    line++;
    rows.push({ cells, source: source.endsWith('\r') ? source.slice(0, -1) : source, line: startLine });
  }
  return rows;
}

/** Offset behind the closing quote; a quote that never closes, or closes far away, is an ordinary character. */
function quotedEnd(text: string, start: number): number {
  const far = Math.min(text.length, start + 20_000);
  for (let at = start + 1; at < far; at++) {
    if (text.charCodeAt(at) !== 34) continue;
    if (text.charCodeAt(at + 1) === 34) at++;
    else return at + 1;
  }
  return start;
}

function unquote(cell: string): string {
  const bare = cell.endsWith('\r') ? cell.slice(0, -1) : cell;
  if (bare.length < 2 || bare[0] !== '"' || bare[bare.length - 1] !== '"') return bare.trim();
  return bare.slice(1, -1).replaceAll('""', '"');
}

/** The delimiter of a text that is a delimited table, judged by its beginning. */
export function findDelimiter(sample: string): string | undefined {
  const lines = sample.split('\n');
  const first = lines.find((line) => !isAside(line)) ?? '';
  const before = lines.slice(0, lines.indexOf(first) + 1);
  for (const delimiter of DELIMITERS) {
    // Without quotes a record is a line, and a header of one cell heads no table.
    if (!first.includes(delimiter) && !before.some((line) => line.includes('"'))) continue;
    const records = readRecords(sample, delimiter, SAMPLE_RECORDS + 1).filter((row) => !isAside(row.source));
    if (sample.length >= 20_000 || records.length > SAMPLE_RECORDS) records.pop();
    if (isTable(records, delimiter)) return delimiter;
  }
  return undefined;
}

function isTable(records: readonly Row[], delimiter: string): boolean {
  const width = records[0]?.cells.length ?? 0;
  if (width < 2 || records.length < 4) return false;
  const fitting = records.filter((row) => row.cells.length === width);
  if (fitting.length < records.length * (1 - FEW_ODD)) return false;
  const cells = fitting.flatMap((row) => row.cells);
  const names = records[0]?.cells ?? [];
  if (
    names.some((name) => name.length > 60 || /[{}();<>]\s*$/.test(name)) ||
    names.filter((name) => name === '').length > width * 0.3
  )
    return false;
  const named = names.filter((name) => NAME.test(name)).length;
  if (delimiter === '\t') return width > 2 ? named > 0 && !isNumbered(fitting) : named === 2;
  const words = cells.reduce((sum, cell) => sum + countSpaces(cell) + 1, 0) / cells.length;
  const spaced =
    fitting.reduce((sum, row) => sum + (row.source.split(`${delimiter} `).length - 1), 0) /
    (fitting.length * (width - 1));
  const sentences = fitting.filter((row) => /[.!?]$/.test(row.source)).length / fitting.length;
  const code =
    fitting.filter((row) => /^[ \t]+\S|[{([;]$|=>|^\s*(?:\/\/|import |from |const |let )/.test(row.source)).length /
    fitting.length;
  if (code > 0.3 || sentences > 0.5) return false;
  if (width === 2 || spaced > 0.5) return words <= 2.5 && named === width && (width > 2 || records.length >= 6);
  return words <= 12;
}

/** Lines that a tool numbered (`cat -n`): the tab stands behind the number, not between cells. */
function isNumbered(records: readonly Row[]): boolean {
  const first = Number(records[0]?.cells[0] ?? '');
  return Number.isInteger(first) && records.every((row, i) => Number(row.cells[0]) === first + i);
}

function countSpaces(cell: string): number {
  let count = 0;
  for (let i = 0; i < cell.length; i++) if (cell.charCodeAt(i) === 32) count++;
  return count;
}

function isAside(source: string): boolean {
  return source.trim() === '' || source.startsWith('#') || /^\(\d+ rows?\)$/.test(source.trim());
}

/** Reads a whole text as a delimited table; records that do not fit stay with the others, in place. */
export function readDelimited(text: string, delimiter: string): Table | undefined {
  const records = readRecords(text, delimiter);
  const first = records.findIndex((row) => !isAside(row.source));
  const header = records[first];
  if (!header) return undefined;
  let end = records.length;
  while (end > first + 1 && isAside(records[end - 1]?.source ?? '')) end--;
  const rows = records.slice(first + 1, end).filter((row) => row.source.trim() !== '');
  return {
    kind: 'delimited',
    delimiter,
    before: records.slice(0, first).map((row) => row.source),
    header,
    rule: '',
    rows,
    after: records
      .slice(end)
      .map((row) => row.source)
      .filter((source) => source.trim() !== ''),
  };
}
