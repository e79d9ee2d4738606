import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { splitPath } from '../../reading/path-kind.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Depth, HEAD, type Piece, type Unit } from '../../units/unit.js';
import type { Gap, Units, Voter } from '../../units/units.js';
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
  const places = entries.flatMap((entry, i) =>
    !isDetailed && isImplied(entries, i) ? [] : [{ entry, score: scores[i]! }],
  );
  const words = others.filter(({ text }) => text.trim() !== '' && (isDetailed || !text.trimEnd().endsWith(':')));
  const units = new ListingUnits(page, isDetailed, layout === 'paths', places, words);
  yield* units.read(entries);
  return units;
}

/** A folder whose content follows: it is named by that. */
function isImplied(entries: readonly Entry[], i: number): boolean {
  return entries[i]!.folder && (entries[i + 1]?.path.startsWith(`${entries[i]!.path}/`) ?? false);
}

/** An entry and how well it fits the question. */
export interface ScoredEntry {
  readonly entry: Entry;
  readonly score: number;
}

class ListingUnits implements Units {
  readonly text: string;
  list: readonly Unit[] = [];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly told = 'together';
  readonly share = SHARE;
  short?: string;
  also = '';
  voters: readonly Voter[] = [];
  #root = '';
  /** The entry of each unit; undefined for a line that is none. */
  #entries: readonly (ScoredEntry | undefined)[] = [];

  constructor(
    private readonly page: Lines,
    private readonly isDetailed: boolean,
    private readonly isPaths: boolean,
    private readonly places: readonly ScoredEntry[],
    private readonly words: readonly { readonly at: number }[],
  ) {
    this.text = page.text;
  }

  *read(all: readonly Entry[]): InTurns<void> {
    const { page, isDetailed } = this;
    this.#root = commonRoot(all.map(({ path }) => path));
    yield;
    const rows = [
      ...this.places.map((place) => ({ at: place.entry.at, place })),
      ...this.words.map(({ at }) => ({ at, place: undefined })),
    ].sort((a, b) => a.at - b.at);
    this.#entries = rows.map(({ place }) => place);
    yield;
    this.list = rows.map(
      ({ at, place }): Unit => ({
        ...stretchOf(page, at, at + 1),
        parent: -1,
        what: place ? 'entry' : 'line',
        ...(place ? {} : { frame: true }),
      }),
    );
    yield;
    const files = all.filter(({ folder }) => !folder);
    this.also = `in all ${files.length} files (${countKinds(files, MOST_KINDS)})`;
    if (isDetailed) this.short = all.some(({ mode }) => mode) ? 'mode, owner and date' : 'columns beside name and size';
    this.voters = [frame, asked, ...votersFor(this.#entries, isDetailed)];
  }

  pieces(unit: number, depth: Depth): readonly Piece[] {
    const stretch = this.list[unit]!;
    const entry = this.#entries[unit]?.entry;
    if (!entry) return [stretch];
    if (depth === HEAD) return [{ ...stretch, said: nameLine(entry) }];
    return this.isPaths || this.isDetailed
      ? [stretch]
      : [{ ...stretch, said: entry.folder ? `${entry.path}/` : entry.path }];
  }

  sizeOf(unit: number, depth: Depth): number {
    const entry = this.#entries[unit]?.entry;
    if (!entry || depth !== HEAD) return this.list[unit]!.to - this.list[unit]!.from;
    return splitPath(entry.path).name.length + (entry.size?.length ?? 0) + 2;
  }

  label(unit: number): string {
    return this.#entries[unit]?.entry.path ?? '';
  }

  describe({ members }: Gap): string {
    return describeFolders(
      members.flatMap((member) => this.#entries[member]?.entry ?? []),
      this.#root,
    );
  }

  finish(text: string): string {
    return joinNames(text, this.#root);
  }
}
