/** How a program draws the branches of a tree, one level in as many characters as `bar` has. */
interface Drawing {
  readonly name: string;
  readonly bar: string;
  readonly branch: string;
  readonly last: string;
  /** Of what has branches itself, where that is drawn otherwise. */
  readonly above?: string;
  readonly lastAbove?: string;
  /** What stands before every line. */
  readonly lead?: string;
}

const DRAWINGS: readonly Drawing[] = [
  { name: '', bar: '│   ', branch: '├── ', last: '└── ' },
  { name: 'tree', bar: '│\u00a0\u00a0 ', branch: '├── ', last: '└── ' },
  { name: 'ascii', bar: '|   ', branch: '|-- ', last: '`-- ' },
  { name: 'npm', bar: '│ ', branch: '├── ', last: '└── ', above: '├─┬ ', lastAbove: '└─┬ ' },
  { name: 'yarn', bar: '│  ', branch: '├─ ', last: '└─ ' },
  { name: 'short', bar: '│ ', branch: '├─', last: '└─' },
  { name: 'maven', bar: '|  ', branch: '+- ', last: '\\- ', lead: '[INFO] ' },
  { name: 'plus', bar: '|  ', branch: '+- ', last: '\\- ' },
  { name: 'gradle', bar: '|    ', branch: '+--- ', last: '\\--- ' },
];
const MARK = /^Tree(?: \((\w+)\))?, one blank per level(?:, cut off at ([\d ]+))?:$/;
const SAMPLE_LINES = 200;

interface Branch {
  readonly depth: number;
  readonly label: string;
  readonly isLast: boolean;
  /** Whether it is drawn as one that has branches. */
  readonly isAbove: boolean;
}

/** Reads a line as a branch of a drawing. */
function branchOf(line: string, { bar, lead = '', ...ends }: Drawing): Branch | undefined {
  if (!line.startsWith(lead)) return undefined;
  let at = lead.length;
  let depth = 1;
  const gap = ' '.repeat(bar.length);
  for (; line.startsWith(bar, at) || line.startsWith(gap, at); at += bar.length) depth += 1;
  const marks = [ends.branch, ends.above, ends.last, ends.lastAbove];
  const nth = marks.findIndex((mark) => mark !== undefined && line.startsWith(mark, at));
  return nth < 0
    ? undefined
    : { depth, label: line.slice(at + marks[nth]!.length), isLast: nth > 1, isAbove: nth % 2 === 1 };
}

/** Draws a tree with one blank per level instead of its lines. {@link unpackTree} draws the lines again. */
export function packTree(lines: readonly string[]): string | undefined {
  const sample = lines.slice(0, SAMPLE_LINES);
  let best: Drawing | undefined;
  let most = 0;
  for (const drawing of DRAWINGS) {
    const fitting = sample.filter((line) => branchOf(line, drawing)).length;
    if (fitting > most) [best, most] = [drawing, fitting];
  }
  if (!best) return undefined;
  const drawing = best;
  const branches = lines.map((line) => branchOf(line, drawing));
  const name = drawing.name === '' ? '' : ` (${drawing.name})`;
  const cut = cutLevels(branches);
  const mark = `Tree${name}, one blank per level${cut.length > 0 ? `, cut off at ${cut.join(' ')}` : ''}:`;
  const body = branches.map((found, i) => (found ? ' '.repeat(found.depth) + found.label : lines[i]!));
  return [mark, ...body].join('\n');
}

/** The levels whose last branch is missing because the text ends before it. */
function cutLevels(branches: readonly (Branch | undefined)[]): number[] {
  const levels: number[] = [];
  let shallowest = Infinity;
  for (let i = branches.length - 1; i >= 0 && shallowest > 1; i--) {
    const found = branches[i];
    if (found === undefined) {
      if (shallowest < Infinity) break;
      continue;
    }
    if (found.depth >= shallowest) continue;
    if (shallowest === Infinity && found.isAbove) levels.unshift(found.depth + 1);
    shallowest = found.depth;
    if (!found.isLast) levels.unshift(found.depth);
  }
  return levels;
}

/** Whether a text is a packed tree. */
export function isPackedTree(text: string): boolean {
  return MARK.test(text.split('\n', 1)[0]!);
}

/** The original drawing of a packed tree. */
export function unpackTree(packed: string): string {
  const [mark = '', ...lines] = packed.split('\n');
  const [, name = '', cut = ''] = MARK.exec(mark) ?? [];
  const { bar, lead = '', ...ends } = DRAWINGS.find((drawing) => drawing.name === name) ?? DRAWINGS[0]!;
  const gap = ' '.repeat(bar.length);
  const depths = lines.map((line) => (/^ +\S/.test(line) ? line.search(/\S/) : 0));
  const goesOn: boolean[] = [];
  for (const level of cut.split(' ')) goesOn[Number(level)] = true;
  let isCut = cut !== '';
  const drawn = [...lines];
  for (let i = lines.length - 1; i >= 0; i--) {
    const depth = depths[i]!;
    if (depth === 0) {
      // Below the last branch there may be an empty line.
      if (!isCut) goesOn.length = 0;
      continue;
    }
    isCut = false;
    const bars = Array.from({ length: depth - 1 }, (_, level) => (goesOn[level + 1] ? bar : gap)).join('');
    const isAbove = goesOn[depth + 1] === true;
    const end = goesOn[depth]
      ? ((isAbove ? ends.above : undefined) ?? ends.branch)
      : ((isAbove ? ends.lastAbove : undefined) ?? ends.last);
    drawn[i] = `${lead}${bars}${end}${lines[i]!.slice(depth)}`;
    goesOn.length = Math.min(goesOn.length, depth + 1);
    goesOn[depth] = true;
  }
  return drawn.join('\n');
}
