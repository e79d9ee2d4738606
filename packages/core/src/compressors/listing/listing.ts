import type { Compressor, Task } from '../../model/compressor.js';
import { isPackedTree, packTree, unpackTree } from '../../packs/tree.js';
import { readQuery } from '../../question/query-terms.js';
import { compressorOf } from '../../units/compressor-of.js';
import { layoutOf } from './layout.js';
import { arePackedPaths, packPaths, unpackPaths } from './pack-paths.js';
import { readEntryUnits } from './read-units.js';

const SHORTEST_WORD = 5;
/** So many paths that the question names stay whole in a packed list. */
const MOST_WHOLE = 30;

/**
 * Listings of files (find, ls, tree, du, tar, unzip, git ls-files): says folders once; when that is not enough keeps what the
 * question asks for with its whole path, folder contents by name as far as they fit, and counts of the rest.
 */
export function listing(): Compressor {
  return compressorOf({
    name: 'listing',
    ceiling: 1,
    match: ({ lines }) => (arePackedPaths(lines) || isPackedTree(lines[0] ?? '') ? 1 : (layoutOf(lines)?.score ?? 0)),
    read: readEntryUnits,
    pack: { pack: packEntries, unpack: (packed) => (isPackedTree(packed) ? unpackTree(packed) : unpackPaths(packed)) },
  });
}

function packEntries(text: string, task: Task): string | undefined {
  const lines = text.split('\n');
  const { layout } = layoutOf(lines) ?? {};
  if (layout === 'tree') return packTree(lines);
  if (layout !== 'paths') return undefined;
  const { names, words } = readQuery(task.query);
  const asked = [...names, ...words.filter((word) => word.length >= SHORTEST_WORD)].map((word) => word.toLowerCase());
  const named = lines.filter((line) => asked.some((word) => line.toLowerCase().includes(word)));
  const whole = new Set(named.length <= MOST_WHOLE ? named : []);
  return packPaths(lines, (line) => whole.has(line));
}
