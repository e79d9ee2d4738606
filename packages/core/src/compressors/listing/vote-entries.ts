import { pathKind, splitPath } from '../../reading/path-kind.js';
import { HEAD, WHOLE } from '../../units/unit.js';
import type { Vote, Voter } from '../../units/units.js';
import { bytesOf } from './bytes-of.js';
import { isCache } from './rank-entries.js';
import type { Entry } from './read-entries.js';
import type { ScoredEntry } from './read-units.js';

const MANY_ENTRIES = 60;
const RARE_FILES = 3;
const RARE_KINDS = 6;
const RARE_MODES = 8;
const LARGEST = 4;
const EMPTY = 3;
const FITS = 0.45;
const NAMED = 2;
const FOLDER_FITS = 0.3;

type Places = readonly (ScoredEntry | undefined)[];

/** Why entries of a listing are shown: as printed what fits the question and what is odd, by name what the room holds. */
export function votersFor(places: Places, isDetailed: boolean): readonly Voter[] {
  const whole = (reason: string, most: number | 'all', units: () => Iterable<number>): Voter => ({
    reason,
    most,
    *votes(): Iterable<Vote> {
      for (const unit of units()) yield { unit, depth: WHOLE };
    },
  });
  return [
    whole('fit', 40, () => fitting(places)),
    whole('rare', 'all', () => rareKinds(places)),
    ...(isDetailed ? [whole('odd', 'all', () => oddLines(places))] : []),
    {
      reason: 'name',
      most: 'room',
      *votes(): Iterable<Vote> {
        for (const unit of isDetailed ? byScore(places) : byFolder(places)) yield { unit, depth: HEAD };
      },
    },
  ];
}

function entriesOf(places: Places): (readonly [unit: number, entry: Entry, score: number])[] {
  return places.flatMap((place, unit) => (place ? [[unit, place.entry, place.score] as const] : []));
}

/** The entries near the best score, and those that the question names. */
function fitting(places: Places): number[] {
  const scored = entriesOf(places);
  const best = scored.reduce((most, [, , score]) => Math.max(most, score), 0);
  if (best <= 0) return [];
  return scored
    .filter(([, , score]) => score >= best * FITS || score >= NAMED)
    .sort((a, b) => b[2] - a[2] || a[0] - b[0])
    .map(([unit]) => unit);
}

/** Files of a kind of which there are only a few among many others. */
function rareKinds(places: Places): number[] {
  const entries = entriesOf(places);
  if (entries.length < MANY_ENTRIES) return [];
  const kinds = new Map<string, number[]>();
  for (const [unit, { path, folder }] of entries) {
    const kind = folder || isCache(path) ? undefined : /[^./\\]\.([A-Za-z0-9_]{1,10})$/.exec(path)?.[1];
    if (kind) kinds.set(kind, [...(kinds.get(kind)?.slice(0, RARE_FILES) ?? []), unit]);
  }
  const rare = [...kinds.values()].filter((same) => same.length <= RARE_FILES);
  return rare.length <= RARE_KINDS ? rare.flat() : [];
}

/** First and last, the largest, empty ones, rare modes. */
function oddLines(places: Places): number[] {
  const entries = entriesOf(places);
  const files = entries.filter(([, { folder, size, path }]) => !folder && size !== undefined && path !== 'total');
  const largest = [...files].sort((a, b) => bytesOf(b[1].size) - bytesOf(a[1].size) || a[0] - b[0]);
  const empty = files.filter(([, { size }]) => size === '0');
  const modes = new Map<string, number[]>();
  for (const [unit, { mode }] of entries)
    if (mode) modes.set(mode, [...(modes.get(mode)?.slice(-RARE_MODES) ?? []), unit]);
  const rare = [...modes.values()].filter((same) => same.length <= RARE_MODES && same.length * 20 < entries.length);
  return [
    ...[entries[0], entries.at(-1)].flatMap((some) => (some ? [some[0]] : [])),
    ...[...largest.slice(0, LARGEST), ...empty.slice(0, EMPTY)].map(([unit]) => unit),
    ...rare.flat(),
  ];
}

function byScore(places: Places): number[] {
  return entriesOf(places)
    .filter(([, { path }]) => !isCache(path))
    .sort((a, b) => b[2] - a[2] || a[0] - b[0])
    .map(([unit]) => unit);
}

/** Folder by folder: those with fits first, then sources, shallow and small ones. */
function byFolder(places: Places): number[] {
  const folders = new Map<string, { dir: string; units: number[]; fit: number }>();
  for (const [unit, { path }, score] of entriesOf(places)) {
    const { dir } = splitPath(path);
    const folder = folders.get(dir) ?? { dir, units: [], fit: 0 };
    folders.set(dir, folder);
    folder.units.push(unit);
    if (score >= FOLDER_FITS) folder.fit = Math.max(folder.fit, score);
  }
  const late = ({ dir }: { dir: string }): number => (pathKind(dir) === 'source' ? 0 : 1);
  const depth = ({ dir }: { dir: string }): number => dir.split(/[/\\]/).length;
  return [...folders.values()]
    .filter(({ dir, fit }) => !isCache(dir) || fit >= 1)
    .sort((a, b) => b.fit - a.fit || late(a) - late(b) || depth(a) - depth(b) || a.units.length - b.units.length)
    .flatMap(({ units }) => units);
}
