const HEAD = 12;
const TAIL = 4;
/** How well a line must fit the question, compared with the best, and what stays around it: more below a definition. */
const MIN_FIT = 0.6;
const BEFORE = 2;
const AFTER = 5;
const BODY = 25;
const DEFINITION =
  /^[+-]\s{0,4}(?:export |pub |public |private |protected |static |async |default |abstract )*(?:def|class|function|func|fn|interface|struct|type|enum|impl|trait|module|namespace|const [A-Z_]+\b|@@|#{1,4} )/;

/**
 * Shortens the inside of long runs of added or of removed lines (new files, deleted files) to their beginning, end, definitions
 * and wanted lines, with a note where lines are missing. Such a hunk is for reading and does not apply any more.
 */
export function elideRuns(
  lines: readonly string[],
  longest: number,
  rank: (lines: readonly string[]) => ArrayLike<number>,
): { lines: string[]; left: number } {
  const printed: string[] = [];
  let left = 0;
  for (let i = 0; i < lines.length; ) {
    const sign = lines[i]![0];
    let end = i + 1;
    while (end < lines.length && lines[end]![0] === sign) end++;
    if ((sign === '+' || sign === '-') && end - i > longest) {
      const run = elide(lines.slice(i, end), sign === '+' ? 'added' : 'removed', rank);
      for (const line of run.lines) printed.push(line);
      left += run.left;
    } else for (let k = i; k < end; k++) printed.push(lines[k]!);
    i = end;
  }
  return { lines: printed, left };
}

function elide(
  run: readonly string[],
  what: string,
  rank: (lines: readonly string[]) => ArrayLike<number>,
): { lines: string[]; left: number } {
  const keep = run.map((line, i) => i < HEAD || i >= run.length - TAIL || DEFINITION.test(line));
  const fit = rank(run);
  for (let i = 0; i < run.length; i++) {
    if (fit[i]! < MIN_FIT) continue;
    const after = DEFINITION.test(run[i]!) ? BODY : AFTER;
    keep.fill(true, Math.max(0, i - BEFORE), Math.min(run.length, i + 1 + after));
  }
  const lines: string[] = [];
  let left = 0;
  for (let i = 0; i < run.length; i++) {
    if (keep[i]) {
      lines.push(run[i]!);
      continue;
    }
    let end = i;
    while (end < run.length && !keep[end]) end++;
    if (end - i < 4) for (let k = i; k < end; k++) lines.push(run[k]!);
    else {
      lines.push(`[… ${end - i} ${what} lines]`);
      left += end - i;
    }
    i = end - 1;
  }
  return { lines, left };
}
