import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { namesPath } from '../../question/names-path.js';
import { readQuery } from '../../question/query-terms.js';
import { joinLines, unitOf } from '../../units/folded.js';
import { scaleOf } from '../../units/room.js';
import type { Gap, Units } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { showing } from '../../units/votes/showing.js';
import { packCounts, readCount } from './pack-counts.js';

/** The files with the most matches are said in full, and in lossy modes these and some more are all there is of a long list. */
const LARGEST = 5;
const LONG_LIST = 40;
const SHOWN_SHARE = 0.25;

/** Reads the lines of `grep -c`: a file is a unit; in a long list the files with the fewest matches are only counted. */
export function readCountUnits({ lines }: Content, task: Task): Units {
  const page = joinLines(lines);
  const counts = lines.map((line) => readCount(line)?.count);
  const list = counts.map((count, line) =>
    unitOf(page, line, line + 1, count === undefined ? 'line' : 'file', count === undefined),
  );
  const sorted = counts.flatMap((count) => count ?? []).sort((a, b) => b - a);
  const least = leastShown(sorted, task);
  const large = counts.flatMap((count, unit) => (count !== undefined && count >= least ? [unit] : []));
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    told: 'together',
    voters: [everyFrame, asked, showing('large', 'all', () => large)],
    also: `${sorted.reduce((sum, count) => sum + count, 0)} matches in all`,
    describe: ({ members }: Gap) => {
      const top = members.reduce((max, member) => Math.max(max, counts[member] ?? 0), 0);
      return top === 0 ? '0 matches' : `at most ${top} ${top === 1 ? 'match' : 'matches'} each`;
    },
    finish: (text) => packCounts(text.split('\n'), staysWhole(lines, task)),
  };
}

/** Says whether a line is one that the question names or counts among the largest. */
export function staysWhole(lines: readonly string[], task: Task): (line: string) => boolean {
  const terms = readQuery(task.query);
  const largest = lines.flatMap((line) => readCount(line)?.count ?? []).sort((a, b) => b - a)[LARGEST - 1] ?? 0;
  return (line) => {
    const found = readCount(line);
    return found !== undefined && (namesPath(terms, found.path) >= 2 || (found.count >= largest && found.count > 0));
  };
}

/** The fewest matches a file needs to be shown: one, or more in a long list where the question does not look for the fewest. */
function leastShown(sorted: readonly number[], task: Task): number {
  if (readQuery(task.query).wants.has('min')) return 0;
  if (sorted.length < LONG_LIST) return 1;
  const shown = Math.max(LONG_LIST / 2, Math.round(sorted.length * SHOWN_SHARE * scaleOf(task)));
  return Math.max(1, sorted[shown] ?? 1);
}
