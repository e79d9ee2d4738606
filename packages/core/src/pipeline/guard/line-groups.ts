import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns, linesInTurns } from '../../reading/in-turns.js';

/** Lines that differ in names and numbers only. */
export interface LineGroup {
  /** Ascending row numbers. */
  readonly rows: readonly number[];
}

/** What one scan of a text says about its lines. */
export interface LineCensus {
  readonly lines: readonly string[];
  /** Rows that say something. */
  readonly filled: readonly number[];
  readonly groups: readonly LineGroup[];
  /** Rows by lower-case word; of a word in more than {@link MANY} rows only that many. */
  readonly rowsOfWord: ReadonlyMap<string, readonly number[]>;
}

/** A word in more rows than this is no longer specific. */
export const MANY = 40;
/** A time at the beginning of a line, maybe with a date. */
export const STAMP = /^[\s[(<]*(?:\d{4}-\d\d-\d\d[T ])?(?:[A-Z][a-z]{2} +\d+ )?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\S*/;
const FREQUENT = 3;
const LONGEST = 600;
const WORD = /[\p{L}\p{N}_]+/gu;
const TOKEN = /\S+/g;
const PLAIN = /^[("'[{]*[\p{L}_-]+[)"'\]},.:;!?]*$/u;

/** Reads the lines of a text once: their words, and which are alike. Linear. */
export function* readLines(text: string): InTurns<LineCensus> {
  const lines = text.split('\n');
  const filled: number[] = [];
  const rowsOfWord = new Map<string, number[]>();
  yield* linesInTurns(lines, (line, row) => {
    const words = headOf(line).match(WORD);
    if (!words) return;
    filled.push(row);
    for (const word of words) {
      const key = word.toLowerCase();
      const rows = rowsOfWord.get(key);
      if (!rows) rowsOfWord.set(key, [row]);
      else if (rows.length <= MANY && rows.at(-1) !== row) rows.push(row);
    }
  });
  const groups = new Map<string, number[]>();
  yield* itemsInTurns(filled, (row) => {
    const key = shapeOf(headOf(lines[row]!), rowsOfWord);
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  });
  return { lines, filled, groups: [...groups.values()].map((rows) => ({ rows })), rowsOfWord };
}

export function headOf(line: string): string {
  return line.length > LONGEST ? line.slice(0, LONGEST) : line;
}

/** The words that come often, with a star for whatever else stands between white space. */
function shapeOf(line: string, rowsOfWord: ReadonlyMap<string, readonly number[]>): string {
  const indent = line.length - line.trimStart().length;
  const tokens = (line.match(TOKEN) ?? []).slice(0, 24).map((token) => {
    if (!PLAIN.test(token)) return '*';
    const [word = ''] = token.match(WORD) ?? [];
    return (rowsOfWord.get(word.toLowerCase())?.length ?? 0) >= FREQUENT ? token : '*';
  });
  return `${Math.min(indent, 12)} ${tokens.join(' ')}`;
}
