/** A source text as a tool showed it: maybe with line numbers, a header, a code fence. */
export interface Listing {
  /** The bare source, lines joined by `\n`; a `\r` stays with its line. */
  readonly source: string;
  readonly lines: readonly string[];
  /** Lines shown before and after the source, kept as they are. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The number a reader sees for a row of the source. */
  numberOf(row: number): number;
  /** What stands before a row: its number and separator, or nothing. */
  gutterOf(row: number): string;
  /** The words after an opening code fence, if there was one. */
  readonly fence: string | undefined;
}

const NUMBERED = /^( {0,8}\d{1,7})(→|\t| ?\| ?|: ?| {2})/;
const SAMPLE = 40;
const AROUND = 12;

/** Where the numbered lines begin and end, when the text is a numbered listing. */
function numberedRange(lines: readonly string[]): [number, number] | undefined {
  let first = 0;
  while (first < Math.min(lines.length, AROUND) && !NUMBERED.test(lines[first] ?? '')) first++;
  let last = lines.length - 1;
  while (last > Math.max(first, lines.length - AROUND) && !NUMBERED.test(lines[last] ?? '')) last--;
  if (last - first < 3) return undefined;
  const mark = NUMBERED.exec(lines[first] ?? '')?.[2]?.trim();
  let number = -1;
  for (let row = first; row <= Math.min(last, first + SAMPLE); row++) {
    const found = NUMBERED.exec(lines[row] ?? '');
    if (!found || (found[2]?.trim() ?? '') !== mark) return undefined;
    const own = Number(found[1]);
    if (number >= 0 && own !== number + 1) return undefined;
    number = own;
  }
  return [first, last];
}

function readNumbered(lines: readonly string[], first: number, last: number): Listing | undefined {
  const gutters: string[] = [];
  const bare: string[] = [];
  for (let row = first; row <= last; row++) {
    const line = lines[row] ?? '';
    const gutter = gutterPattern(line);
    if (gutter === undefined) return undefined;
    gutters.push(gutter);
    bare.push(line.slice(gutter.length));
  }
  return {
    source: bare.join('\n'),
    lines: bare,
    before: lines.slice(0, first),
    after: lines.slice(last + 1),
    numberOf: (row) => Number.parseInt(gutters[row] ?? '0', 10),
    gutterOf: (row) => gutters[row] ?? '',
    fence: undefined,
  };
}

function gutterPattern(line: string): string | undefined {
  return NUMBERED.exec(line)?.[0] ?? /^ {0,8}\d{1,7}(?:→|\t|\||:)?\r?$/.exec(line)?.[0];
}

/** Reads a text as source code: line numbers, a short header and a code fence taken off. */
export function readListing(lines: readonly string[]): Listing {
  const range = numberedRange(lines);
  const numbered = range && readNumbered(lines, ...range);
  if (numbered) return numbered;
  let first = 0;
  let last = lines.length;
  let fence: string | undefined;
  const open = lines.slice(0, 4).findIndex((line) => line.startsWith('```'));
  const close = lines.findLastIndex((line, row) => row > lines.length - 6 && line.startsWith('```'));
  if (open >= 0 && close > open + 2) {
    first = open + 1;
    last = close;
    fence = (lines[open] ?? '').slice(3).trim();
  }
  const bare = first === 0 && last === lines.length ? lines : lines.slice(first, last);
  return {
    source: bare.join('\n'),
    lines: bare,
    before: lines.slice(0, first),
    after: lines.slice(last),
    numberOf: (row) => first + row + 1,
    gutterOf: () => '',
    fence,
  };
}
