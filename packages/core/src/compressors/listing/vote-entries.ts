import { grouped } from '../../reading/grouped.js';
import { pathKind, splitPath } from '../../reading/path-kind.js';
import { HEAD } from '../../units/unit.js';
import type { Voter } from '../../units/units.js';
import { showing } from '../../units/votes/showing.js';
import { bytesOf, isCache } from './rank-entries.js';
import type { Entry } from './read-entries.js';
import type { Row } from './read-units.js';

const MANY_ENTRIES = 60;
const RARE_FILES = 3;
const RARE_KINDS = 6;
const RARE_MODES = 8;
const LARGEST = 4;
const EMPTY = 3;
const FITS = 0.45;
const NAMED = 2;
const FOLDER_FITS = 0.3;

/** Why entries of a listing are shown: as printed what fits the question and what is odd, by name what the room holds. */
export function votersFor(rows: readonly Row[], isDetailed: boolean): readonly Voter[] {
  return [
    showing('fit', 40, () => fitting(rows)),
    showing('rare', 'all', () => rareKinds(rows)),
    ...(isDetailed ? [showing('odd', 'all', () => oddLines(rows))] : []),
    showing('name', 'room', () => (isDetailed ? byScore(rows) : byFolder(rows)), HEAD),
  ];
}

function entriesOf(rows: readonly Row[]): (readonly [unit: number, entry: Entry, score: number])[] {
  return rows.flatMap(({ place }, unit) => (place ? [[unit, place.entry, place.score] as const] : []));
}

/** The entries near the best score, and those that the question names. */
function fitting(rows: readonly Row[]): number[] {
  const scored = entriesOf(rows);
  const best = scored.reduce((most, [, , score]) => Math.max(most, score), 0);
  if (best <= 0) return [];
  return scored
    .filter(([, , score]) => score >= best * FITS || score >= NAMED)
    .sort((a, b) => b[2] - a[2] || a[0] - b[0])
    .map(([unit]) => unit);
}

/** Files of a kind of which there are only a few among many others. */
function rareKinds(rows: readonly Row[]): number[] {
  const entries = entriesOf(rows);
  if (entries.length < MANY_ENTRIES) return [];
  const kinds = grouped(entries, ([, { path, folder }]) =>
    folder || isCache(path) ? undefined : /[^./\\]\.([A-Za-z0-9_]{1,10})$/.exec(path)?.[1],
  );
  const rare = [...kinds.values()].filter((same) => same.length <= RARE_FILES);
  return rare.length <= RARE_KINDS ? rare.flat().map(([unit]) => unit) : [];
}

/** First and last, the largest, empty ones, rare modes. */
function oddLines(rows: readonly Row[]): number[] {
  const entries = entriesOf(rows);
  const files = entries.filter(([, { folder, size, path }]) => !folder && size !== undefined && path !== 'total');
  const largest = [...files].sort((a, b) => bytesOf(b[1].size) - bytesOf(a[1].size) || a[0] - b[0]);
  const empty = files.filter(([, { size }]) => size === '0');
  const modes = grouped(entries, ([, { mode }]) => mode);
  const rare = [...modes.values()].filter((same) => same.length <= RARE_MODES && same.length * 20 < entries.length);
  const ends = [...entries.slice(0, 1), ...entries.slice(-1)];
  return [...ends, ...largest.slice(0, LARGEST), ...empty.slice(0, EMPTY), ...rare.flat()].map(([unit]) => unit);
}

function byScore(rows: readonly Row[]): number[] {
  return entriesOf(rows)
    .filter(([, { path }]) => !isCache(path))
    .sort((a, b) => b[2] - a[2] || a[0] - b[0])
    .map(([unit]) => unit);
}

/** Folder by folder: those with fits first, then sources, shallow and small ones. */
function byFolder(rows: readonly Row[]): number[] {
  return [...grouped(entriesOf(rows), ([, { path }]) => splitPath(path).dir)]
    .map(([dir, inside]) => ({
      dir,
      inside,
      fit: inside.reduce((most, [, , score]) => (score >= FOLDER_FITS ? Math.max(most, score) : most), 0),
      late: pathKind(dir) === 'source' ? 0 : 1,
      depth: dir.split(/[/\\]/).length,
    }))
    .filter(({ dir, fit }) => !isCache(dir) || fit >= 1)
    .sort((a, b) => b.fit - a.fit || a.late - b.late || a.depth - b.depth || a.inside.length - b.inside.length)
    .flatMap(({ inside }) => inside.map(([unit]) => unit));
}
