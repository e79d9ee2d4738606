import type { InTurns } from '../model/in-turns.js';
import { readNumberedView } from '../packs/numbered-view.js';
import { BoundedMap } from '../reading/bounded-map.js';
import { itemsInTurns } from '../reading/in-turns.js';

/** A line with the number that a reader gives it; without one where a tool printed numbers and this line is outside of them. */
export interface SeenRow {
  readonly number: number | undefined;
  readonly body: string;
}

/** How a note names a text: what it is, once for all texts of that name, in front of it and behind. */
export interface SeenName {
  /** `the`, `your own`. */
  readonly before: string;
  /** `Read result (src/a.ts)`. */
  readonly what: string;
  /** Which part of it: the argument of a call. */
  readonly part?: string;
}

/** A text as the model sees it, by lines. */
export interface SeenText {
  readonly name: SeenName;
  /** Which of the texts of this name it is, from 1. */
  readonly nth: number;
  readonly rows: readonly SeenRow[];
  /** Something was left out of it, so that its lines have other numbers in the original. */
  readonly cut: boolean;
  /** Which of all texts it is, in order. */
  readonly order: number;
}

/** A line of a text: the first rows where it stands in it. */
interface Place {
  readonly source: SeenText;
  readonly rows: number[];
}

/** Lines of a new text that stand, next to each other, in a text the model has already seen. */
export interface SeenRun {
  readonly from: number;
  readonly rows: number;
  readonly source: SeenText;
  /** First row in the source. */
  readonly at: number;
}

const TELLING = 12;
const CANDIDATES = 8;
const FEW = 4;
const MIN_ROWS = 4;
const MIN_CHARACTERS = 240;
const MAX_ROWS = 200_000;
const ROWS_A_TURN = 256;

/** Of one text at most so many rows are remembered, which bounds what short lines cost in memory. */
const MAX_KNOWN_ROWS = 20_000;
const known = new BoundedMap<readonly SeenRow[]>(8_000_000);

/** True for a text of more lines than are compared; none of its lines is read then. */
export function hasTooManyRows(text: string): boolean {
  let rows = 1;
  for (let at = text.indexOf('\n'); at >= 0 && rows <= MAX_ROWS; at = text.indexOf('\n', at + 1)) rows++;
  return rows > MAX_ROWS;
}

/**
 * Lines of a text, with line numbers taken off where a tool had printed them. A conversation is read again at every turn. Where
 * a text prints a number twice, only the first of them names a line.
 */
export function rowsOf(text: string): readonly SeenRow[] {
  const found = known.get(text);
  if (found) return found;
  const lines = text.split('\n');
  const view = readNumberedView(lines);
  let highest = 0;
  const rows = view
    ? view.rows.map(({ number, body }) => {
        if (number === undefined || number <= highest) return { number: undefined, body };
        highest = number;
        return { number, body };
      })
    : lines.map((body, i) => ({ number: i + 1, body }));
  if (rows.length <= MAX_KNOWN_ROWS) known.set(text, rows);
  return rows;
}

/**
 * Everything the model can see so far, by its lines. What was cut from an earlier text is not in it, so a reference made from
 * it never points at something that stands nowhere. Runs have numbers without a gap on both sides, so that a range names
 * exactly their lines.
 */
export class Seen {
  /** Where a telling line stands, by the order of the texts. */
  readonly #places = new Map<string, Place[]>();
  #next = 0;
  readonly #named = new Map<string, number>();

  /** True while there is nothing to refer to. */
  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Counts what carries a name, whether its text is taken in or not; says which it is, from 1. */
  meet({ what }: SeenName): number {
    const nth = (this.#named.get(what) ?? 0) + 1;
    this.#named.set(what, nth);
    return nth;
  }

  /** Takes in a text as it is shown; `cut` when something of it was left out. */
  *add(text: string, name: SeenName, nth: number, cut = false): InTurns<SeenText> {
    return yield* this.#enter({ name, nth, rows: comparedRows(text), cut, order: this.#next++ });
  }

  /** Puts another text in the place of one that is no longer shown: the same as if it had stood there from the beginning. */
  *replace(source: SeenText, text: string, cut: boolean): InTurns<SeenText> {
    yield* itemsInTurns(source.rows, ({ body }) => {
      const places = this.#places.get(body);
      const at = places ? placeOf(places, source.order) : 0;
      if (places?.[at]?.source === source) places.splice(at, 1);
    });
    return yield* this.#enter({ ...source, rows: comparedRows(text), cut });
  }

  *#enter(source: SeenText): InTurns<SeenText> {
    yield* itemsInTurns(source.rows, ({ number, body }, row) => {
      if (number === undefined || !tells(body)) return;
      const places = this.#places.get(body);
      if (!places) {
        this.#places.set(body, [{ source, rows: [row] }]);
        return;
      }
      const at = placeOf(places, source.order);
      const same = places[at];
      if (same?.source !== source) places.splice(at, 0, { source, rows: [row] });
      else if (same.rows.length < FEW) same.rows.push(row);
    });
    return source;
  }

  /** Whether another text of the same name came after this one. */
  hasLater({ name: { what }, nth }: SeenText): boolean {
    return (this.#named.get(what) ?? nth) > nth;
  }

  /** `the earlier Read result (a.ts)`; of several: `the 2nd …`, `the previous …`, so that a name means one text only. */
  nameOf({ name: { before, what, part }, nth }: SeenText): string {
    const all = this.#named.get(what) ?? 1;
    const which = all === 1 ? (before === 'the' ? 'earlier' : 'own') : nth === all ? 'previous' : ordinal(nth);
    return `${before} ${which} ${what}${part === undefined ? '' : `, ${part}`}`;
  }

  /** The longest runs of seen lines, in order and without overlap. Linear in the rows. */
  *runs(rows: readonly SeenRow[]): InTurns<readonly SeenRun[]> {
    const found: SeenRun[] = [];
    for (let i = 0, free = 0, tries = 1; i < rows.length; tries++) {
      if (tries % ROWS_A_TURN === 0) yield;
      const run = rows[i]!.number !== undefined && tells(rows[i]!.body) ? this.#longest(rows, i, free) : undefined;
      if (run && run.rows >= MIN_ROWS && charactersOf(rows, run) >= MIN_CHARACTERS) {
        found.push(run);
        i = run.from + run.rows;
        free = i;
      } else i += 1;
    }
    return found;
  }

  #longest(rows: readonly SeenRow[], i: number, free: number): SeenRun | undefined {
    let best: SeenRun | undefined;
    for (const { source, row } of latestOf(this.#places.get(rows[i]!.body) ?? [])) {
      const goesOn = (by: number): boolean => {
        const [own, theirs] = [rows[i + by], source.rows[row + by]];
        if (!own || own.body !== theirs?.body) return false;
        return own.number === rows[i]!.number! + by && theirs.number === source.rows[row]!.number! + by;
      };
      let length = 1;
      while (goesOn(length)) length += 1;
      let back = 0;
      while (i - back > free && goesOn(-back - 1)) back += 1;
      if (!best || length + back >= best.rows) best = { from: i - back, rows: length + back, source, at: row - back };
    }
    return best;
  }
}

/** The rows of a text that are compared: none of one that has too many. */
function comparedRows(text: string): readonly SeenRow[] {
  return hasTooManyRows(text) ? [] : rowsOf(text);
}

/** Where a text of an order stands, or belongs. */
function placeOf(places: readonly Place[], order: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.source.order < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The latest places, the last of which a reader finds first; of one text the first, or some while there are few. */
function latestOf(places: readonly Place[]): readonly { readonly source: SeenText; readonly row: number }[] {
  const found: { source: SeenText; row: number }[] = [];
  // The first few count rows of one text, all others one.
  const from = places.length >= CANDIDATES + FEW ? places.length - CANDIDATES : 0;
  for (let at = from; at < places.length; at++) {
    const { source, rows } = places[at]!;
    for (const [nth, row] of rows.entries()) {
      if (nth > 0 && (from > 0 || found.length >= FEW)) break;
      found.push({ source, row });
      if (found.length > CANDIDATES) found.shift();
    }
  }
  return found;
}

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

function tells(body: string): boolean {
  return body.length >= TELLING && body.trim().length >= TELLING / 2;
}

function charactersOf(rows: readonly SeenRow[], { from, rows: count }: SeenRun): number {
  let sum = 0;
  for (let i = from; i < from + count && sum < MIN_CHARACTERS; i++) sum += rows[i]!.body.length + 1;
  return sum;
}
