import { splitPath } from '../../reading/path-kind.js';
import { BULLET, HEADING, isNameLine, isPathLine, type Layout, layoutOf, MAX_LINE, TREE } from './layout.js';

/** One file or folder of a listing. */
export interface Entry {
  /** Index of its line in the text. */
  readonly at: number;
  /** As printed; with the folder's heading in front in `ls -R`, with all its parents in `tree`. */
  readonly path: string;
  /** What the line says before the path: mode, owner, size, date; empty in plain listings. */
  readonly detail: string;
  readonly size?: string;
  readonly mode?: string;
  readonly folder: boolean;
}
export interface Listing {
  readonly layout: Layout;
  readonly entries: readonly Entry[];
  /** Lines that are no entries: headings, totals, errors, with their indexes. */
  readonly others: readonly { readonly at: number; readonly text: string }[];
}

/** Reads the lines of a listing. */
export function readListing(lines: readonly string[]): Listing | undefined {
  const found = layoutOf(lines);
  if (!found) return undefined;
  const others: { at: number; text: string }[] = [];
  const entries =
    found.layout === 'tree' ? readTree(lines, others) : readLines(lines, found.layout, found.pattern, others);
  const parents = new Set<string>();
  for (const { path } of entries) {
    for (let parent = parentOf(path); parent !== '' && !parents.has(parent); parent = parentOf(parent))
      parents.add(parent);
  }
  return {
    layout: found.layout,
    entries: entries.map((entry) => (parents.has(entry.path) ? { ...entry, folder: true } : entry)),
    others,
  };
}

/** `src/a/` is the folder `src/a`. */
function bare(path: string): { readonly path: string; readonly folder: boolean } {
  const folder = path.length > 1 && /[/\\]$/.test(path);
  return { path: folder ? path.slice(0, -1) : path, folder };
}

function parentOf(path: string): string {
  return splitPath(path).dir.slice(0, -1);
}

function readLines(
  lines: readonly string[],
  layout: Layout,
  pattern: RegExp | undefined,
  others: { at: number; text: string }[],
): Entry[] {
  const entries: Entry[] = [];
  let folder = '';
  lines.forEach((raw, at) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const found = pattern && line.length <= MAX_LINE ? pattern.exec(line)?.groups : undefined;
    if (found) {
      const { d = '', path = '', size, mode } = found;
      const name = mode?.startsWith('l') ? path.split(' -> ', 1)[0]! : path;
      const own = bare(name);
      entries.push({
        at,
        path: folder + own.path,
        detail: d,
        folder: own.folder || mode?.[0] === 'd' || /^(?:<DIR>|DIR|dir)$/.test(size ?? '') || mode === '040000',
        ...(size && /\d/.test(size) ? { size } : {}),
        ...(mode ? { mode } : {}),
      });
      return;
    }
    const heading = layout === 'details' || layout === 'folders' ? HEADING.exec(line) : null;
    if (heading) folder = heading[1]!.endsWith('/') ? heading[1]! : `${heading[1]}/`;
    const plain =
      !heading &&
      !pattern &&
      line !== '' &&
      (layout === 'paths' ? isPathLine(line) || isNameLine(line) : isNameLine(line));
    if (plain) {
      const own = bare(line);
      entries.push({ at, path: folder + own.path, detail: '', folder: own.folder });
    } else others.push({ at, text: line });
  });
  return entries;
}

function readTree(lines: readonly string[], others: { at: number; text: string }[]): Entry[] {
  const entries: Entry[] = [];
  const parents: string[] = [];
  let root = '';
  lines.forEach((raw, at) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const drawn = line.length <= MAX_LINE ? TREE.exec(line) : null;
    const found = drawn ?? (line.length <= MAX_LINE ? BULLET.exec(line) : null);
    if (!found) {
      if (line !== '' && !/\s/.test(line)) root = line.endsWith('/') ? line : `${line}/`;
      else others.push({ at, text: line });
      return;
    }
    const depth = Math.round(found[1]!.length / (drawn ? 4 : 2));
    const label = /^(\[[^\]]*\] +)?([\s\S]+)$/.exec(found[2]!)!;
    const name = label[2]!.split(' -> ', 1)[0]!;
    parents.length = Math.min(parents.length, depth);
    const own = bare(name);
    const path = `${root}${parents.join('')}${own.path}`;
    parents.push(`${own.path}/`);
    const size = label[1] ? /([\d.]{1,20}[KMGT]?)\] +$/.exec(label[1])?.[1] : undefined;
    entries.push({ at, path, detail: label[1] ?? '', folder: own.folder, ...(size ? { size } : {}) });
  });
  return entries;
}
