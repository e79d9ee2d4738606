import { splitPath } from '../../reading/path-kind.js';
import type { Outline } from './print-folders.js';
import { countKinds, isCache } from './rank-entries.js';
import type { Entry, Listing } from './read-entries.js';

/**
 * Writes a long listing: unusual and asked-for lines as they are, the others as runs of names with sizes while the room
 * lasts, then as counts. Headings, totals and errors stay.
 */
export function printDetails(
  listing: Listing,
  lines: readonly string[],
  scores: readonly number[],
  room: number,
): Outline {
  const whole = pickWhole(listing.entries, scores);
  const cost = (entry: Entry): number => (splitPath(entry.path).name.length + (entry.size?.length ?? 0)) / 2.6 + 2;
  let left = room;
  for (const entry of whole) left -= lines[entry.at]!.length / 2.4;
  const named = new Set<Entry>();
  const byScore = listing.entries
    .map((entry, i) => ({ entry, i }))
    .sort((a, b) => scores[b.i]! - scores[a.i]! || a.i - b.i);
  for (const { entry } of byScore) {
    if (whole.has(entry) || isCache(entry.path)) continue;
    left -= cost(entry);
    if (left < 0) break;
    named.add(entry);
  }
  const counted = listing.entries.filter((entry) => !whole.has(entry) && !named.has(entry));
  return { text: write(listing, lines, whole, named), counted };
}

function write(
  listing: Listing,
  lines: readonly string[],
  whole: ReadonlySet<Entry>,
  named: ReadonlySet<Entry>,
): string {
  const printed: string[] = [];
  let run: Entry[] = [];
  const flush = (): void => {
    if (run.length > 0) printed.push(describeRun(run, named));
    run = [];
  };
  let other = 0;
  const othersUpTo = (at: number): void => {
    for (; other < listing.others.length && listing.others[other]!.at < at; other++) {
      if (listing.others[other]!.text.trim() === '') continue;
      flush();
      printed.push(listing.others[other]!.text);
    }
  };
  for (const entry of listing.entries) {
    othersUpTo(entry.at);
    if (whole.has(entry)) {
      flush();
      printed.push(lines[entry.at]!.trimEnd());
    } else {
      const own = ownRun(run, entry);
      if (own !== undefined) {
        const next = own === run.length ? [] : [run.pop()!];
        flush();
        run = next;
      }
      run.push(entry);
    }
  }
  othersUpTo(Number.POSITIVE_INFINITY);
  flush();
  return printed.join('\n');
}

/**
 * Where in a run the run of an entry begins, when it does not go on with all of it: neighbours of one folder stay together,
 * single ones of several folders share a run.
 */
function ownRun(run: readonly Entry[], entry: Entry): number | undefined {
  const dirOf = (some: Entry | undefined): string | undefined => some && splitPath(some.path).dir;
  const dir = dirOf(entry);
  const first = dirOf(run[0]);
  const last = dirOf(run.at(-1));
  if (run.length === 0 || (first === dir && last === dir)) return undefined;
  if (last === dir) return run.length > 1 ? run.length - 1 : undefined;
  return run.length > 1 && first === last ? run.length : undefined;
}

function describeRun(run: readonly Entry[], named: ReadonlySet<Entry>): string {
  const dirs = new Set(run.map((entry) => splitPath(entry.path).dir));
  const { dir } = splitPath(run[0]!.path);
  const one = dirs.size === 1;
  const told = run.filter((entry) => named.has(entry));
  const rest = run.filter((entry) => !named.has(entry));
  const names = told.map(
    (entry) =>
      `${one ? entry.path.slice(dir.length) : entry.path}${entry.folder ? '/' : ''}${entry.size && !(entry.folder && entry.mode) ? ` ${entry.size}` : ''}`,
  );
  const where = one && dir !== '' ? ` in ${dir}` : '';
  if (rest.length === 0) return `[${run.length}${where}: ${names.join(', ')}]`;
  const kinds = `${rest.length} more: ${countKinds(rest)}${rangeOf(rest)}`;
  return names.length === 0
    ? `[${run.length} entries${where}: ${countKinds(rest)}${rangeOf(rest)}]`
    : `[${run.length}${where}: ${names.join(', ')}; ${kinds}]`;
}

function rangeOf(entries: readonly Entry[]): string {
  let least: Entry | undefined;
  let most: Entry | undefined;
  for (const entry of entries) {
    if (entry.folder || entry.size === undefined) continue;
    if (!least || bytes(entry.size) < bytes(least.size)) least = entry;
    if (!most || bytes(entry.size) > bytes(most.size)) most = entry;
  }
  return least && most && least !== most ? `; sizes ${least.size} to ${most.size}` : '';
}

function bytes(size: string | undefined): number {
  const found = /^([\d.,]+) ?([kKMGTP]?)/.exec(size ?? '');
  if (!found) return 0;
  return Number(found[1]!.replaceAll(',', '')) * 1024 ** ' KMGTP'.indexOf((found[2] || ' ').toUpperCase());
}

/** Lines to keep as they are: first and last, asked for, largest, empty, links, rare modes. */
function pickWhole(entries: readonly Entry[], scores: readonly number[]): Set<Entry> {
  const whole = new Set<Entry>();
  const add = (some: readonly (Entry | undefined)[]): void => {
    for (const entry of some) if (entry) whole.add(entry);
  };
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const fits = entries.map((_, i) => i).filter((i) => best > 0 && scores[i]! >= best * 0.5);
  add(
    fits
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, 25)
      .map((i) => entries[i]),
  );
  add([entries[0], entries.at(-1)]);
  const files = entries.filter((entry) => !entry.folder && entry.size !== undefined && entry.path !== 'total');
  const sized = files.map((entry) => ({ entry, size: bytes(entry.size) }));
  sized.sort((a, b) => b.size - a.size || a.entry.at - b.entry.at);
  add(sized.slice(0, 4).map(({ entry }) => entry));
  add(files.filter((entry) => entry.size === '0').slice(0, 3));
  const modes = new Map<string, Entry[]>();
  for (const entry of entries)
    if (entry.mode) modes.set(entry.mode, [...(modes.get(entry.mode)?.slice(-8) ?? []), entry]);
  for (const same of modes.values()) if (same.length <= 8 && same.length * 20 < entries.length) add(same);
  return whole;
}
