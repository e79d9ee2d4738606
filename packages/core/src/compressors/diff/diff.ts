import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import { readQuery } from '../../reading/query-terms.js';
import { rankTexts } from '../../reading/rank-texts.js';
import { pack } from './pack.js';
import { printDiff } from './print-diff.js';
import { type FilePart, type Part, readDiff } from './read-diff.js';
import { trimHunk } from './trim-hunk.js';
import { matchStat, trimStat } from './trim-stat.js';
import { type WeighedFile, type WeighedHunk, weighHunks } from './weigh-hunks.js';

const MIN_TOKENS = 100;
const SAMPLE_LINES = 400;
const FOLDED = new Set(['lock', 'generated', 'vendored']);
const FOLDED_ABOVE = 12;

/**
 * Diffs (git, unified, combined, patches): drops repeated names; beyond that keeps every changed line of the hunks that matter,
 * with less context and recounted `@@` lines, and tells all other hunks and files in a line with their counts. Of `--stat` tables
 * the largest changes stay.
 */
export function diff(): Compressor {
  return {
    name: 'diff',
    match: (content) => matchDiff(content.lines) || matchStat(content.lines),
    compress(content, task) {
      if (matchDiff(content.lines) === 0)
        return task.mode !== 'lossless' && matchStat(content.lines) > 0 ? trimStat(content.lines, task) : undefined;
      const before = task.tokens.count(content.text);
      if (before < MIN_TOKENS) return undefined;
      const packed = pack(content.lines);
      const after = task.tokens.count(packed);
      const lossless: Shorter | undefined = after < before ? { kind: 'packed', text: packed } : undefined;
      if (task.mode === 'lossless') return lossless;
      return trimmedOf(readDiff(content.lines), task, before, Math.min(before, after)) ?? lossless;
    },
  };
}

function matchDiff(lines: readonly string[]): number {
  let headers = 0;
  let hunks = 0;
  let names = 0;
  const end = Math.min(lines.length, SAMPLE_LINES);
  for (let i = 0; i < end; i++) {
    const line = lines[i]!;
    if (/^diff (?:--git|--cc|--combined|-[A-Za-z])/.test(line)) headers++;
    else if (/^@@@? -\d+(?:,\d+)? .*@@/.test(line)) hunks++;
    else if (line.startsWith('--- ') && lines[i + 1]?.startsWith('+++ ')) names++;
  }
  if (hunks > 0 && (headers > 0 || names > 0)) return 0.95;
  if (headers > 0 && hunks === 0) return headers * 12 >= end ? 0.85 : 0.4;
  return hunks > 0 ? 0.88 : 0;
}

function roomFor(task: Task, before: number): number {
  if (task.budget !== undefined) return Math.min(task.budget, before);
  const [floor, share] = task.mode === 'aggressive' ? [200, 0.22] : [500, 0.5];
  return (floor + Math.min(before, 8000) * share + Math.max(0, before - 8000) * share * 0.4) * task.bias;
}

function trimmedOf(parts: readonly Part[], task: Task, before: number, rival: number): Shorter | undefined {
  const files = weighHunks(
    parts.filter((part): part is FilePart => part.kind === 'file'),
    task,
  );
  if (files.length === 0) return undefined;
  const context = task.mode === 'aggressive' ? 0 : 1;
  const names = readQuery(task.query).names.filter((name) => name.length > 2);
  const wanted = (line: string): boolean => names.some((name) => line.includes(name));
  const rank = (lines: readonly string[]): ArrayLike<number> => rankTexts(task.query, lines);
  const kept = choose(files, context, roomFor(task, before), before);
  const longestRun = Math.max(40, Math.round((task.mode === 'aggressive' ? 40 : 100) * task.bias));
  const printed = printDiff(parts, files, { kept, context, longestRun, wanted, rank });
  const text = pack(printed.lines);
  if (text.trim() === '' || task.tokens.count(text) > rival * 0.95) return undefined;
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary: summaryOf(files, kept, printed.elided) } };
}

/** The hunks to show, best first, until the room is used. Something is always shown. */
function choose(files: readonly WeighedFile[], context: number, room: number, before: number): Set<WeighedHunk> {
  const kept = new Set<WeighedHunk>();
  const all = files.flatMap((file) =>
    isFolded(file) ? [] : file.hunks.filter((hunk) => hunk.trivial === undefined).map((hunk) => ({ hunk, file })),
  );
  const order = (all.length > 0 ? all : files.flatMap((file) => file.hunks.map((hunk) => ({ hunk, file })))).sort(
    (a, b) => b.hunk.score - a.hunk.score,
  );
  const answered = order.some(({ hunk, file }) => !file.aside && hunk.fit >= 0.5);
  let left = room;
  for (const { hunk, file } of order) {
    if (answered && file.aside && hunk.fit < 0.15 && !hunk.says) continue;
    const cost = trimHunk(hunk.hunk, { context }).reduce((sum, line) => sum + Math.min(line.length, 400) / 3.4 + 1, 0);
    if (kept.size > 0 && cost > left && !(file.named && left > -before * 0.2)) continue;
    kept.add(hunk);
    left -= cost;
  }
  return kept;
}

function isFolded(file: WeighedFile): boolean {
  return file.aside && FOLDED.has(file.kind) && file.added + file.removed > FOLDED_ABOVE;
}

function summaryOf(files: readonly WeighedFile[], kept: ReadonlySet<WeighedHunk>, elided: number): string {
  const all = files.flatMap((file) => file.hunks);
  const missing = all.filter((hunk) => !kept.has(hunk));
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  const parts = [];
  if (missing.length > 0) {
    const sums = `+${missing.reduce((n, hunk) => n + hunk.added, 0)} -${missing.reduce((n, hunk) => n + hunk.removed, 0)}`;
    parts.push(`${missing.length} of ${all.length} hunks (${sums})`);
  }
  if (elided > 0) parts.push(`${elided} changed lines inside long hunks`);
  parts.push('unchanged lines around changes');
  return `${parts.join(', ')}; the whole diff is +${added} -${removed} in ${files.length} file${files.length === 1 ? '' : 's'}`;
}
