const BRANCH = /^((?:│ {3}|│\u00a0{2} | {4})*)(├── |└── )(.*)$/;
const MARK = 'Tree, one blank per level:';

/** Draws a tree with one blank per level instead of its lines. {@link unpackTree} draws the lines again. */
export function packTree(lines: readonly string[]): string {
  const body = lines.map((line) => {
    const found = BRANCH.exec(line);
    return found ? ' '.repeat(found[1]!.length / 4 + 1) + found[3] : line;
  });
  return [lines.some((line) => line.includes('│\u00a0')) ? MARK.replace(',', ' (tree),') : MARK, ...body].join('\n');
}

/** Whether a text is a packed tree. */
export function isPackedTree(text: string): boolean {
  return text.startsWith(MARK) || text.startsWith(MARK.replace(',', ' (tree),'));
}

/** The original drawing of a packed tree. */
export function unpackTree(packed: string): string {
  const [mark = '', ...lines] = packed.split('\n');
  const bar = mark === MARK ? '│   ' : '│\u00a0\u00a0 ';
  const depths = lines.map((line) => (/^ +\S/.test(line) ? line.search(/\S/) : 0));
  const goesOn: boolean[] = [];
  const drawn = lines.map((line) => line);
  for (let i = lines.length - 1; i >= 0; i--) {
    const depth = depths[i]!;
    if (depth === 0) {
      goesOn.length = 0;
      continue;
    }
    const bars = Array.from({ length: depth - 1 }, (_, level) => (goesOn[level + 1] ? bar : '    ')).join('');
    drawn[i] = `${bars}${goesOn[depth] ? '├── ' : '└── '}${lines[i]!.slice(depth)}`;
    goesOn.length = Math.min(goesOn.length, depth + 1);
    goesOn[depth] = true;
  }
  return drawn.join('\n');
}
