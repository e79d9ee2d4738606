import type { Task } from '../../model/compressor.js';
import { readQuery } from '../../reading/query-terms.js';
import { rankTexts } from '../../reading/rank-texts.js';
import type { Commit } from './read-log.js';

export interface Picked {
  /** Commits to show as printed. */
  readonly whole: ReadonlySet<Commit>;
  /** Commits to show in one line. */
  readonly rows: ReadonlySet<Commit>;
}

/** The commits worth showing within about `room` tokens: asked for, first and last, then the rest, merges and routine last. */
export function pickCommits(commits: readonly Commit[], lines: readonly string[], task: Task, room: number): Picked {
  const terms = readQuery(task.query);
  const texts = commits.map((commit) =>
    lines
      .slice(commit.from, Math.min(commit.to, commit.from + 200))
      .join('\n')
      .slice(0, 6000),
  );
  const relevance = rankTexts(task.query, texts);
  const asked = [...terms.values, ...terms.names].filter((word) => word.length >= 4);
  const scores = commits.map((commit, i) => {
    const fit = relevance[i]!;
    const named = asked.some((word) => commit.hash.startsWith(word) || commit.day === word || texts[i]!.includes(word))
      ? 1
      : 0;
    const edge = i < 3 || i >= commits.length - 2 ? 0.5 : 0;
    return fit * 2 + named + edge - (commit.merge || ROUTINE.test(commit.subject) ? 0.3 : 0) - i / commits.length / 10;
  });
  const order = commits.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const whole = new Set<Commit>();
  const rows = new Set<Commit>();
  let left = room;
  for (const i of order) {
    const commit = commits[i]!;
    const size = texts[i]!.length / 3;
    const isFit = relevance[i]! >= 0.5 || (scores[i]! >= 1 && relevance[i]! > 0);
    if (commit.to - commit.from > 1 && isFit && whole.size < 20 && (size < left * 0.4 || whole.size === 0)) {
      whole.add(commit);
      left -= size;
    } else if (left > 0) {
      rows.add(commit);
      left -= commit.subject.length / 4 + 14;
    }
  }
  return { whole, rows };
}

const ROUTINE = /\bbump\b|\bchore\(deps|^chore\b|\bdependabot\b|^(?:update|upgrade) dependenc|\brelease v?\d/i;
