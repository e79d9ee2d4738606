const HEAD = 12;
const TAIL = 4;
const LEAST = 4;
/** How well a line must fit the question, compared with the best, and what stays around it: more below a definition. */
const MIN_FIT = 0.6;
const BEFORE = 2;
const AFTER = 5;
const BODY = 25;
const DEFINITION =
  /^[+-]\s{0,4}(?:export |pub |public |private |protected |static |async |default |abstract )*(?:def|class|function|func|fn|interface|struct|type|enum|impl|trait|module|namespace|const [A-Z_]+\b|@@|#{1,4} )/;

/** Lines `[from, to)` inside a long run of added or of removed lines that are left out, and the note in their place. */
export interface Elision {
  readonly from: number;
  readonly to: number;
  readonly note: string;
}

/**
 * The insides of long runs of added or of removed lines (new files, deleted files): all but their beginning, end, definitions
 * and wanted lines. A hunk without them is for reading and does not apply any more.
 */
export function elideRuns(
  lines: readonly string[],
  longest: number,
  rank: (lines: readonly string[]) => ArrayLike<number>,
  wanted: (line: number) => boolean,
): readonly Elision[] {
  const found: Elision[] = [];
  for (let i = 0; i < lines.length; ) {
    const sign = lines[i]![0];
    let end = i + 1;
    while (end < lines.length && lines[end]![0] === sign) end++;
    if ((sign === '+' || sign === '-') && end - i > longest) {
      const fit = rank(lines.slice(i, end));
      for (const elision of elide(lines, [i, end], fit, wanted)) found.push(elision);
    }
    i = end;
  }
  return found;
}

function elide(
  lines: readonly string[],
  [start, end]: readonly [number, number],
  fit: ArrayLike<number>,
  wanted: (line: number) => boolean,
): Elision[] {
  const keep = new Uint8Array(end - start);
  keep.fill(1, 0, HEAD).fill(1, -TAIL);
  for (let i = start; i < end; i++) {
    const isDefinition = DEFINITION.test(lines[i]!);
    if (isDefinition || wanted(i)) keep[i - start] = 1;
    if (fit[i - start]! >= MIN_FIT)
      keep.fill(
        1,
        Math.max(0, i - start - BEFORE),
        Math.min(keep.length, i - start + 1 + (isDefinition ? BODY : AFTER)),
      );
  }
  const found: Elision[] = [];
  for (let i = 0; i < keep.length; i++) {
    let to = i;
    while (to < keep.length && !keep[to]) to++;
    if (to - i >= LEAST)
      found.push({
        from: start + i,
        to: start + to,
        note: `[… ${to - i} ${lines[start]![0] === '+' ? 'added' : 'removed'} lines]`,
      });
    i = Math.max(i, to);
  }
  return found;
}
