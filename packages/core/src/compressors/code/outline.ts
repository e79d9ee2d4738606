import type { Node, Tree } from 'web-tree-sitter';
import type { InTurns } from '../../model/in-turns.js';
import { BLOCKS, COMMENTS } from './languages.js';
import type { Grammar } from './load-grammar.js';
import { nameOfUnit } from './unit-name.js';

/** Rows `from` to `to`, both included, counted from 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A part of a source whose inside may be left out. */
export interface Unit extends Span {
  readonly kind: 'function' | 'class' | 'block';
  /** Empty for callbacks and blocks. */
  readonly name: string;
  /** The class, receiver or object it belongs to, or ''. */
  readonly owner: string;
  /** The unit around it, the nearest first. */
  readonly parent: Unit | undefined;
  /** Rows that can be left out with the syntax kept; undefined when there are none. */
  readonly inner: Span | undefined;
  /** Statements or members, by rows. */
  readonly statements: readonly Span[];
  /** Whether the language needs a statement where the body was. */
  readonly needsStatement: boolean;
}

/** What a parse tells about a source, free of the tree it came from. */
export interface Outline {
  readonly units: readonly Unit[];
  readonly comments: readonly Span[];
  /** Strings at the beginning of a module, class or function that document it. */
  readonly docstrings: readonly Span[];
  /** Nodes that the parser had to make up or could not read. */
  readonly errors: number;
}

type Role = 'function' | 'class' | 'block' | 'comment' | 'wrapper';

interface Roles {
  readonly byType: ReadonlyMap<number, Role>;
  readonly types: string[];
}

const roles = new WeakMap<Grammar, Roles>();
const ERROR_TYPE = 65_535;
/** Rows from which on a block counts, in a unit and outside of all. */
export const LONG_BLOCK = 6;
export const LONG_TOP_BLOCK = 15;
/** Rows whose nodes are fetched at a time. */
const ROWS_A_TURN = 800;
/** Characters after which a wrapper has nothing to say about a function in it. */
const FAR = 20_000;

function rolesOf(grammar: Grammar): Roles {
  const known = roles.get(grammar);
  if (known) return known;
  const { language, nodes } = grammar;
  const byType = new Map<number, Role>();
  const named: readonly (readonly [Role, readonly string[]])[] = [
    ['wrapper', language.wrappers],
    ['block', BLOCKS],
    ['comment', COMMENTS],
    ['class', language.classes],
    ['function', language.functions],
  ];
  for (const [role, types] of named) {
    for (let id = 0; id < nodes.nodeTypeCount; id++) {
      if (types.includes(nodes.nodeTypeForId(id) ?? '') && nodes.nodeTypeIsNamed(id)) byType.set(id, role);
    }
  }
  const found = { byType, types: named.flatMap(([, types]) => types) };
  roles.set(grammar, found);
  return found;
}

const spanOf = ({ startPosition: { row: from }, endPosition: end }: Node): Span => ({
  from,
  to: Math.max(from, end.column === 0 ? end.row - 1 : end.row),
});

/** The rows between the braces, or the rows of an indented block, without rows they share with something else. */
function innerOf(
  body: Node,
  statements: readonly Span[],
  lines: readonly string[],
  docstring: Span | undefined,
): Span | undefined {
  const indented = !/^\s*\{/.test((lines[body.startPosition.row] ?? '').slice(body.startPosition.column));
  const first = statements[0];
  const last = statements.at(-1);
  if (!first || !last) return undefined;
  if (indented) {
    const alone = (lines[first.from] ?? '').slice(0, body.startPosition.column).trim() === '';
    const from = docstring ? docstring.to + 1 : first.from;
    return alone && from <= last.to ? { from, to: last.to } : undefined;
  }
  const open = body.startPosition.row;
  const close = body.endPosition.row;
  let from = open + 1;
  let to = close - 1;
  for (const one of statements) if (one.from < from && one.to >= from) from = one.to + 1;
  for (const one of statements) if (one.to > to && one.from <= to) to = one.from - 1;
  return from <= to ? { from, to } : undefined;
}

function isDocstring(statement: Node): boolean {
  return (
    statement.type === 'expression_statement' &&
    statement.namedChildCount === 1 &&
    statement.namedChild(0)?.type === 'string'
  );
}

interface Walk {
  readonly grammar: Grammar;
  readonly lines: readonly string[];
  readonly source: string;
  readonly units: Unit[];
  readonly comments: Span[];
  readonly docstrings: Span[];
  readonly errors: number;
}

/** A node around the one that is read, if it matters to what is in it. */
interface Above {
  readonly end: number;
  readonly unit?: Unit;
  readonly wrapper?: Node;
}

function readBody(walk: Walk, node: Node, body: Node): Pick<Unit, 'inner' | 'statements' | 'needsStatement'> {
  const python = walk.grammar.language.name === 'python';
  const children = body.namedChildren.filter((child) => child !== null);
  const statements = children.map(spanOf);
  const head = children[0];
  const docstring = python && head && isDocstring(head) ? spanOf(head) : undefined;
  if (docstring) walk.docstrings.push(docstring);
  const inner = innerOf(body, statements, walk.lines, docstring);
  return { inner, statements, needsStatement: python && !docstring && node !== body };
}

/** How many levels below another a node is, when at most so many. */
function levelsBelow(wrapper: Node, node: Node, most: number): number {
  if (node.startIndex - wrapper.startIndex > FAR) return Number.POSITIVE_INFINITY;
  let at: Node | null = wrapper;
  for (let levels = 1; levels <= most; levels++) {
    at = at.firstChildForIndex(node.startIndex);
    if (!at) break;
    if (at.id === node.id) return levels;
  }
  return Number.POSITIVE_INFINITY;
}

/** The expression or declaration around a unit: where it begins, and what may name the unit. */
function wrappersOf(node: Node, above: readonly Above[]): { from: number; near: Node[] } {
  const near: Node[] = [];
  let from = node.startPosition.row;
  let joined = true;
  for (let i = above.length - 1; i >= 0; i--) {
    const wrapper = above[i]?.wrapper;
    const levels = wrapper ? levelsBelow(wrapper, node, joined ? 4 : 3) : 0;
    if (levels > 4) break;
    if (!wrapper) joined = false;
    else if (joined) from = Math.min(from, wrapper.startPosition.row);
    if (wrapper && levels <= 3) near.unshift(wrapper);
  }
  return { from, near };
}

function addUnit(walk: Walk, node: Node, kind: 'function' | 'class', above: readonly Above[]): Unit | undefined {
  const body =
    node.childForFieldName('body') ?? node.namedChildren.find((child) => child && BLOCKS.includes(child.type)) ?? null;
  if (!body || (kind === 'function' && !BLOCKS.includes(body.type))) return undefined;
  const parent = above.findLast((one) => one.unit)?.unit;
  const { from, near } = wrappersOf(node, above);
  const scope = parent && parent.kind !== 'class' && parent.kind !== 'function' ? parent.parent : parent;
  const { name, owner } = nameOfUnit(node, near, walk.source, scope?.name ?? '');
  const unit: Unit = {
    kind,
    name,
    owner,
    parent,
    from,
    to: spanOf(node).to,
    ...readBody(walk, node, body),
  };
  walk.units.push(unit);
  return unit;
}

function addBlock(walk: Walk, node: Node, above: readonly Above[]): Unit | undefined {
  const span = spanOf(node);
  const parent = above.findLast((one) => one.unit)?.unit;
  if (span.to - span.from < (parent ? LONG_BLOCK : LONG_TOP_BLOCK) || parent?.kind === 'class') return undefined;
  const read = readBody(walk, node, node);
  if (parent?.statements.length === read.statements.length && parent.inner?.from === read.inner?.from) return undefined;
  const python = walk.grammar.language.name === 'python';
  const unit: Unit = {
    kind: 'block',
    name: '',
    owner: '',
    parent,
    ...span,
    ...read,
    needsStatement: python,
  };
  walk.units.push(unit);
  return unit;
}

function enter(walk: Walk, role: Role, node: Node, above: readonly Above[]): Above | undefined {
  if (role === 'comment') walk.comments.push(spanOf(node));
  else if (role === 'wrapper') return { end: node.endIndex, wrapper: node };
  else {
    const unit = role === 'block' ? addBlock(walk, node, above) : addUnit(walk, node, role, above);
    if (unit) return { end: node.endIndex, unit };
  }
  return undefined;
}

/** Reads units and comments off the tree of a source. */
export function* outlineOf(grammar: Grammar, tree: Tree, source: string, lines: readonly string[]): InTurns<Outline> {
  const { byType, types } = rolesOf(grammar);
  const lists = { units: [], comments: [], docstrings: [] };
  const walk: Walk = { grammar, lines, source, ...lists, errors: yield* countErrors(tree) };
  const above: Above[] = [];
  if (grammar.language.name === 'python') {
    const head = tree.rootNode.namedChildren.find((child) => child && child.type !== 'comment');
    if (head && isDocstring(head)) walk.docstrings.push(spanOf(head));
  }
  yield;
  for (let row = 0; row < lines.length; row += ROWS_A_TURN) {
    const to = row + ROWS_A_TURN;
    for (const node of tree.rootNode.descendantsOfType(types, { row, column: 0 }, { row: to, column: 0 })) {
      const role = node && byType.get(node.typeId);
      // What reaches into these rows from above has been read with the rows it begins in.
      if (!role || node.startPosition.row < row || node.startPosition.row >= to) continue;
      while ((above.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= node.startIndex) above.pop();
      const found = enter(walk, role, node, above);
      if (found) above.push(found);
      yield;
    }
  }
  const { units, comments, docstrings, errors } = walk;
  return { units, comments, docstrings, errors };
}

/** How many nodes of a tree are errors or made up. */
export function* countErrors(tree: Tree): InTurns<number> {
  if (!tree.rootNode.hasError) return 0;
  const cursor = tree.walk();
  try {
    let errors = 0;
    for (;;) {
      yield;
      if (cursor.nodeTypeId === ERROR_TYPE || cursor.nodeIsMissing) errors++;
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return errors;
    }
  } finally {
    cursor.delete();
  }
}
