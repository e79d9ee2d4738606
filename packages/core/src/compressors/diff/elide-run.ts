const HEAD = 12;
const TAIL = 4;
const LEAST = 4;
const DEFINITION =
  /^[+-]\s{0,4}(?:export |pub |public |private |protected |static |async |default |abstract |declare )*(?:def|class|function|func|fn|interface|struct|type|enum|impl|trait|module|namespace|const [A-Z_]+\b|@@|#{1,4} )/;
/** A member of a class or an interface: `  hook(event: string): this;`, `  async load(id) {`. */
const MEMBER =
  /^[+-](?: {2,4}|\t)(?:(?:export|pub|public|private|protected|static|async|abstract|readonly|override|get|set|new) )*(?!if\b|for\b|while\b|switch\b|return\b|catch\b|await\b|throw\b|else\b)[A-Za-z_$#][\w$]*(?:<[^()]{1,80}>)?\(.*[{;,:]$/;

/** Lines `[from, to)` inside a long run of added or of removed lines that are left out, and the note in their place. */
export interface Elision {
  readonly from: number;
  readonly to: number;
  readonly note: string;
}

/**
 * The insides of runs of more than `longest` added or removed lines (new files, deleted files): all but their beginning, end,
 * definitions and wanted lines; `onlyDeclared` leaves of them what is added and defines. A hunk without them is for reading and
 * does not apply any more.
 */
export function elideRuns(
  lines: readonly string[],
  { longest, onlyDeclared }: { readonly longest: number; readonly onlyDeclared: boolean },
  wanted: (line: number) => boolean,
): readonly Elision[] {
  const found: Elision[] = [];
  const [head, tail] = onlyDeclared ? [0, 0] : [HEAD, TAIL];
  for (let start = 0, end = 0; start < lines.length; start = end) {
    const sign = lines[start]![0] ?? '';
    while (end < lines.length && lines[end]![0] === lines[start]![0]) end++;
    if ((sign !== '+' && sign !== '-') || end - start <= longest) continue;
    const declares = sign === '+' || !onlyDeclared;
    const stays = (line: number): boolean =>
      line < start + head ||
      line >= end - tail ||
      wanted(line) ||
      (declares && (DEFINITION.test(lines[line]!) || MEMBER.test(lines[line]!)));
    for (let from = start; from < end; from++) {
      let to = from;
      while (to < end && !stays(to)) to++;
      if (to - from >= LEAST)
        found.push({ from, to, note: `[… ${to - from} ${sign === '+' ? 'added' : 'removed'} lines]` });
      from = Math.max(from, to);
    }
  }
  return found;
}
