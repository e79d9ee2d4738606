import type { Shorter, Task } from '../../model/compressor.js';
import { namesPath } from '../../reading/names-path.js';
import { splitPath } from '../../reading/path-kind.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { rankTexts } from '../../reading/rank-texts.js';

const CHANGED = /^(?:(\d+)(?: [+-]+)?|Bin(?: .*)?)$/;
const TOTAL = /^ \d+ files? changed\b/;
const FEWEST = 8;
const LARGEST = 6;
const RELATED = 0.5;
const FOLDERS = 12;

/** One file of `git diff --stat`. */
interface FileChange {
  readonly line: string;
  readonly path: string;
  readonly changed: number;
}

/** How surely a text is the table of `git diff --stat`, which also stands alone or below the words of a commit. */
export function matchStat(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '');
  const files = filled.filter((line) => readFile(line) !== undefined).length;
  return files >= FEWEST && files >= filled.length * 0.7 && filled.some((line) => TOTAL.test(line)) ? 0.9 : 0;
}

/** Keeps the largest changes and the files that the question names; of the others their number and changes by folder. */
export function trimStat(lines: readonly string[], task: Task): Shorter | undefined {
  const files = lines.map(readFile);
  const shown = chosen(files, task);
  const left = files.filter((file): file is FileChange => file !== undefined && !shown.has(file));
  if (left.length < FEWEST) return undefined;
  const kept = lines.flatMap((line, l) => {
    const file = files[l];
    if (file && !shown.has(file)) return [];
    return [file ? ` ${file.path} | ${line.slice(line.lastIndexOf(' | ') + 3).trimStart()}` : line];
  });
  const total = kept.findIndex((line) => TOTAL.test(line));
  const note = `[${left.length} more files: ${byFolder(left)}]`;
  const text = [...kept.slice(0, total), note, ...kept.slice(total)].join('\n');
  const changed = left.reduce((sum, file) => sum + file.changed, 0);
  const summary = `${left.length} of ${left.length + shown.size} files with ${changed} changed lines`;
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary } };
}

function readFile(line: string): FileChange | undefined {
  const bar = line.length < 600 && /^ \S/.test(line) ? line.lastIndexOf(' | ') : -1;
  const found = bar > 1 ? CHANGED.exec(line.slice(bar + 3).trim()) : null;
  return found ? { line, path: line.slice(1, bar).trimEnd(), changed: Number(found[1] ?? 0) } : undefined;
}

function chosen(files: readonly (FileChange | undefined)[], task: Task): Set<FileChange> {
  const all = files.filter((file) => file !== undefined);
  const terms = readQuery(`${task.query} ${inputWords(task.input)}`);
  const relevance = rankTexts(
    task.query,
    all.map(({ path }) => path),
  );
  const most = Math.max(LARGEST, Math.round(all.length * 0.12 * (task.mode === 'aggressive' ? 0.5 : 1) * task.bias));
  const largest = [...all].sort((a, b) => b.changed - a.changed).slice(0, most);
  const named = all.filter(({ path }, i) => namesPath(terms, path) >= 1 || (relevance[i] ?? 0) >= RELATED);
  // Files that appear or vanish say more than files that change.
  const moved = all.filter(({ path }) => path.includes('/dev/null'));
  return new Set([
    ...largest,
    ...(named.length <= all.length * 0.3 ? named : []),
    ...(moved.length <= all.length * 0.15 ? moved : []),
  ]);
}

function byFolder(files: readonly FileChange[]): string {
  const folders = new Map<string, { files: number; changed: number }>();
  for (const { path, changed } of files) {
    const dir = splitPath(path).dir || './';
    const sum = folders.get(dir) ?? { files: 0, changed: 0 };
    folders.set(dir, { files: sum.files + 1, changed: sum.changed + changed });
  }
  const sorted = [...folders].sort((a, b) => b[1].changed - a[1].changed || (a[0] < b[0] ? -1 : 1));
  const told = sorted.slice(0, FOLDERS).map(([dir, sum]) => `${dir} ${sum.files} (${sum.changed})`);
  const rest = sorted.slice(FOLDERS).reduce((sum, [, { files: count }]) => sum + count, 0);
  return `${told.join(', ')}${rest > 0 ? `, ${rest} elsewhere` : ''}; changed lines in brackets`;
}
