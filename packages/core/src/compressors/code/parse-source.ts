import type { Tree } from 'web-tree-sitter';
import type { InTurns } from '../../model/in-turns.js';
import type { Grammar } from './load-grammar.js';
import { countErrors, type Outline, outlineOf } from './outline.js';

/** Parses a source and reads its outline; undefined where the parser gives up. */
export function* parseSource(grammar: Grammar, source: string, lines: readonly string[]): InTurns<Outline | undefined> {
  return yield* withTree(grammar, source, (tree) => outlineOf(grammar, tree, source, lines));
}

/** How many errors a parser finds in a source. */
export function* errorsOf(grammar: Grammar, source: string): InTurns<number> {
  return (yield* withTree(grammar, source, countErrors)) ?? Number.POSITIVE_INFINITY;
}

function* withTree<T>(grammar: Grammar, source: string, read: (tree: Tree) => InTurns<T>): InTurns<T | undefined> {
  const tree = yield* parse(grammar, source);
  if (!tree) return undefined;
  try {
    const found = yield* read(tree);
    // To free a large tree takes a turn of its own.
    yield;
    return found;
  } finally {
    // Also where the work ends in the middle.
    tree.delete();
  }
}

/** Characters that are parsed before others have their turn. */
const A_TURN = 30_000;

/** Parses at once what is short; the parser stops in longer sources and goes on where it was. */
function* parse(grammar: Grammar, source: string): InTurns<Tree | null> {
  if (source.length <= A_TURN) return grammar.parser.parse(source);
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
      const tree = parser.parse(source, null, { progressCallback });
      if (tree || !stopped) return tree;
      yield;
    }
  } finally {
    parser.delete();
  }
}
