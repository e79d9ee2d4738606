/** How much of a unit is shown: nothing, the line that names it, its telling parts too, or all of it. */
export type Depth = 0 | 1 | 2 | 3;
export const GONE = 0;
export const HEAD = 1;
export const CORE = 2;
export const WHOLE = 3;

/** How loud a unit complains: an error, a warning, a word that may mean either. */
export type Fault = 'reported' | 'suspected' | 'hinted';

/** A half-open stretch of the text, in UTF-16 offsets. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of a text that is kept or left out as one: a record, a row, a hit, a commit, a sentence. */
export interface Unit extends Stretch {
  /** The heading, file or record it stands under, an earlier unit that is never missing above it; -1 at the top. */
  readonly parent: number;
  /** Its name in counts, in the singular: `row`, `commit`, `error`. */
  readonly what: string;
  /** Equal for units that are alike but for numbers and names. */
  readonly shape?: number;
  readonly fault?: Fault;
  /** Other units without which it misleads: a header row, a closing brace. */
  readonly needs?: readonly number[];
  /** Says what the whole comes to (totals, results), or must stand so that the rest reads right. */
  readonly frame?: true;
}

/** A stretch of a unit as it is shown: as it stands, or in other words. */
export interface Piece extends Stretch {
  /** Words in its place: a note in brackets, or the unit in short. */
  readonly said?: string;
  /** The words point at this stretch: they count only where it stands in the output above, else the piece stays as it is. */
  readonly like?: Stretch;
}
