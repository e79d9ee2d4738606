import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { namesPath } from '../../question/names-path.js';
import { splitPath } from '../../reading/path-kind.js';
import { joinLines, stretchOf } from '../../units/folded.js';
import { scaleOf } from '../../units/room.js';
import { type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { related } from '../../units/votes/related.js';

const CHANGED = /^(?:(\d+)(?: [+-]+)?|Bin(?: .*)?)$/;
const TOTAL = /^ \d+ files? changed\b/;
const LONGEST_LINE = 600;
const FEWEST = 8;
const LARGEST = 6;
const SHARE = 0.12;
const FOLDERS = 12;

/** One file of `git diff --stat`; undefined for another line. */
interface FileChange {
  readonly path: string;
  readonly changed: number;
}

/** How surely a text is the table of `git diff --stat`, which also stands alone or below the words of a commit. */
export function matchStat(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '');
  const files = filled.filter((line) => readFile(line)).length;
  return files >= FEWEST && files >= filled.length * 0.7 && filled.some((line) => TOTAL.test(line)) ? 0.9 : 0;
}

function readFile(line: string): FileChange | undefined {
  const bar = line.length < LONGEST_LINE && /^ \S/.test(line) ? line.lastIndexOf(' | ') : -1;
  const found = bar > 1 ? CHANGED.exec(line.slice(bar + 3).trim()) : null;
  return found ? { path: line.slice(1, bar).trimEnd(), changed: Number(found[1] ?? 0) } : undefined;
}

/** Reads the table: a file is a unit; the largest changes, appearing files and what the question names are shown. */
export function readStatUnits({ lines }: Content, task: Task): Units {
  const page = joinLines(lines);
  const files = lines.map(readFile);
  const list = lines.map(
    (_, line): Unit => ({
      ...stretchOf(page, line, line + 1),
      parent: -1,
      what: files[line] ? 'file' : 'line',
      ...(files[line] ? {} : { frame: true }),
    }),
  );
  const largest: Voter = { reason: 'large', most: 'all', votes: (sight) => largestOf(files, sight, task) };
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    told: 'together',
    voters: [everyFrame, asked, largest, related],
    label: (unit) => files[unit]?.path ?? '',
    describe: ({ members }: Gap) => byFolder(members.flatMap((member) => files[member] ?? [])),
    finish: (text) =>
      text
        .split('\n')
        .map((line) => (line.length > LONGEST_LINE ? line : line.replace(/ {2,40}\| +(?=\d|Bin)/g, ' | ')))
        .join('\n'),
  };
}

function* largestOf(
  files: readonly (FileChange | undefined)[],
  { asked: { terms } }: Sight,
  task: Task,
): Iterable<Vote> {
  const all = files.flatMap((file, unit) => (file ? [{ ...file, unit }] : []));
  const most = Math.max(LARGEST, Math.round(all.length * SHARE * scaleOf(task)));
  // Files that appear or vanish say more than files that change.
  const moved = all.filter(({ path }) => path.includes('/dev/null'));
  const named = all.filter(({ path }) => namesPath(terms, path) >= 1);
  const largest = [...all].sort((a, b) => b.changed - a.changed).slice(0, most);
  for (const some of [named, largest, moved.length <= all.length * SHARE ? moved : []])
    for (const { unit } of some) yield { unit, depth: WHOLE };
}

function byFolder(files: readonly FileChange[]): string {
  const folders = new Map<string, { files: number; changed: number }>();
  for (const { path, changed } of files) {
    const dir = splitPath(path).dir || './';
    const sum = folders.get(dir) ?? { files: 0, changed: 0 };
    folders.set(dir, { files: sum.files + 1, changed: sum.changed + changed });
  }
  if (folders.size === 0) return '';
  const sorted = [...folders].sort((a, b) => b[1].changed - a[1].changed || (a[0] < b[0] ? -1 : 1));
  const told = sorted.slice(0, FOLDERS).map(([dir, sum]) => `${dir} ${sum.files} (${sum.changed})`);
  const rest = sorted.slice(FOLDERS).reduce((sum, [, { files: count }]) => sum + count, 0);
  return `${told.join(', ')}${rest > 0 ? `, ${rest} elsewhere` : ''}; changed lines in brackets`;
}
