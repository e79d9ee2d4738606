import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { splitPath } from '../../reading/path-kind.js';
import { joinLines, unitOf } from '../../units/folded.js';
import { HEAD } from '../../units/unit.js';
import type { Units } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { frame } from '../../units/votes/frame.js';
import { describeFolders } from './describe-folders.js';
import { joinNames, NAME_MARK, nameLine } from './join-names.js';
import { commonRoot } from './pack-paths.js';
import { countKinds, rankEntries } from './rank-entries.js';
import { type Entry, readListing } from './read-entries.js';
import { votersFor } from './vote-entries.js';

const MIN_ENTRIES = 10;
const SHARE = 1.05;
const MOST_KINDS = 10;

/** Reads a listing: its entries are the units, shown as printed or by name among the others of their folder. */
export function* readEntryUnits(content: Content, task: Task): InTurns<Units | undefined> {
  const listing = readListing(content.lines);
  if (!listing || listing.entries.length < MIN_ENTRIES || content.text.includes(NAME_MARK)) return undefined;
  const { layout, entries, others } = listing;
  const isDetailed = layout === 'details';
  yield;
  const scores = yield* rankEntries(entries, task);
  yield;
  const page = joinLines(content.lines);
  yield;
  const root = commonRoot(entries.map(({ path }) => path));
  yield;
  const places = entries.flatMap((entry, i) =>
    !isDetailed && isImplied(entries, i) ? [] : [{ at: entry.at, place: { entry, score: scores[i]! } }],
  );
  const words = others.filter(({ text }) => text.trim() !== '' && (isDetailed || !text.trimEnd().endsWith(':')));
  const rows: Row[] = [...places, ...words].sort((a, b) => a.at - b.at);
  yield;
  const list = rows.map(({ at, place }) => unitOf(page, at, at + 1, place ? 'entry' : 'line', !place));
  yield;
  const entryOf = (unit: number): Entry | undefined => rows[unit]!.place?.entry;
  const files = entries.filter(({ folder }) => !folder);
  const columns = entries.some(({ mode }) => mode) ? 'mode, owner and date' : 'columns beside name and size';
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    told: 'together',
    share: SHARE,
    ...(isDetailed ? { short: columns } : {}),
    also: `in all ${files.length} files (${countKinds(files, MOST_KINDS)})`,
    voters: [frame, asked, ...votersFor(rows, isDetailed)],
    pieces: (unit, depth) => {
      const stretch = list[unit]!;
      const entry = entryOf(unit);
      if (!entry) return [stretch];
      if (depth === HEAD) return [{ ...stretch, said: nameLine(entry) }];
      if (isDetailed || layout === 'paths') return [stretch];
      return [{ ...stretch, said: entry.folder ? `${entry.path}/` : entry.path }];
    },
    sizeOf: (unit, depth) => {
      const entry = entryOf(unit);
      if (!entry || depth !== HEAD) return list[unit]!.to - list[unit]!.from;
      return splitPath(entry.path).name.length + (entry.size?.length ?? 0) + 2;
    },
    label: (unit) => entryOf(unit)?.path ?? '',
    describe: ({ members }) =>
      describeFolders(
        members.flatMap((member) => entryOf(member) ?? []),
        root,
      ),
    finish: (text) => joinNames(text, root),
  };
}

/** A folder whose content follows: it is named by that. */
function isImplied(entries: readonly Entry[], i: number): boolean {
  return entries[i]!.folder && (entries[i + 1]?.path.startsWith(`${entries[i]!.path}/`) ?? false);
}

/** A line of a listing; where it is an entry, that and how well it fits the question. */
export interface Row {
  readonly at: number;
  readonly place?: { readonly entry: Entry; readonly score: number };
}
