import type { InTurns } from '../model/in-turns.js';

/** A column of records as it is read for decisive rows: its values as text, and as numbers where it measures something. */
export interface DecisiveColumn {
  /** By row; empty where there is none. */
  readonly texts: readonly string[];
  /** By row, NaN where there is none; only of columns that measure. */
  readonly numbers?: Float64Array | undefined;
  /** Whether the question is about this column or one of its values. */
  readonly isAsked: boolean;
}

const SAME =
  /\b(?:same|equal|equally|identical|duplicates?|duplicated|twice|double|repeated|shared?|more than once|coincide|clash(?:es)?|collide)\b/i;
/** The largest of some: a condition in whatever words may mean any column that tells groups apart. */
const CONDITION =
  /\b(?:with|without|no|not|non|among|amongst|only|whose|where|that|who|has|have|having|per|each|every|by|for|under|except|of (?:the|those|these|them|all|our|my|its))\b/i;
const FEWEST_ROWS = 12;
/** In more than this no few rows are decisive. */
const MOST_CELLS = 600_000;
const MOST_GROUPS = 6;
const MOST_MEASURES = 6;
const MOST_EXTREMES = 24;
const MOST_TWINS = 8;
const MOST_HOLES = 4;
const NEARLY_UNIQUE = 0.95;
const OFTEN_UNIQUE = 0.6;
const NEARLY_ALL = 0.9;
const FEW_HOLES = 3;
const LONGEST = 200;
/** After so many values a column that is far from unique is given up. */
const SAMPLE = 200;
const SLACK = 0.05;

type Ends = { readonly max: boolean; readonly min: boolean };

/**
 * Rows that look like their neighbours and decide all the same: the largest and the smallest of every group (`the smallest of those
 * without a coast`), two that agree where nearly none do, and the few that lack what nearly all have.
 */
export function* decisiveRows(columns: readonly DecisiveColumn[], ends: Ends, question: string): InTurns<number[]> {
  const size = columns[0]?.texts.length ?? 0;
  if (size < FEWEST_ROWS || size * columns.length > MOST_CELLS) return [];
  const found = new Set<number>();
  if (ends.max || ends.min)
    for (const row of yield* groupExtremes(columns, ends, CONDITION.test(question))) found.add(row);
  yield;
  const asksForTwins = SAME.test(question.slice(0, 4000));
  let twins = 0;
  for (const column of columns) {
    yield;
    const least = asksForTwins && column.isAsked ? OFTEN_UNIQUE : NEARLY_UNIQUE;
    const rows = twins < (asksForTwins ? MOST_TWINS : MOST_TWINS / 2) ? twinsOf(column.texts, least, asksForTwins) : [];
    twins += rows.length;
    for (const row of rows) found.add(row);
  }
  let holes = 0;
  for (const { texts } of columns) {
    yield;
    const rows = holes < MOST_HOLES ? holesOf(texts) : [];
    holes += rows.length;
    for (const row of rows) found.add(row);
  }
  return [...found];
}

/** Of every group of rows the rows at the ends of what is measured. */
function* groupExtremes(
  columns: readonly DecisiveColumn[],
  { max, min }: Ends,
  isConditional: boolean,
): InTurns<number[]> {
  const measures = columns.filter(({ numbers }) => numbers !== undefined);
  const asked = measures.filter(({ isAsked }) => isAsked);
  const measured = (asked.length > 0 ? asked : measures).slice(0, MOST_MEASURES);
  const grouping = columns
    .filter((column) => !measured.includes(column))
    .flatMap((column) => groupsOf(column) ?? [])
    .filter(({ isAsked }) => isConditional || isAsked);
  grouping.sort((a, b) => Number(b.isAsked) - Number(a.isAsked) || a.count - b.count);
  const found = new Set<number>();
  for (const { keys } of grouping)
    for (const { numbers } of measured) {
      yield;
      if (found.size >= MOST_EXTREMES) return [...found];
      if (max) for (const row of endsOf(keys, numbers!, 1)) found.add(row);
      if (min) for (const row of endsOf(keys, numbers!, -1)) found.add(row);
    }
  return [...found];
}

interface Grouping {
  readonly keys: readonly string[];
  readonly count: number;
  readonly isAsked: boolean;
}

function groupsOf({ texts, isAsked }: DecisiveColumn): Grouping | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size > MOST_GROUPS) return undefined;
  }
  return counts.size > 1 ? { keys: texts, count: counts.size, isAsked } : undefined;
}

/** The row with the greatest number of each group; with a sign of -1 the least. */
function endsOf(keys: readonly string[], numbers: Float64Array, sign: 1 | -1): Iterable<number> {
  const best = new Map<string, number>();
  for (const [row, key] of keys.entries()) {
    const value = numbers[row]!;
    if (Number.isNaN(value)) continue;
    const known = best.get(key);
    if (known === undefined || sign * value > sign * numbers[known]!) best.set(key, row);
  }
  return best.values();
}

/** Rows that share a value where nearly every row has one of its own. */
function twinsOf(texts: readonly string[], least: number, isAsked: boolean): number[] {
  const rows = new Map<string, number[]>();
  let filled = 0;
  for (const [row, text] of texts.entries()) {
    if (text === '' || text === 'null' || text.length > LONGEST) continue;
    filled += 1;
    const members = rows.get(text);
    if (members) members.push(row);
    else rows.set(text, [row]);
    if (filled === SAMPLE && rows.size < SAMPLE * (least - SLACK)) return [];
  }
  if (filled < FEWEST_ROWS || rows.size < filled * least) return [];
  const twins = [...rows.values()].filter(({ length }) => length > 1).flat();
  return twins.length <= (isAsked ? MOST_TWINS : MOST_TWINS / 2) ? twins : [];
}

/** The few rows without a value where nearly all have one. */
function holesOf(texts: readonly string[]): number[] {
  const holes: number[] = [];
  for (const [row, text] of texts.entries())
    if (text === '' || text === 'null' || text === '""' || text === '[]' || text === '{}') {
      holes.push(row);
      if (holes.length > FEW_HOLES) return [];
    }
  return holes.length <= texts.length * (1 - NEARLY_ALL) ? holes : [];
}
