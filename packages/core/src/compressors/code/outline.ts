import type { Node, TreeCursor } from 'web-tree-sitter';
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
  /** A docstring at the beginning of the body. */
  readonly docstring: Span | undefined;
  /** Whether the language needs a statement where the body was. */
  readonly needsStatement: boolean;
}

/** A long list of values. */
export interface Table extends Span {
  readonly elements: readonly Span[];
}

/** What a parse tells about a source, free of the tree it came from. */
export interface Outline {
  readonly units: readonly Unit[];
  readonly comments: readonly Span[];
  readonly tables: readonly Table[];
  /** Strings at the beginning of a module, class or function that document it. */
  readonly docstrings: readonly Span[];
  /** Nodes that the parser had to make up or could not read. */
  readonly errors: number;
}

type Role = 'function' | 'class' | 'block' | 'comment' | 'table' | 'wrapper' | 'error';

const roles = new WeakMap<Grammar, ReadonlyMap<number, Role>>();
const ERROR_TYPE = 65_535;
const LONG_BLOCK = 6;
const LONG_TOP_BLOCK = 15;
const LONG_TABLE = 10;

function rolesOf(grammar: Grammar): ReadonlyMap<number, Role> {
  const known = roles.get(grammar);
  if (known) return known;
  const { language, nodes } = grammar;
  const found = new Map<number, Role>([[ERROR_TYPE, 'error']]);
  const named: readonly (readonly [Role, readonly string[]])[] = [
    ['wrapper', language.wrappers],
    ['block', language.blocks],
    ['table', language.tables],
    ['comment', language.comments],
    ['class', language.classes],
    ['function', language.functions],
  ];
  for (const [role, types] of named) {
    for (const type of types) {
      const wanted = new Set([type]);
      for (let id = 0; id < nodes.nodeTypeCount; id++) {
        if (wanted.has(nodes.nodeTypeForId(id) ?? '') && nodes.nodeTypeIsNamed(id)) found.set(id, role);
      }
    }
  }
  roles.set(grammar, found);
  return found;
}

const spanOf = (node: Node): Span => {
  const to = node.endPosition.column === 0 ? node.endPosition.row - 1 : node.endPosition.row;
  return { from: node.startPosition.row, to: Math.max(node.startPosition.row, to) };
};

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
  readonly tables: Table[];
  readonly docstrings: Span[];
  errors: number;
}

/** An open node above the cursor that matters to what is below it. */
interface Above {
  readonly depth: number;
  readonly unit?: Unit;
  readonly wrapper?: Node;
}

function readBody(
  walk: Walk,
  node: Node,
  body: Node,
): Pick<Unit, 'inner' | 'statements' | 'docstring' | 'needsStatement'> {
  const python = walk.grammar.language.name === 'python';
  const children = body.namedChildren.filter((child) => child !== null);
  const statements = children.map(spanOf);
  const head = children[0];
  const docstring = python && head && isDocstring(head) ? spanOf(head) : undefined;
  if (docstring) walk.docstrings.push(docstring);
  const inner = innerOf(body, statements, walk.lines, docstring);
  return { inner, statements, docstring, needsStatement: python && !docstring && node !== body };
}

function wrapperStart(above: readonly Above[], depth: number, row: number): number {
  let from = row;
  for (let i = above.length - 1; i >= 0; i--) {
    const one = above[i];
    if (!one?.wrapper || depth - one.depth > 4) break;
    from = Math.min(from, one.wrapper.startPosition.row);
  }
  return from;
}

function addUnit(
  walk: Walk,
  node: Node,
  kind: 'function' | 'class',
  above: readonly Above[],
  depth: number,
): Unit | undefined {
  const body =
    node.childForFieldName('body') ??
    node.namedChildren.find((child) => child && walk.grammar.language.blocks.includes(child.type)) ??
    null;
  if (!body || (kind === 'function' && !walk.grammar.language.blocks.includes(body.type))) return undefined;
  const parent = above.findLast((one) => one.unit)?.unit;
  const near = above.filter((one) => one.wrapper && depth - one.depth <= 3).map((one) => one.wrapper as Node);
  const scope = parent && parent.kind !== 'class' && parent.kind !== 'function' ? parent.parent : parent;
  const { name, owner } = nameOfUnit(node, near, walk.source, scope?.name ?? '');
  const span = spanOf(node);
  const unit: Unit = {
    kind,
    name,
    owner,
    parent,
    from: wrapperStart(above, depth, span.from),
    to: span.to,
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
    docstring: undefined,
    needsStatement: python,
  };
  walk.units.push(unit);
  return unit;
}

function addTable(walk: Walk, node: Node): void {
  const span = spanOf(node);
  if (span.to - span.from < LONG_TABLE) return;
  const elements = node.namedChildren.filter((child) => child !== null).map(spanOf);
  if (elements.length >= LONG_TABLE) walk.tables.push({ ...span, elements });
}

function enter(walk: Walk, role: Role, cursor: TreeCursor, above: readonly Above[], depth: number): Above | undefined {
  if (role === 'error') walk.errors++;
  else if (role === 'comment') walk.comments.push(spanOf(cursor.currentNode));
  else if (role === 'table') addTable(walk, cursor.currentNode);
  else if (role === 'wrapper') return { depth, wrapper: cursor.currentNode };
  else {
    const node = cursor.currentNode;
    const unit = role === 'block' ? addBlock(walk, node, above) : addUnit(walk, node, role, above, depth);
    if (unit) return { depth, unit };
  }
  return undefined;
}

/** Reads units, comments and long tables off a parse of a source. The tree is freed before this returns. */
export function outlineOf(grammar: Grammar, source: string, lines: readonly string[]): Outline | undefined {
  const tree = grammar.parser.parse(source);
  if (!tree) return undefined;
  const cursor = tree.walk();
  const known = rolesOf(grammar);
  const walk: Walk = { grammar, lines, source, units: [], comments: [], tables: [], docstrings: [], errors: 0 };
  const above: Above[] = [];
  const broken = tree.rootNode.hasError;
  let depth = 0;
  try {
    if (grammar.language.name === 'python') {
      const head = tree.rootNode.namedChildren.find((child) => child && child.type !== 'comment');
      if (head && isDocstring(head)) walk.docstrings.push(spanOf(head));
    }
    for (;;) {
      const role = known.get(cursor.nodeTypeId);
      if (role) {
        const found = enter(walk, role, cursor, above, depth);
        if (found) above.push(found);
      }
      if (cursor.gotoFirstChild()) depth++;
      else if (!leaveUp()) break;
    }
  } finally {
    cursor.delete();
    tree.delete();
  }
  return walk;

  function leaveUp(): boolean {
    for (;;) {
      if (broken && cursor.nodeIsMissing) walk.errors++;
      if (above.at(-1)?.depth === depth) above.pop();
      if (cursor.gotoNextSibling()) return true;
      if (!cursor.gotoParent()) return false;
      depth--;
    }
  }
}

/** How many nodes of a parse are errors or made up. */
export function countErrors(grammar: Grammar, source: string): number {
  const tree = grammar.parser.parse(source);
  if (!tree) return Number.POSITIVE_INFINITY;
  try {
    if (!tree.rootNode.hasError) return 0;
    const cursor = tree.walk();
    let errors = 0;
    for (;;) {
      if (cursor.nodeTypeId === ERROR_TYPE || cursor.nodeIsMissing) errors++;
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          cursor.delete();
          return errors;
        }
      }
    }
  } finally {
    tree.delete();
  }
}
