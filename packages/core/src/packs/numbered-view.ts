import { timesOf } from '../reading/grouped.js';

/** A line of a text that a tool showed with line numbers; without a number it stands outside of the view. */
export interface ViewRow {
  readonly number: number | undefined;
  readonly body: string;
}

/** A text shown with line numbers: `cat -n`, the read tools of coding agents, a window of an editor. */
export interface NumberedView {
  readonly rows: readonly ViewRow[];
  /** How the tool set a number off: the width it was padded to (0 for none) and what stood between number and line. */
  readonly style: GutterStyle;
}

export interface GutterStyle {
  readonly width: number;
  readonly separator: string;
}

const NUMBERED = /^( {0,8})(\d{1,7})(→|\t|:)/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const LEAST_ROWS = 6;
const LEAST_SHARE = 0.5;
/** Agents ask for round line numbers. */
const EVERY = 5;
/** So many lines at most go without a number one after another. */
const LONGEST_GAP = 9;
/** A view shows by its first lines that it is one. */
const LINES_LOOKED_AT = 400;
/** A number keeps its line apart by a tab: models know it from `cat -n`, and it costs nothing before an indentation. */
const TAB = '\t';

/** Reads a text as a numbered view; undefined unless most of its lines carry numbers that go up by one. Linear. */
export function readNumberedView(lines: readonly string[]): NumberedView | undefined {
  const style = lines.length < LEAST_ROWS ? undefined : styleOf(lines);
  if (!style) return undefined;
  const rows: ViewRow[] = lines.map((line) => readRow(line, style));
  let numbered = 0;
  let consecutive = 0;
  let last: number | undefined;
  let previous = -1;
  for (let i = 0; i < rows.length; i++) {
    const { number } = rows[i]!;
    if (number === undefined) continue;
    numbered++;
    const gap = last === undefined ? -1 : number - last - 1;
    if (gap === 0 && previous === i - 1) consecutive++;
    else if (gap > 0 && gap <= LONGEST_GAP && gap === i - previous - 1) {
      for (let k = previous + 1; k < i; k++) rows[k] = { number: number - (i - k), body: rows[k]!.body };
      numbered += gap;
      consecutive += gap + 1;
    }
    last = number;
    previous = i;
  }
  if (isTable(rows, style)) return undefined;
  if (consecutive < LEAST_ROWS - 1 || numbered < lines.length * LEAST_SHARE || consecutive < numbered * 0.8)
    return undefined;
  return { rows, style };
}

/** {@link readNumberedView} of a text that is mostly none: it is split as far as it takes to see that. */
export function readNumberedText(text: string): NumberedView | undefined {
  return styleOf(text.split('\n', LINES_LOOKED_AT)) ? readNumberedView(text.split('\n')) : undefined;
}

/** Rows of a table whose first column counts, times of day, ratios: nearly all of them go on with further columns. */
function isTable(rows: readonly ViewRow[], { separator }: GutterStyle): boolean {
  if (separator === '→') return false;
  let filled = 0;
  let columns = 0;
  for (const { number, body } of rows) {
    if (number === undefined || body === '') continue;
    filled++;
    const tab = separator === TAB ? body.indexOf(TAB, 1) : -1;
    if (separator === ':' ? /^\d+[:.]|^ *\d[\d.,]* {2,}\S/.test(body) : tab > 0 && body.slice(0, tab).trim() !== '')
      columns++;
  }
  return columns > filled * 0.8;
}

function styleOf(lines: readonly string[]): GutterStyle | undefined {
  const seen = new Map<string, number>();
  let width = 0;
  for (let i = 0, found = 0; i < lines.length && i < LINES_LOOKED_AT && found < 40; i++) {
    const match = NUMBERED.exec(lines[i]!);
    if (!match) continue;
    found++;
    const mark = match[3]!;
    seen.set(mark, (seen.get(mark) ?? 0) + 1);
    if (match[1] !== '') width = match[1]!.length + match[2]!.length;
  }
  const best = [...seen].sort((a, b) => b[1] - a[1])[0];
  return best && best[1] >= 3 ? { width, separator: best[0] } : undefined;
}

function readRow(line: string, { separator }: GutterStyle): ViewRow {
  let at = 0;
  while (at < 8 && line.charCodeAt(at) === 32) at++;
  const from = at;
  // Nobody numbers lines `007`.
  if (line.charCodeAt(from) === 48) return { number: undefined, body: line };
  let number = 0;
  for (; at < from + 7; at++) {
    const digit = line.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    number = number * 10 + digit;
  }
  return at > from && line.startsWith(separator, at)
    ? { number, body: line.slice(at + separator.length) }
    : { number: undefined, body: line };
}

/**
 * Writes a view without padding: a number only where a reader may point. Blank lines and inner brackets go without, and so do lines
 * that the view holds several times, but for every fifth and where something begins; between two numbers they count all the same.
 */
export function printNumberedView({ rows, style }: NumberedView): string {
  const separator = style.separator === '→' ? TAB : style.separator;
  const times = timesOf(rows.map(({ body }) => body.trim()));
  let without = 0;
  return rows
    .map(({ number, body }, i) => {
      if (number === undefined) return body;
      const isTold = without >= LONGEST_GAP || !isInside(rows, i, style) || !isPlain(rows, i, times);
      without = isTold ? 0 : without + 1;
      return isTold ? `${number}${separator}${body}` : body;
    })
    .join('\n');
}

/** Whether a line stands between others of its view and would not be taken for a numbered one. */
function isInside(rows: readonly ViewRow[], i: number, style: GutterStyle): boolean {
  const { number, body } = rows[i]!;
  if (rows[i - 1]?.number !== number! - 1 || rows[i + 1]?.number !== number! + 1) return false;
  return readRow(body, style).number === undefined;
}

/** Whether nobody points at a line. One at the left edge begins or ends what ranges name. */
function isPlain(rows: readonly ViewRow[], i: number, times: ReadonlyMap<string, number>): boolean {
  const { number, body } = rows[i]!;
  if (body.trim() === '') return true;
  if (!/^\s/.test(body)) return false;
  if (!LETTER_OR_DIGIT.test(body)) return true;
  return number! % EVERY !== 0 && rows[i - 1]!.body.trim() !== '' && times.get(body.trim())! > 1;
}

/** The text as the tool showed it. */
export function unpackNumberedView(packed: string, style: GutterStyle): string {
  const view = readNumberedView(packed.split('\n'));
  if (!view) return packed;
  return view.rows
    .map(({ number, body }) =>
      number === undefined ? body : String(number).padStart(style.width) + style.separator + body,
    )
    .join('\n');
}

/** The view packed, or undefined when nothing is gained or the tool's text could not be given back from it. */
export function packNumberedView(lines: readonly string[], text: string): string | undefined {
  const view = readNumberedView(lines);
  if (!view) return undefined;
  const packed = printNumberedView(view);
  if (packed.length >= text.length && packed !== text) return undefined;
  return packed !== text && unpackNumberedView(packed, view.style) === text ? packed : undefined;
}
