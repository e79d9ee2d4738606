import type { Shorter, Task } from '../../model/compressor.js';
import { namesPath } from '../../reading/names-path.js';
import { readQuery } from '../../reading/query-terms.js';
import { packCounts, readCount, unpackCounts } from './pack-counts.js';

const MIN_ZEROS = 5;
/** The files with the most matches are said in full, and in lossy modes these and some more are all there is of a long list. */
const LARGEST = 5;
const LONG_LIST = 40;
const SHOWN_SHARE = 0.25;

/** Shortens `grep -c` output: folders once, and in lossy modes files with the fewest matches only as a number. */
export function shortenCounts(lines: readonly string[], task: Task, before: number): Shorter | undefined {
  const terms = readQuery(task.query);
  const counts = lines.map(readCount);
  const sorted = counts.flatMap((found) => (found ? [found.count] : [])).sort((a, b) => b - a);
  const largest = sorted[LARGEST - 1] ?? 0;
  const asked = (line: string): boolean => {
    const found = readCount(line);
    return found !== undefined && (namesPath(terms, found.path) >= 2 || (found.count >= largest && found.count > 0));
  };
  const least = leastShown(sorted, task);
  const isLeft = (line: string): boolean => {
    const found = readCount(line);
    return found !== undefined && found.count < least && !asked(line);
  };
  const left = lines.filter(isLeft);
  if (task.mode !== 'lossless' && left.length >= MIN_ZEROS) {
    const some = lines.filter((line) => !isLeft(line));
    const total = sorted.reduce((sum, count) => sum + count, 0);
    const most = left.reduce((top, line) => Math.max(top, readCount(line)?.count ?? 0), 0);
    const each = most === 0 ? '0 matches' : `at most ${most} ${most === 1 ? 'match' : 'matches'} each`;
    return {
      kind: 'trimmed',
      licence: 'rows',
      text: `${packCounts(some, asked)}\n[${left.length} files with ${each}]`,
      omitted: { summary: `${left.length} of ${sorted.length} files, all with ${each}; ${total} matches in all` },
    };
  }
  const packed = packCounts(lines, asked);
  const lossless = unpackCounts(packed) === lines.join('\n') && task.tokens.count(packed) < before;
  return lossless ? { kind: 'packed', text: packed } : undefined;
}

/** The fewest matches a file needs to be shown: one, or more in a long list where the question does not look for the fewest. */
function leastShown(sorted: readonly number[], task: Task): number {
  if (sorted.length < LONG_LIST || readQuery(task.query).wants.has('min')) return 1;
  const shown = Math.max(LONG_LIST / 2, Math.round(sorted.length * SHOWN_SHARE * task.bias));
  return Math.max(1, sorted[shown] ?? 1);
}
