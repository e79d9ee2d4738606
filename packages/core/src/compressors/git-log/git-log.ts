import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import { pack, unpack } from './pack.js';
import { pickCommits } from './pick-commits.js';
import { printBlame } from './print-blame.js';
import { countAuthors, printLog } from './print-log.js';
import { type Commit, type Layout, layoutOf, readLog } from './read-log.js';

const MIN_TOKENS = 100;
const MIN_COMMITS = 5;

/**
 * Output of `git log` and `git blame`: says repeated authors once; beyond that keeps the commits a question asks for as printed
 * and puts all others into one line each, or counts them with their days and authors.
 */
export function gitLog(): Compressor {
  return {
    name: 'git_log',
    match: (content) => layoutOf(content.lines)?.score ?? 0,
    compress(content, task) {
      const found = layoutOf(content.lines);
      if (!found) return undefined;
      const before = task.tokens.count(content.text);
      if (before < MIN_TOKENS) return undefined;
      if (found.layout === 'blame') return blameOf(content.lines, task, before);
      const packed = packedOf(content.text, content.lines, task, before);
      if (task.mode === 'lossless') return packed;
      return trimmedOf(content.lines, found.layout, task, before, packed) ?? packed;
    },
  };
}

function blameOf(lines: readonly string[], task: Task, before: number): Shorter | undefined {
  if (task.mode === 'lossless') return undefined;
  const text = printBlame(lines);
  if (task.tokens.count(text) > before * 0.9) return undefined;
  return {
    kind: 'trimmed',
    licence: 'rows',
    text,
    omitted: { summary: 'the repeated commit, author and time of neighbouring lines' },
  };
}

function packedOf(text: string, lines: readonly string[], task: Task, before: number): Shorter | undefined {
  const packed = pack(lines);
  if (packed.length >= text.length || unpack(packed) !== text) return undefined;
  return task.tokens.count(packed) < before ? { kind: 'packed', text: packed } : undefined;
}

function roomFor(task: Task, before: number, layout: Layout): number {
  if (task.budget !== undefined) return Math.min(task.budget, before) * 0.9;
  const [floor, share] = task.mode === 'aggressive' ? [150, 0.12] : [350, layout === 'oneline' ? 0.45 : 0.3];
  return (floor + Math.min(before, 10_000) * share + Math.max(0, before - 10_000) * share * 0.3) * task.bias;
}

function trimmedOf(
  lines: readonly string[],
  layout: Layout,
  task: Task,
  before: number,
  packed: Shorter | undefined,
): Shorter | undefined {
  const commits = readLog(lines, layout);
  if (commits.length < MIN_COMMITS) return undefined;
  const picked = pickCommits(commits, lines, task, roomFor(task, before, layout));
  const text = printLog(commits, lines, layout, picked);
  if (text.trim() === '' || task.tokens.count(text) > (packed ? task.tokens.count(packed.text) : before) * 0.92)
    return undefined;
  return {
    kind: 'trimmed',
    licence: 'rows',
    text,
    omitted: { summary: summaryOf(commits, layout, picked.whole.size, picked.rows.size) },
  };
}

function summaryOf(commits: readonly Commit[], layout: Layout, whole: number, rows: number): string {
  const missing = commits.length - whole - rows;
  const parts: string[] = [];
  if (missing > 0) parts.push(`${missing} of ${commits.length} commits`);
  if (layout === 'full' && rows > 0) parts.push(`bodies, full hashes and times of ${rows} commits`);
  if (parts.length === 0) parts.push('repeated words');
  const merges = commits.filter((commit) => commit.merge).length;
  const authors = countAuthors(commits)
    .slice(0, 8)
    .map(([author, count]) => `${count} by ${author}`);
  const all = [...authors, ...(merges > 0 ? [`${merges} merges`] : [])];
  return `${parts.join(', ')}; in all ${commits.length} commits${all.length > 0 ? ` (${all.join(', ')})` : ''}`;
}
