import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { nameOf, readLine, renamed, type TreeLine } from './read-line.js';

/** The name that the names of the children make up. */
const MADE_UP = '…';
/** The name of the parent. */
const PARENT = '^';
const LEAST_NAME = 4;

/** Elements that somebody acts on keep their names as they are. */
const ACTED_ON =
  /^(?:button|link|textbox|searchbox|combobox|listbox|option|radio|checkbox|switch|tab|slider|spinbutton|menuitem\w*)$/i;

interface Node {
  readonly line: TreeLine;
  readonly at: number;
  readonly parent: Node | undefined;
  readonly children: Node[];
}

/** Writes names that a tree says twice once: those of rows, made of their cells' names, and those of texts below a name. */
export function* packNames(lines: readonly string[]): InTurns<string[]> {
  const done = [...lines];
  const made = new Set<Node>();
  const nodes = yield* nodesOf(lines);
  yield* itemsInTurns(nodes, (node) => {
    const name = nameOf(node.line);
    if (
      name.length < LEAST_NAME ||
      ACTED_ON.test(node.line.role) ||
      node.children.length < 2 ||
      childNames(node) !== name
    )
      return;
    made.add(node);
    done[node.at] = renamed(node.line, MADE_UP);
  });
  for (const node of nodes) {
    const { parent, line } = node;
    if (!parent || made.has(node) || made.has(parent) || ACTED_ON.test(line.role)) continue;
    if (nameOf(line).length >= LEAST_NAME && nameOf(line) === nameOf(parent.line))
      done[node.at] = renamed(line, PARENT);
  }
  return done;
}

/** Puts the names back: those of rows from the deepest on, then those of texts from the top. */
export function* unpackNames(lines: readonly string[]): InTurns<string[]> {
  const nodes = yield* nodesOf(lines);
  const known = new Map(nodes.map((node) => [node, nameOf(node.line)]));
  yield;
  const nameIn = (node: Node): string => known.get(node)!;
  for (const node of [...nodes].reverse()) if (nameIn(node) === MADE_UP) known.set(node, childNames(node, nameIn));
  for (const node of nodes) if (node.parent && nameIn(node) === PARENT) known.set(node, nameIn(node.parent));
  const done = [...lines];
  for (const node of nodes) if (nameIn(node) !== nameOf(node.line)) done[node.at] = renamed(node.line, nameIn(node));
  return done;
}

function childNames({ children }: Node, nameIn = ({ line }: Node): string => nameOf(line)): string {
  return children
    .map(nameIn)
    .filter((name) => name !== '')
    .join(' ');
}

/** The nodes of a tree by indentation; lines without a role are nobody's children. */
function* nodesOf(lines: readonly string[]): InTurns<Node[]> {
  const nodes: Node[] = [];
  const open: Node[] = [];
  yield* itemsInTurns(lines, (text, at) => {
    const line = readLine(text);
    if (!line) return;
    while (open.length > 0 && open.at(-1)!.line.indent >= line.indent) open.pop();
    const parent = open.at(-1);
    const node: Node = { line, at, parent, children: [] };
    parent?.children.push(node);
    open.push(node);
    nodes.push(node);
  });
  return nodes;
}
