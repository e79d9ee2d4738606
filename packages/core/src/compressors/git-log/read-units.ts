import type { Content } from '../../model/content.js';
import { timesOf } from '../../reading/grouped.js';
import { joinLines, unitOf } from '../../units/folded.js';
import { HEAD } from '../../units/unit.js';
import type { Units } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { end } from '../../units/votes/end.js';
import { everyFrame } from '../../units/votes/frame.js';
import { related } from '../../units/votes/related.js';
import { showing } from '../../units/votes/showing.js';
import { type Commit, layoutOf, readLog } from './read-log.js';

const MIN_COMMITS = 5;
const SHORT_HASH = 9;
const MOST_AUTHORS = 8;
const LONGEST_LABEL = 2000;

/** Reads a log of git: its commits are the units, shown as printed or in one line each. */
export function readLogUnits({ lines }: Content): Units | undefined {
  const found = layoutOf(lines);
  if (!found || found.layout === 'blame') return undefined;
  const commits = readLog(lines, found.layout);
  if (commits.length < MIN_COMMITS) return undefined;
  const page = joinLines(lines);
  const isFull = found.layout === 'full';
  const [first] = countAuthors(commits);
  const usual = isFull && first && first[1] > commits.length / 2 ? first[0] : '';
  const whom = authorsOf(commits, MOST_AUTHORS);
  const before = commits[0]!.from;
  const preamble = before === 0 ? [] : [unitOf(page, 0, before, 'line', true)];
  const list = [...preamble, ...commits.map(({ from, to }) => unitOf(page, from, to, 'commit'))];
  const commitOf = (unit: number): Commit | undefined => commits[unit - preamble.length];
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    share: isFull ? 1.2 : 0.8,
    ...(isFull ? { short: 'bodies, stats, full hashes and times' } : {}),
    also: `in all ${commits.length} commits${whom.length > 0 ? ` (${whom.join(', ')})` : ''}`,
    voters: [everyFrame, asked, { ...related, most: 20 }, end, showing('recent', 'room', () => list.keys(), HEAD)],
    pieces: (unit, depth) => {
      const commit = commitOf(unit);
      const all = list[unit]!;
      return [isFull && commit && depth === HEAD ? { ...all, said: rowOf(commit, usual) } : all];
    },
    label: (unit) => {
      const { from, to } = list[unit]!;
      return page.text.slice(from, Math.min(to, from + LONGEST_LABEL));
    },
    describe: ({ members }) => {
      const gone = members.flatMap((member) => commitOf(member) ?? []);
      const days = gone
        .map(({ day }) => day)
        .filter((day) => /^\d{4}-/.test(day))
        .sort();
      const span = [...new Set([...days.slice(0, 1), ...days.slice(-1)])].join(' to ');
      return [span, authorsOf(gone, 5).join(', ')].filter((part) => part !== '').join('; ');
    },
    finish: (text) => (usual === '' ? text : `(author of one-line commits: ${usual}, unless named)\n${text}`),
  };
}

function rowOf({ hash, day, author, subject }: Commit, usual: string): string {
  const whom = author === usual || author === '' ? '' : ` ${author}:`;
  return `${hash.slice(0, SHORT_HASH)} ${day}${whom} ${subject.trim()}`;
}

/** Authors with their number of commits, most first. */
function countAuthors(commits: readonly Commit[]): (readonly [author: string, count: number])[] {
  const authors = commits.map(({ author }) => author).filter((author) => author !== '');
  return [...timesOf(authors)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function authorsOf(commits: readonly Commit[], most: number): string[] {
  return countAuthors(commits)
    .slice(0, most)
    .map(([author, count]) => `${count} by ${author}`);
}
