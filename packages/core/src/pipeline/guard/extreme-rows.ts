import type { InTurns } from '../../model/in-turns.js';
import type { QueryTerms } from '../../question/query-terms.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { headOf, type LineGroup, type Lines, STAMP } from './line-groups.js';

const MOST_EXTREMES = 16;
const MOST_ASKED_FOR = 24;
const MOST_COLUMNS = 10;
const FAR_OUT = 1.02;
const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/**
 * Of every place where rows of a large group have numbers: the row whose number is above all others, then the next ones, the farthest out first;
 * the row whose number is below all others too where the question wants the least.
 */
export function* extremeRows(
  { lines }: Lines,
  groups: readonly LineGroup[],
  wants: QueryTerms['wants'],
): InTurns<readonly number[]> {
  const found: { row: number; ratio: number; rank: number }[] = [];
  // A row may belong to two groups.
  const numbers: (readonly number[] | undefined)[] = [];
  const numbersOf = (row: number): readonly number[] => (numbers[row] ??= readNumbers(headOf(lines[row]!)));
  for (const { rows } of groups)
    for (const column of yield* columnsOf(rows, numbersOf)) {
      for (const { index, ...far } of farOut(column, wants.has('max'))) found.push({ row: rows[index]!, ...far });
      if (wants.has('min'))
        for (const { index, ...far } of farOut(
          column.map((value) => -value),
          true,
        ))
          found.push({ row: rows[index]!, ...far });
      yield;
    }
  const rows = found.sort((a, b) => a.rank - b.rank || b.ratio - a.ratio).map(({ row }) => row);
  const isAsked = wants.has('max') || wants.has('min');
  return [...new Set(rows)].slice(0, isAsked ? MOST_ASKED_FOR : MOST_EXTREMES);
}

/** The numbers of a row behind its time: at most so many, and the last. */
function readNumbers(line: string): readonly number[] {
  const found = line.replace(STAMP, '').match(NUMBER) ?? [];
  const first = found.length > MOST_COLUMNS ? [...found.slice(0, MOST_COLUMNS), found.at(-1)!] : found;
  return first.map((number) => Number(number.includes(',') ? number.replaceAll(',', '') : number));
}

function* columnsOf(
  rows: readonly number[],
  numbersOf: (row: number) => readonly number[],
): InTurns<readonly (readonly number[])[]> {
  const columns: number[][] = [];
  const last: number[] = [];
  yield* itemsInTurns(rows, (row) => {
    const numbers = numbersOf(row);
    const count = Math.min(numbers.length, MOST_COLUMNS);
    for (let j = 0; j < count; j++) {
      if (columns.length <= j) columns.push([]);
      columns[j]!.push(numbers[j]!);
    }
    last.push(numbers.at(-1) ?? Number.NaN);
  });
  const whole = columns.filter((column) => column.length === rows.length);
  const isEven = whole.length === columns.length;
  return isEven || last.some(Number.isNaN) ? whole : [...whole, last];
}

/** The two largest numbers, each with how far it is above the next one, which may be little where they are asked for; of a mere count the last is no extreme. */
function farOut(column: readonly number[], isAsked: boolean): { index: number; ratio: number; rank: number }[] {
  const top: { index: number; value: number }[] = [];
  let rising = true;
  for (let index = 0; index < column.length; index++) {
    const value = column[index]!;
    if (index > 0 && value < column[index - 1]!) rising = false;
    if (top.length === 3 && value <= top[2]!.value) continue;
    const place = top.findIndex((other) => other.value < value);
    top.splice(place < 0 ? top.length : place, 0, { index, value });
    top.length = Math.min(top.length, 3);
  }
  if (rising) return [];
  return top.slice(0, 2).flatMap(({ index, value }, rank) => {
    // Two that are greatest together are as far out as one.
    const below = top.slice(rank + 1).find((other) => other.value < value)?.value ?? value;
    // A count of none or one is not told apart by its ratio; fractions are.
    const least = Math.min(1, Math.max(Math.abs(value), Math.abs(below)) / 20);
    const [one, next] = [Math.abs(value) + least, Math.abs(below) + least];
    const ratio = Math.max(one, next) / Math.min(one, next);
    return ratio >= FAR_OUT || (isAsked && rank === 0 && ratio > 1) ? [{ index, ratio, rank }] : [];
  });
}
