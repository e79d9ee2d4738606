import type { Compressor } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { isPackedTree, packTree, unpackTree } from '../../packs/tree.js';
import { atOnce } from '../../reading/in-turns.js';
import { compressorOf } from '../../units/compressor-of.js';
import { hasBranches, readTree } from './read-tree.js';
import { readTreeUnits } from './read-units.js';

const SAMPLE_LINES = 400;
const FEWEST = 12;
/** Of the lines that are not blank so many stand in a tree, and so many are branches. */
const IN_TREES = 0.7;
const BRANCHES = 0.08;
/** Where more lines say what each node is (plans of queries), no node is like another. */
const MOST_LINES = 3;
const SURE = 0.94;
const PACK = { pack: (text: string) => packTree(text.split('\n')), unpack: unpackTree };

/**
 * Drawn trees: dependencies (`npm ls`, `cargo tree`, `mvn dependency:tree`), processes, call trees of profilers. Whole branches go,
 * the deepest first; what the question names stays with all it hangs from.
 */
export function drawnTree(): Compressor {
  return compressorOf({ name: 'drawn_tree', ceiling: SURE, match, read: readTreeUnits, pack: PACK });
}

function match({ lines, json }: Content): number {
  if (json !== undefined || isPackedTree(lines[0] ?? '')) return 0;
  const sample = lines.slice(0, SAMPLE_LINES);
  if (!hasBranches(sample, FEWEST)) return 0;
  const filled = sample.filter((line) => line.trim() !== '').length;
  const nodes = atOnce(readTree(sample));
  const drawn = nodes.filter((node) => node.drawn);
  if (drawn.length < FEWEST || drawn.length < filled * BRANCHES || arePaths(drawn.map(({ label }) => label))) return 0;
  const within = nodes.reduce((sum, { drawn: is, from, to }) => (is ? sum + to - from : sum), 0);
  const said = drawn.reduce((sum, { from, to }) => sum + sample.slice(from, to).filter(saysSomething).length, 0);
  return within >= filled * IN_TREES && said <= drawn.length * MOST_LINES ? SURE : 0;
}

const saysSomething = (line: string): boolean => /[\p{L}\p{N}]/u.test(line);

const FILE = /^(?:\[[^\]]{0,60}\] +)?[^\s@:()]{1,120}\.[A-Za-z]\w{0,9}$|\/$|^(?:\[[^\]]{0,60}\] +)?[\w.-]+$/;

/** A tree of files is a listing. */
function arePaths(labels: readonly string[]): boolean {
  return labels.filter((label) => FILE.test(label.split(' -> ', 1)[0]!.trimEnd())).length > labels.length * 0.8;
}
