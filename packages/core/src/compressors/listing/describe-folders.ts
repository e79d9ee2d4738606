import { splitPath } from '../../reading/path-kind.js';
import { bytesOf } from './bytes-of.js';
import { countKinds } from './rank-entries.js';
import type { Entry } from './read-entries.js';

const MOST_FOLDERS = 40;

/** What entries are in, folder by folder, with how many of which kind: `lib/: 14 entries (10 .py, 4 .so)`. */
export function describeFolders(entries: readonly Entry[], root: string): string {
  const tops = new Map<string, Map<string, Entry[]>>();
  for (const entry of entries) {
    const { dir } = splitPath(entry.path);
    const inside = dir.startsWith(root) ? dir.slice(root.length) : dir;
    const top = inside.split(/[/\\]/, 1)[0]!;
    const folders = tops.get(top) ?? new Map<string, Entry[]>();
    tops.set(top, folders);
    const some = folders.get(inside);
    if (some) some.push(entry);
    else folders.set(inside, [entry]);
  }
  return [...tops].map(([top, folders]) => describeTop(top, folders)).join('; ');
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
