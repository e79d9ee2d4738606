import type { Picked } from './pick-commits.js';
import type { Commit, Layout } from './read-log.js';

const SHORT_HASH = 9;

/** Writes the picked commits in their order, whole or in one line, and runs of others as a count with days and authors. */
export function printLog(commits: readonly Commit[], lines: readonly string[], layout: Layout, picked: Picked): string {
  const usual = layout === 'full' ? usualAuthor(commits) : '';
  const printed = lines.slice(0, commits[0]?.from ?? 0).filter((line) => line.trim() !== '');
  if (usual !== '') printed.push(`(author of one-line commits: ${usual}, unless named)`);
  let run: Commit[] = [];
  const flush = (): void => {
    if (run.length > 0) printed.push(describeRun(run));
    run = [];
  };
  for (const commit of commits) {
    if (picked.whole.has(commit)) {
      flush();
      for (const line of blockOf(commit, lines)) printed.push(line);
      printed.push('');
    } else if (picked.rows.has(commit)) {
      flush();
      printed.push(layout === 'full' ? rowOf(commit, usual) : lines[commit.from]!.trimEnd() + statNote(commit));
    } else run.push(commit);
  }
  flush();
  return printed.join('\n').trimEnd();
}

/** A commit as printed, without the empty lines (of a graph) behind it. */
function blockOf(commit: Commit, lines: readonly string[]): string[] {
  let end = commit.to;
  while (end > commit.from + 1 && /^[\s|*\\/]*$/.test(lines[end - 1]!)) end--;
  return lines.slice(commit.from, end).map((line) => line.trimEnd());
}

function rowOf(commit: Commit, usual: string): string {
  const author = commit.author === usual || commit.author === '' ? '' : ` ${commit.author}:`;
  return `${commit.hash.slice(0, SHORT_HASH)} ${commit.day}${author} ${commit.subject.trim()}${statNote(commit)}`;
}

function statNote(commit: Commit): string {
  return commit.stat === '' ? '' : ` (${commit.stat})`;
}

function usualAuthor(commits: readonly Commit[]): string {
  const [best] = countAuthors(commits);
  return best && best[1] > commits.length / 2 ? best[0] : '';
}

/** Authors with their number of commits, most first. */
export function countAuthors(commits: readonly Commit[]): (readonly [author: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { author } of commits) if (author !== '') counts.set(author, (counts.get(author) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function describeRun(run: readonly Commit[]): string {
  const days = run
    .map((commit) => commit.day)
    .filter((day) => /^\d{4}-/.test(day))
    .sort();
  const span = days.length === 0 ? '' : days[0] === days.at(-1) ? `, ${days[0]}` : `, ${days[0]} to ${days.at(-1)}`;
  const authors = countAuthors(run)
    .slice(0, 5)
    .map(([author, count]) => `${count} by ${author}`);
  const merges = run.filter((commit) => commit.merge).length;
  const notes = [...authors, ...(merges > 0 ? [`${merges} ${merges === 1 ? 'merge' : 'merges'}`] : [])];
  return `[… ${run.length} ${run.length === 1 ? 'commit' : 'commits'}${span}${notes.length > 0 ? `: ${notes.join(', ')}` : ''}]`;
}
