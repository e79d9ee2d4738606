import type { Shorter, Task } from '../../model/compressor.js';
import { namesPath } from '../../reading/names-path.js';
import { readQuery } from '../../reading/query-terms.js';
import { packCounts, readCount, unpackCounts } from './pack-counts.js';

const MIN_ZEROS = 5;
const LARGEST = 3;

/** Shortens `grep -c` output: folders once, and in lossy modes files without a match only as a number. */
export function shortenCounts(lines: readonly string[], task: Task, before: number): Shorter | undefined {
  const terms = readQuery(task.query);
  const counts = lines.map(readCount);
  const largest = counts.map((found) => found?.count ?? 0).sort((a, b) => b - a)[LARGEST - 1] ?? 0;
  const asked = (line: string): boolean => {
    const found = readCount(line);
    return found !== undefined && (namesPath(terms, found.path) >= 2 || (found.count >= largest && found.count > 0));
  };
  const packed = packCounts(lines, asked);
  const lossless = unpackCounts(packed) === lines.join('\n') && task.tokens.count(packed) < before;
  const zeros = counts.filter((found, i) => found?.count === 0 && !asked(lines[i]!)).length;
  if (task.mode !== 'lossless' && zeros >= MIN_ZEROS) {
    const some = lines.filter((line, i) => counts[i]?.count !== 0 || asked(line));
    const total = counts.reduce((sum, found) => sum + (found?.count ?? 0), 0);
    const summary = `${zeros} of ${counts.filter(Boolean).length} files, all with 0 matches; ${total} matches in all`;
    return {
      kind: 'trimmed',
      text: `${packCounts(some, asked)}\n[${zeros} files with 0 matches]`,
      omitted: { summary },
    };
  }
  return lossless ? { kind: 'packed', text: packed } : undefined;
}
