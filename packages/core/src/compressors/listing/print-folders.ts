import { pathKind, splitPath } from '../../reading/path-kind.js';
import { commonRoot } from './pack-paths.js';
import { countKinds, isCache } from './rank-entries.js';
import type { Entry, Listing } from './read-entries.js';

const MANY_ENTRIES = 60;
const RARE_FILES = 3;
const RARE_KINDS = 6;

export interface Outline {
  readonly text: string;
  /** Entries told as counts only. */
  readonly counted: readonly Entry[];
}

interface Folder {
  readonly dir: string;
  readonly entries: Entry[];
  best: number;
}

/**
 * Writes a listing by folder: best fits with their whole path, the names of other files while the room lasts (folders of fits
 * first), and counts by extension for the rest. Every folder is named or counted by its parent.
 */
export function printFolders(listing: Listing, scores: readonly number[], room: number): Outline {
  const fits = new Set([...fitsOf(listing.entries, scores), ...rareKinds(listing.entries)]);
  const folders = foldersOf(listing.entries, scores);
  const root = commonRoot(listing.entries.map((entry) => entry.path));
  const named = nameWithin(folders, room - fits.size * 14);
  const counted: Entry[] = [];
  const lines = root === '' ? [] : [`Under ${root}:`];
  lines.push(
    ...listing.others
      .filter(({ text }) => text.trim() !== '' && !text.endsWith(':'))
      .slice(0, 12)
      .map(({ text }) => text),
  );
  let skipped: Folder[] = [];
  const flush = (): void => {
    if (skipped.length > 0) lines.push(describeSkipped(skipped, root));
    skipped = [];
  };
  for (const folder of folders) {
    const rest = folder.entries.filter((entry) => !fits.has(entry));
    const shown = rest.length < folder.entries.length || named.has(folder);
    if (!shown) {
      for (const entry of rest) counted.push(entry);
      if (skipped[0] && topOf(skipped[0].dir, root) !== topOf(folder.dir, root)) flush();
      skipped.push(folder);
      continue;
    }
    flush();
    const where = folder.dir.slice(root.length) || './';
    if (rest.length > 0 && named.has(folder)) lines.push(`${where}: ${joinNames(rest, folder.dir.length)}`);
    else if (rest.length > 0) {
      for (const entry of rest) counted.push(entry);
      lines.push(`${where}: ${rest.length} more (${countKinds(rest)})`);
    }
    for (const entry of folder.entries) if (fits.has(entry)) lines.push(entry.folder ? `${entry.path}/` : entry.path);
  }
  flush();
  return { text: lines.join('\n'), counted };
}

/** Files of a kind of which there are only a few among many others. */
function rareKinds(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length < MANY_ENTRIES) return [];
  const kinds = new Map<string, Entry[]>();
  for (const entry of entries) {
    const kind =
      entry.folder || isCache(entry.path) ? undefined : /[^./\\]\.([A-Za-z0-9_]{1,10})$/.exec(entry.path)?.[1];
    if (kind) kinds.set(kind, [...(kinds.get(kind)?.slice(0, RARE_FILES) ?? []), entry]);
  }
  const rare = [...kinds.values()].filter((same) => same.length <= RARE_FILES);
  return rare.length <= RARE_KINDS ? rare.flat() : [];
}

/** The entries to write with their whole path: those near the best score, not too many of them. */
function fitsOf(entries: readonly Entry[], scores: readonly number[]): Set<Entry> {
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  if (best <= 0) return new Set();
  const order = entries.map((_, i) => i).filter((i) => scores[i]! >= best * 0.45 || scores[i]! >= 2);
  order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  return new Set(order.slice(0, 40).map((i) => entries[i]!));
}

function foldersOf(entries: readonly Entry[], scores: readonly number[]): Folder[] {
  const folders = new Map<string, Folder>();
  entries.forEach((entry, i) => {
    if (entry.folder && entries[i + 1]?.path.startsWith(`${entry.path}/`)) return;
    const { dir } = splitPath(entry.path);
    const folder = folders.get(dir) ?? { dir, entries: [], best: 0 };
    folders.set(dir, folder);
    folder.entries.push(entry);
    folder.best = Math.max(folder.best, scores[i]!);
  });
  return [...folders.values()];
}

/** Folders whose names fit the room: those with fits first, then shallow and small ones. */
function nameWithin(folders: readonly Folder[], room: number): Set<Folder> {
  const depth = (folder: Folder): number => folder.dir.split(/[/\\]/).length;
  const fit = (folder: Folder): number => (folder.best >= 0.3 ? folder.best : 0);
  const late = (folder: Folder): number => (pathKind(folder.dir) === 'source' ? 0 : 1);
  const order = folders
    .filter((folder) => !isCache(folder.dir) || folder.best >= 1)
    .sort((a, b) => fit(b) - fit(a) || late(a) - late(b) || depth(a) - depth(b) || a.entries.length - b.entries.length);
  const named = new Set<Folder>();
  let left = room;
  for (const folder of order) {
    const cost = folder.entries.reduce((sum, entry) => sum + (entry.path.length - folder.dir.length) / 3 + 1.5, 0);
    if (cost > left) continue;
    named.add(folder);
    left -= cost;
  }
  return named;
}

function joinNames(entries: readonly Entry[], from: number): string {
  const names = entries.map(
    (entry) => entry.path.slice(from) + (entry.folder ? '/' : '') + (entry.size ? ` ${entry.size}` : ''),
  );
  return names.join(names.some((name) => name.includes(' ')) ? ', ' : ' ');
}

function topOf(dir: string, root: string): string {
  return dir.slice(root.length).split(/[/\\]/, 1)[0]!;
}

function describeSkipped(skipped: readonly Folder[], root: string): string {
  const entries = skipped.flatMap((folder) => folder.entries);
  const only = skipped[0]!.dir.slice(root.length) || './';
  if (skipped.length === 1) return `${only}: ${entries.length} entries (${countKinds(entries)})`;
  const top = topOf(skipped[0]!.dir, root);
  const inside = skipped.map(
    (folder) => `${folder.dir.slice(root.length + top.length + 1) || './'} ${folder.entries.length}`,
  );
  const names =
    inside.length > 40 ? `${inside.slice(0, 40).join(', ')}, … ${inside.length - 40} more folders` : inside.join(', ');
  return `${top}/: ${entries.length} entries in ${skipped.length} folders (${countKinds(entries)}): ${names}`;
}
