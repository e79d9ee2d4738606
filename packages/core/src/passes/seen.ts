import { readNumberedView, type ViewRow } from '../packs/numbered-view.js';
import { BoundedMap } from '../reading/bounded-map.js';

/** A text as the model sees it, by lines. */
export interface SeenText {
  /** How a note names it: `the earlier Read result (src/a.ts)`. */
  readonly name: string;
  /** Its number, from 1, among the texts of that name. */
  readonly nth: number;
  readonly rows: readonly ViewRow[];
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
const MIN_ROWS = 4;
const MIN_CHARACTERS = 240;
const MAX_ROWS = 200_000;

const known = new BoundedMap<readonly ViewRow[]>(8_000_000);

/** Lines of a text; with line numbers taken off where a tool had printed them. A conversation is read again at every turn. */
export function rowsOf(text: string): readonly ViewRow[] {
  let rows = known.get(text);
  if (!rows) {
    const lines = text.split('\n');
    rows = readNumberedView(lines)?.rows ?? lines.map((body) => ({ number: undefined, body }));
    known.set(text, rows);
  }
  return rows;
}

/**
 * Everything the model can see so far, by its lines. What was cut from an earlier text is not in it, so a reference made from
 * it never points at something that stands nowhere.
 */
export class Seen {
  /** Where a telling line stands, the latest places last: numbers of texts and rows in turn. */
  readonly #places = new Map<string, { source: SeenText; row: number }[]>();

  /** How many texts of each name there have been. */
  readonly #named = new Map<string, number>();

  add(text: string, name: string): void {
    const nth = (this.#named.get(name) ?? 0) + 1;
    this.#named.set(name, nth);
    const rows = rowsOf(text);
    if (rows.length > MAX_ROWS) return;
    const source: SeenText = { name, nth, rows };
    for (const [row, { body }] of rows.entries()) {
      if (!tells(body)) continue;
      const places = this.#places.get(body);
      if (!places) this.#places.set(body, [{ source, row }]);
      else {
        // The latest place is the one a reader finds first; of one text the first.
        if (places.at(-1)!.source === source && places.length >= CANDIDATES / 2) continue;
        places.push({ source, row });
        if (places.length > CANDIDATES) places.shift();
      }
    }
  }

  /** How many texts of the same name came after this one. */
  since({ name, nth }: SeenText): number {
    return (this.#named.get(name) ?? nth) - nth;
  }

  /** The longest runs of seen lines, in order and without overlap. Linear in the rows. */
  runs(rows: readonly ViewRow[]): readonly SeenRun[] {
    if (rows.length > MAX_ROWS) return [];
    const found: SeenRun[] = [];
    for (let i = 0, free = 0; i < rows.length; ) {
      const run = tells(rows[i]!.body) ? this.#longest(rows, i, free) : undefined;
      if (run && run.rows >= MIN_ROWS && charactersOf(rows, run) >= MIN_CHARACTERS) {
        found.push(run);
        i = run.from + run.rows;
        free = i;
      } else i += 1;
    }
    return found;
  }

  #longest(rows: readonly ViewRow[], i: number, free: number): SeenRun | undefined {
    let best: SeenRun | undefined;
    for (const { source, row } of this.#places.get(rows[i]!.body) ?? []) {
      let length = 1;
      while (i + length < rows.length && rows[i + length]!.body === source.rows[row + length]?.body) length += 1;
      let back = 0;
      while (i - back > free && row - back > 0 && rows[i - back - 1]!.body === source.rows[row - back - 1]!.body)
        back += 1;
      if (!best || length + back >= best.rows) best = { from: i - back, rows: length + back, source, at: row - back };
    }
    return best;
  }
}

function tells(body: string): boolean {
  return body.length >= TELLING && body.trim().length >= TELLING / 2;
}

function charactersOf(rows: readonly ViewRow[], { from, rows: count }: SeenRun): number {
  let sum = 0;
  for (let i = from; i < from + count && sum < MIN_CHARACTERS; i++) sum += rows[i]!.body.length + 1;
  return sum;
}
