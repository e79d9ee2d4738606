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

/** How long a run may be, and how much of its beginning and end stays of a longer one. */
export interface Lengths {
  readonly longest: number;
  readonly head?: number;
  readonly tail?: number;
  /** The sign of the lines whose definitions stay; of both by default. */
  readonly declaring?: string;
}

/**
 * The insides of long runs of added or of removed lines (new files, deleted files): all but their beginning, end, definitions
 * and wanted lines. A hunk without them is for reading and does not apply any more.
 */
export function elideRuns(
  lines: readonly string[],
  { longest, head = HEAD, tail = TAIL, declaring = '+-' }: Lengths,
  wanted: (line: number) => boolean,
): readonly Elision[] {
  const found: Elision[] = [];
  for (let i = 0; i < lines.length; ) {
    const sign = lines[i]![0];
    let end = i + 1;
    while (end < lines.length && lines[end]![0] === sign) end++;
    if ((sign === '+' || sign === '-') && end - i > longest)
      found.push(...elide(lines, [i, end], { wanted, head, tail, declaring }));
    i = end;
  }
  return found;
}

function elide(
  lines: readonly string[],
  [start, end]: readonly [number, number],
  {
    wanted,
    head,
    tail,
    declaring,
  }: Required<Omit<Lengths, 'longest'>> & { readonly wanted: (line: number) => boolean },
): Elision[] {
  const keep = new Uint8Array(end - start);
  const sign = lines[start]![0]!;
  keep.fill(1, 0, head).fill(1, keep.length - tail);
  for (let i = start; i < end; i++) {
    const isDefinition = declaring.includes(sign) && (DEFINITION.test(lines[i]!) || MEMBER.test(lines[i]!));
    if (isDefinition || wanted(i)) keep[i - start] = 1;
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
