import type { Licence, Task } from '../model/compressor.js';
import type { InTurns } from '../model/in-turns.js';
import type { Asked } from './asked.js';
import type { Shape } from './shapes.js';
import type { Depth, Piece, Stretch, Unit } from './unit.js';
import type { Variation } from './vary.js';

/** What is missing in one place, in numbers that the writer counted. */
export interface Gap {
  /** The units left out whole. */
  readonly members: readonly number[];
  readonly lines: number;
  /** The shown unit that they are like, in the note of a shape. */
  readonly example?: number;
}

/** A vote to show a unit at a depth. */
export interface Vote {
  readonly unit: number;
  readonly depth: Depth;
}

/** One reason to show units. Voters are asked in order; a unit that is shown already costs a later one nothing. */
export interface Voter {
  readonly reason: string;
  /** Units that it may bring in: a number (doubled by a bias of 2), `all` without any limit, `room` while there is room. */
  readonly most: number | 'all' | 'room';
  /** How much of the room it may fill, 1 being all of it. Voters whose most is not the room are held to it only where they say this. */
  readonly fills?: number;
  /** `undefined` among them is a turn for others. */
  votes(sight: Sight): Iterable<Vote | undefined>;
}

/** What a reader may ask when it says which pieces of a unit to show. */
export interface Shown {
  /** Whether a stretch stands in the output above. */
  isShown(stretch: Stretch): boolean;
  /** Whether a stretch holds a word that the question or the call asks for. */
  isAsked(stretch: Stretch): boolean;
}

/** A text read into units, and what its reader knows about showing them. */
export interface Units {
  /** What the offsets count in. Where a line was cleaned (colours, rewritten states) the number of lines stays. */
  readonly text: string;
  /** Ascending, never overlapping. What lies between two units is blank or belongs to none. */
  readonly list: readonly Unit[];
  readonly licence: Licence;
  /** Whether notes and sums count lines, as in logs, or units. Units counted by lines begin and end at line borders. */
  readonly counting: 'lines' | 'units';
  /** What of a unit is shown at a depth, ascending; by default its first line, or all of it. */
  pieces?(unit: number, depth: Depth, page: Shown): readonly Piece[];
  /** Units of many lines hold any word: only names, values and phrases of the question tell them apart. */
  readonly asks?: 'names';
  /** {@link Units.pieces} keeps asked words in sight itself; otherwise the writer adds the lines that hold them. */
  readonly keepsAsked?: true;
  /** The words of a unit without what all share (times, containers), on which shapes and ranking look; by default its first line. */
  label?(unit: number): string;
  /**
   * Every unit says by itself where it is from (a line number, a path), so what is missing under one heading, or under none that
   * is shown, is told together, behind the last of it.
   */
  readonly told?: 'together';
  /** How many characters a unit takes at a depth, where {@link Units.finish} says once what neighbours share. */
  sizeOf?(unit: number, depth: Depth): number;
  /** A line of more characters is shown only at its ends and around what is asked; 1,500 by default. */
  readonly longest?: number;
  /** Instead of the usual voters. */
  readonly voters?: readonly Voter[];
  /** How much to keep beside others of its size; 1 is usual. */
  readonly share?: number;
  /** What stands behind the numbers of a note about a gap or about a shape: names, ranges, what varies. In turns where it takes long. */
  describe?(gap: Gap): string | InTurns<string>;
  /** {@link Units.describe} says what varies, too. */
  readonly saysAll?: true;
  /** A note as it may stand in such a text; by default the note itself. */
  note?(words: string): string;
  /** What else the sum should say: what cleaning lost, totals. */
  readonly also?: string;
  /** What units shown short of whole lack, for the sum: `bodies and times`. */
  readonly short?: string;
  /** Cleaning lost something already, so that even all units together are not the original. */
  readonly lossy?: true;
  /** A last lossless shortening of what was written. */
  finish?(text: string): string;
}

/** What voters see: the units, what is asked of them, and what earlier reasons show already. */
export interface Sight {
  readonly units: Units;
  readonly list: readonly Unit[];
  readonly asked: Asked;
  readonly shapes: readonly Shape[];
  readonly task: Task;
  /** How much more or less than usual to keep. */
  readonly scale: number;
  /** The depth of each unit so far. */
  readonly depth: Uint8Array;
  /** The words of a unit on which it is ranked. */
  readonly label: (unit: number) => string;
  /** What differs between the units of a shape of three or more. */
  variationOf(shape: number): Variation | undefined;
}
