import type { Content } from '../../model/content.js';
import { timesOf } from '../../reading/grouped.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Depth, GONE, HEAD, type Piece, type Unit } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { end } from '../../units/votes/end.js';
import { everyFrame } from '../../units/votes/frame.js';
import { related } from '../../units/votes/related.js';
import { type Commit, layoutOf, readLog } from './read-log.js';

const MIN_COMMITS = 5;
const SHORT_HASH = 9;
const MOST_AUTHORS = 8;

/** Reads a log of git: its commits are the units, shown as printed or in one line each. */
export function readLogUnits(content: Content): Units | undefined {
  const found = layoutOf(content.lines);
  if (!found || found.layout === 'blame') return undefined;
  const commits = readLog(content.lines, found.layout);
  return commits.length < MIN_COMMITS ? undefined : new GitLogUnits(content, commits, found.layout === 'full');
}

class GitLogUnits implements Units {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly share: number;
  readonly short?: string;
  readonly also: string;
  readonly voters: readonly Voter[];
  readonly #page: Lines;
  readonly #usual: string;

  constructor(
    content: Content,
    private readonly commits: readonly Commit[],
    private readonly isFull: boolean,
  ) {
    this.#page = joinLines(content.lines);
    this.text = this.#page.text;
    this.share = isFull ? 1.2 : 0.8;
    if (isFull) this.short = 'bodies, stats, full hashes and times';
    const [first] = countAuthors(commits);
    this.#usual = isFull && first && first[1] > commits.length / 2 ? first[0] : '';
    const whom = authorsOf(commits, MOST_AUTHORS);
    this.also = `in all ${commits.length} commits${whom.length > 0 ? ` (${whom.join(', ')})` : ''}`;
    this.list = [
      ...this.#preamble(),
      ...commits.map(({ from, to }) => ({ ...stretchOf(this.#page, from, to), parent: -1, what: 'commit' })),
    ];
    this.voters = [everyFrame, asked, { ...related, most: 20 }, end, recent];
  }

  pieces(unit: number, depth: Depth): readonly Piece[] {
    const commit = this.#commitOf(unit);
    if (!commit) return [this.list[unit]!];
    const all = this.list[unit]!;
    return this.isFull && depth === HEAD ? [{ ...all, said: this.#rowOf(commit) }] : [all];
  }

  label(unit: number): string {
    const { from, to } = this.list[unit]!;
    return this.text.slice(from, Math.min(to, from + 2000));
  }

  describe({ members }: Gap): string {
    const gone = members.flatMap((member) => this.#commitOf(member) ?? []);
    const days = gone
      .map(({ day }) => day)
      .filter((day) => /^\d{4}-/.test(day))
      .sort();
    const [first, last] = [days[0], days.at(-1)];
    const span = first === undefined ? '' : first === last ? first : `${first} to ${last}`;
    return [span, authorsOf(gone, 5).join(', ')].filter((part) => part !== '').join('; ');
  }

  finish(text: string): string {
    return this.#usual === '' ? text : `(author of one-line commits: ${this.#usual}, unless named)\n${text}`;
  }

  #commitOf(unit: number): Commit | undefined {
    return this.commits[unit - (this.list.length - this.commits.length)];
  }

  #preamble(): Unit[] {
    const to = this.commits[0]!.from;
    return to === 0 ? [] : [{ ...stretchOf(this.#page, 0, to), parent: -1, what: 'line', frame: true }];
  }

  #rowOf(commit: Commit): string {
    const author = commit.author === this.#usual || commit.author === '' ? '' : ` ${commit.author}:`;
    return `${commit.hash.slice(0, SHORT_HASH)} ${commit.day}${author} ${commit.subject.trim()}`;
  }
}

/** The latest commits. */
const recent: Voter = {
  reason: 'recent',
  most: 'room',
  *votes({ list, depth }: Sight): Iterable<Vote> {
    for (const unit of list.keys()) if (depth[unit] === GONE) yield { unit, depth: HEAD };
  },
};

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
