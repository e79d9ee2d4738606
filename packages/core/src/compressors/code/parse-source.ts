import type { Tree } from 'web-tree-sitter';
import type { InTurns } from '../../model/in-turns.js';
import type { LineEdit } from '../../reading/edit-lines.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import type { Grammar } from './load-grammar.js';
import { countErrors, type Outline, outlineOf } from './outline.js';

/** A source as a parser reads it, held until it is known whether what is made of it reads as well. */
export interface Parsed {
  readonly outline: Outline;
  /** Whether the source after its edits, in order of rows, has no more errors than before. */
  reads(shorter: string, edits: readonly LineEdit[]): InTurns<boolean>;
  /** Frees the parser's memory. */
  free(): void;
}

/** Parses a source. */
export function* parseSource(grammar: Grammar, source: string, lines: readonly string[]): InTurns<Parsed | undefined> {
  const tree = yield* parse(grammar, source);
  if (!tree) return undefined;
  let held: Outline | undefined;
  try {
    held = yield* outlineOf(grammar, tree, source, lines);
    const outline = held;
    // A parse of the changes alone now and then stumbles where a whole one does not.
    const reads = function* (shorter: string, edits: readonly LineEdit[]): InTurns<boolean> {
      const errors = yield* errorsAfter(grammar, tree, lines, shorter, edits);
      // To free a large tree takes a turn of its own.
      yield;
      if (errors <= outline.errors) return true;
      return (yield* errorsOf(grammar, shorter)) <= outline.errors;
    };
    return { outline, reads, free: () => tree.delete() };
  } finally {
    // Also where the work ends in the middle.
    if (!held) tree.delete();
  }
}

/** Characters that are parsed before others have their turn. */
const A_TURN = 30_000;

/** Parses at once what is short; the parser stops in longer sources and goes on where it was. */
function* parse(grammar: Grammar, source: string, old?: Tree): InTurns<Tree | null> {
  if (source.length <= A_TURN) return grammar.parser.parse(source, old);
  const parser = grammar.another();
  let [from, stopped] = [0, false];
  const progressCallback = ({ currentOffset }: { currentOffset: number }): boolean => {
    stopped = currentOffset > from + A_TURN;
    if (stopped) from = currentOffset;
    return stopped;
  };
  try {
    for (;;) {
      stopped = false;
      const tree = parser.parse(source, old, { progressCallback });
      if (tree || !stopped) return tree;
      yield;
    }
  } finally {
    parser.delete();
  }
}

/** Parses again only what the edits touch. */
function* errorsAfter(
  grammar: Grammar,
  tree: Tree,
  lines: readonly string[],
  shorter: string,
  edits: readonly LineEdit[],
): InTurns<number> {
  const old = tree.copy();
  try {
    yield* editTree(grammar, old, lines, edits);
    const errors = yield* errorsOf(grammar, shorter, old);
    yield;
    return errors;
  } finally {
    old.delete();
  }
}

function* errorsOf(grammar: Grammar, source: string, old?: Tree): InTurns<number> {
  const tree = yield* parse(grammar, source, old);
  if (!tree) return Number.POSITIVE_INFINITY;
  try {
    const errors = yield* countErrors(tree);
    yield;
    return errors;
  } finally {
    tree.delete();
  }
}

/** Tells a tree where its source changed, the last edit first, so that the places of the others stay right. */
function* editTree(grammar: Grammar, tree: Tree, lines: readonly string[], edits: readonly LineEdit[]): InTurns<void> {
  const starts = new Uint32Array(lines.length + 1);
  for (const [row, line] of lines.entries()) starts[row + 1] = (starts[row] ?? 0) + line.length + 1;
  yield* itemsInTurns([...edits].reverse(), (edit) => {
    const startIndex = starts[edit.from] ?? 0;
    const ending = (lines[edit.from] ?? '').endsWith('\r') ? 1 : 0;
    const sizes = edit.lines.map((line) => line.length + ending);
    const size = sizes.reduce((sum, one) => sum + one + 1, -1);
    tree.edit(
      new grammar.Edit({
        startIndex,
        oldEndIndex: (starts[edit.to + 1] ?? 1) - 1,
        newEndIndex: startIndex + size,
        startPosition: { row: edit.from, column: 0 },
        oldEndPosition: { row: edit.to, column: (lines[edit.to] ?? '').length },
        newEndPosition: { row: edit.from + sizes.length - 1, column: sizes.at(-1) ?? 0 },
      }),
    );
  });
}
