import { splitPath } from '../../reading/path-kind.js';
import { printRepeat, type Repeat } from './fold-repeats.js';
import type { Hit, Row } from './read-matches.js';

const MAX_LINE = 360;
const MAX_NUMBERS = 24;
const MAX_NAMED_FILES = 400;
const MAX_REMARKS = 12;

export interface Selection {
  readonly kept: ReadonlySet<number>;
  /** Hits told by `repeats`. */
  readonly folded: ReadonlySet<number>;
  readonly repeats: readonly Repeat[];
}

/** Writes the kept hits under their files, and what else was found: line numbers in kept files, counts for all others. */
export function printKept(
  rows: readonly Row[],
  hits: readonly Hit[],
  selection: Selection,
  words: readonly string[],
): string {
  const { kept, folded, repeats } = selection;
  const files = new Map<string, { shown: Hit[]; rest: Hit[] }>();
  hits.forEach((hit, i) => {
    if (folded.has(i)) return;
    const file = files.get(hit.path) ?? { shown: [], rest: [] };
    files.set(hit.path, file);
    if (kept.has(i)) file.shown.push(hit);
    else if (hit.mark === ':') file.rest.push(hit);
  });
  const lines: string[] = [];
  const others: [path: string, count: number][] = [];
  for (const [path, { shown, rest }] of files) {
    if (shown.length === 0) {
      others.push([path, rest.length]);
      continue;
    }
    if (path !== '') lines.push(path);
    for (const hit of shown)
      lines.push(
        hit.number === '' ? `  ${shorten(hit.text, words)}` : hit.number + hit.mark + shorten(hit.text, words),
      );
    if (rest.length > 0) lines.push(restOf(rest));
  }
  const remarks = rows.filter((row) => row.kind === 'other').map((row) => row.text.trimEnd());
  return [
    ...firstAndLast(remarks),
    ...lines,
    ...repeats.flatMap((repeat) => printRepeat(repeat, hits)),
    ...printOthers(others),
  ].join('\n');
}

function restOf(rest: readonly Hit[]): string {
  const noun = rest.length === 1 ? 'match' : 'matches';
  if (rest[0]!.number === '') return `[${rest.length} more ${noun}]`;
  const numbers = rest.slice(0, MAX_NUMBERS).map((hit) => hit.number);
  const last = rest.at(-1)!.number;
  if (rest.length > MAX_NUMBERS) return `[${rest.length} more ${noun}: lines ${numbers.join(', ')} … ${last}]`;
  return `[${rest.length} more: ${rest.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')}]`;
}

function firstAndLast(remarks: readonly string[]): string[] {
  if (remarks.length <= MAX_REMARKS) return [...remarks];
  const half = MAX_REMARKS / 2;
  return [
    ...remarks.slice(0, half),
    `[… ${remarks.length - MAX_REMARKS} more lines that are not matches]`,
    ...remarks.slice(-half),
  ];
}

/** Names the files of which no line is shown, by directory, each with its number of matches. */
function printOthers(others: readonly (readonly [path: string, count: number])[]): string[] {
  if (others.length === 0) return [];
  const folders = new Map<string, (readonly [name: string, count: number])[]>();
  for (const [path, count] of others) {
    const { dir, name } = splitPath(path);
    const list = folders.get(dir);
    if (list) list.push([name, count]);
    else folders.set(dir, [[name, count]]);
  }
  const total = others.reduce((sum, [, count]) => sum + count, 0);
  const lines = [`Also matching, not shown (${total} matches in ${others.length} files, matches per file):`];
  for (const [dir, list] of folders) {
    const where = dir === '' ? '' : `${dir}: `;
    if (others.length > MAX_NAMED_FILES && list.length > 3) {
      lines.push(`${where}${list.reduce((sum, [, count]) => sum + count, 0)} matches in ${list.length} files`);
    } else lines.push(where + list.map(([name, count]) => `${name} ${count}`).join(', '));
  }
  return lines;
}

/** A very long line is shown around its first interesting word, cut at blanks where there are any. */
function shorten(text: string, words: readonly string[]): string {
  const line = text.trimEnd();
  if (line.length <= MAX_LINE) return line;
  const lower = line.slice(0, 200_000).toLowerCase();
  const at = words.map((word) => lower.indexOf(word)).filter((found) => found >= 0);
  const middle = at.length > 0 ? at.reduce((a, b) => Math.min(a, b)) : 0;
  let from = Math.max(0, middle - MAX_LINE / 3);
  let to = Math.min(line.length, from + MAX_LINE);
  const blankBefore = line.lastIndexOf(' ', from);
  const blankAfter = line.indexOf(' ', to);
  if (from > 0 && blankBefore >= 0 && from - blankBefore < 60) from = blankBefore + 1;
  if (blankAfter >= 0 && blankAfter - to < 60) to = blankAfter;
  if (isLow(line, from)) from--;
  if (isLow(line, to)) to++;
  return `${from > 0 ? `[… ${from} characters] ` : ''}${line.slice(from, to)}${to < line.length ? ` [… ${line.length - to} characters]` : ''}`;
}

function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff;
}
