import type { InTurns } from '../../model/in-turns.js';
import { linesInTurns } from '../../reading/in-turns.js';

/** A line that a branch leads to, or one at the edge, with the lines that continue it. */
export interface TreeNode {
  /** Half-open, in lines. */
  readonly from: number;
  readonly to: number;
  /** The node that it hangs from, an earlier one; -1 at the edge. */
  readonly parent: number;
  readonly depth: number;
  /** What its first line says behind the branch. */
  readonly label: string;
  /** Whether a branch was drawn. */
  readonly drawn: boolean;
}

const BARS = new Set(' \t\u00a0│┃║|:!');
/** What a branch begins with, and what goes on from there to its label. */
const CORNERS = new Set('├└┣┗╠╚╰╟╙+`\\|');
const STROKES = new Set('─━═-_>┬┳╦┐╮');
const LONGEST = 2000;
const DEEPEST = 400;
/** Maven says who prints, systemd how a unit is. */
const LEAD = /^(?:\[INFO\] |[●○×↻] )/;

interface Branch {
  readonly column: number;
  readonly at: number;
}

/** Where a branch begins and where its label does; `openAt` are the columns of branches above that may end here. */
export function branchOf(line: string, openAt?: ReadonlySet<number>): Branch | undefined {
  let at = LEAD.exec(line)?.[0].length ?? 0;
  const end = Math.min(line.length, DEEPEST);
  while (at < end && BARS.has(line[at]!) && !(line[at] === '|' && isStroke(line[at + 1]))) at++;
  const column = CORNERS.has(line[at] ?? '') ? at : columnOfStroke(line, at, openAt);
  if (column === undefined) return undefined;
  let to = at + 1;
  while (to < end && STROKES.has(line[to]!)) to++;
  if (to === at + 1 && line[at] !== '-') return undefined;
  while (to < end && /\s/.test(line[to]!)) to++;
  return /[\p{L}\p{N}(<[?@]/u.test(line[to] ?? '') ? { column, at: to } : undefined;
}

/** Whether enough lines begin with bars and a branch to be read at all; looks at their first signs only. */
export function hasBranches(lines: readonly string[], least: number): boolean {
  let found = 0;
  for (const line of lines) {
    let at = line.startsWith('[INFO] ') ? 7 : 0;
    while (at < DEEPEST && BARS.has(line[at]!) && !(line[at] === '|' && isStroke(line[at + 1]))) at++;
    if ((CORNERS.has(line[at]!) && STROKES.has(line[at + 1]!)) || line.startsWith('->', at)) found += 1;
    if (found >= least) return true;
  }
  return false;
}

function isStroke(mark: string | undefined): boolean {
  return mark === '-' || mark === '_' || mark === '─';
}

/** `->` of massif; `--` of perf below the last bar of its branch. */
function columnOfStroke(line: string, at: number, openAt: ReadonlySet<number> | undefined): number | undefined {
  if (line.startsWith('->', at)) return at;
  return line.startsWith('--', at) && openAt?.has(at - 1) ? at - 1 : undefined;
}

function indentOf(line: string): number {
  let at = 0;
  while (at < line.length && BARS.has(line[at]!)) at++;
  return at;
}

/** Reads the lines of a drawn tree: nodes with what they hang from, and what continues a node with it. A blank line ends a tree. */
export function* readTree(lines: readonly string[]): InTurns<readonly TreeNode[]> {
  const nodes: { -readonly [key in keyof TreeNode]: TreeNode[key] }[] = [];
  const open: { readonly column: number; readonly node: number }[] = [];
  const openAt = new Set<number>();
  const close = (column: number): void => {
    while (open.length > 0 && open.at(-1)!.column >= column) openAt.delete(open.pop()!.column);
  };
  yield* linesInTurns(lines, (whole, at) => {
    const line = whole.length > LONGEST ? whole.slice(0, LONGEST) : whole;
    const branch = branchOf(line, openAt);
    const indent = indentOf(line);
    const isBlank = indent === line.length && line.trim() === '';
    if (isBlank) close(-Infinity);
    const last = nodes.at(-1);
    if (!branch && last && (indent === line.length || indent > (open.at(-1)?.column ?? Infinity) + 1)) {
      last.to = at + 1;
      return;
    }
    const column = branch?.column ?? indent - 1;
    close(column);
    const parent = open.at(-1)?.node ?? -1;
    const depth = parent < 0 ? 0 : nodes[parent]!.depth + 1;
    nodes.push({ from: at, to: at + 1, parent, depth, label: line.slice(branch?.at ?? indent), drawn: !!branch });
    open.push({ column, node: nodes.length - 1 });
    openAt.add(column);
  });
  return nodes;
}
