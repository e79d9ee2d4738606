import { grouped } from '../../reading/grouped.js';
import { splitPath } from '../../reading/path-kind.js';
import { bytesOf, countKinds } from './rank-entries.js';
import type { Entry } from './read-entries.js';

const MOST_FOLDERS = 40;

/** What entries are in, folder by folder, with how many of which kind: `lib/: 14 entries (10 .py, 4 .so)`. */
export function describeFolders(entries: readonly Entry[], root: string): string {
  const folders = grouped(entries, ({ path }) => {
    const { dir } = splitPath(path);
    return dir.startsWith(root) ? dir.slice(root.length) : dir;
  });
  const tops = grouped(folders, ([dir]) => dir.split(/[/\\]/, 1)[0]!);
  return [...tops].map(([top, inside]) => describeTop(top, new Map(inside))).join('; ');
}

function describeTop(top: string, folders: ReadonlyMap<string, readonly Entry[]>): string {
  const entries = [...folders.values()].flat();
  const kinds = `(${countKinds(entries)}${rangeOf(entries)})`;
  const [only] = folders.keys();
  if (folders.size === 1) return `${only || './'} ${entries.length} ${kinds}`;
  const inside = [...folders].map(([dir, some]) => `${dir.slice(top.length + 1) || './'} ${some.length}`);
  const some = inside.slice(0, MOST_FOLDERS).join(', ');
  const more = inside.length > MOST_FOLDERS ? `, … ${inside.length - MOST_FOLDERS} more folders` : '';
  return `${top}/ ${entries.length} in ${folders.size} folders ${kinds}: ${some}${more}`;
}

function rangeOf(entries: readonly Entry[]): string {
  let least: Entry | undefined;
  let most: Entry | undefined;
  for (const entry of entries) {
    if (entry.folder || entry.size === undefined) continue;
    if (!least || bytesOf(entry.size) < bytesOf(least.size)) least = entry;
    if (!most || bytesOf(entry.size) > bytesOf(most.size)) most = entry;
  }
  return least && most && least !== most ? `; sizes ${least.size} to ${most.size}` : '';
}
