import { topNamed } from '../../question/top-named.js';
import type { Asked } from '../asked.js';
import { type Column, countValues, datesOf, type Numbers, numbersOf } from '../columns.js';
import { extremesOf } from '../outliers.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

const MOST_COLUMNS = 40;
const RARE = 2;
const MOST_RARE = 16;
/** A value is rare where one other value, or some others, are what nearly all units have. */
const USUAL_SHARE = 0.8;
const RARE_SHARE = 0.02;
const FAR_BELOW = 0.2;
const MANY_VALUES = 60;
/** More values among so many units are no kinds. */
const KINDS_SHARE = 1 / 3;
/** Of few kinds, the rare ones are kept with all their units: a part of them would be miscounted. */
const WHOLE_CLASS = 12;
const FEW_VALUES = 12;
/** Of fewer units none is rare. */
const FEWEST = 6;
/** So many times the next greatest value is another kind of value, such as a total among its parts. */
const DWARFED = 3;

/** Units at the ends of their columns, those named in the question first and deepest, and units with a rare value. */
export function columnVoters(columns: readonly Column[]): readonly Voter[] {
  return [
    { reason: 'asked extreme', most: 'all', votes: ({ asked }) => askedExtremes(asked, columns) },
    { reason: 'column extreme', most: 'all', votes: () => greatestOfEach(columns) },
    { reason: 'rare value', most: MOST_RARE, votes: () => rareValues(columns) },
  ];
}

/** A column of numbers that differ; reading one takes long, so it is read when its turn comes. */
function telling(column: Column): Numbers | undefined {
  const numbers = numbersOf(column);
  return numbers && numbers.count > 3 && countValues(column, 2).size > 2 ? numbers : undefined;
}

/** Units at the ends of the columns that the question names, and at the ends of time where it asks for them. */
export function* askedExtremes({ terms, query }: Asked, columns: readonly Column[]): Iterable<Vote> {
  const top = topNamed(query);
  const words = terms.words.filter((word) => word.length > 2);
  const isAsked = (part: string): boolean =>
    words.some((word) => part !== '' && (part.startsWith(word) || (word.startsWith(part) && part.length > 2)));
  const wantsEnds = terms.wants.has('max') || terms.wants.has('min');
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const parts = column.name.toLowerCase().split(/[^a-z0-9]+/);
    const dates = terms.wants.has('first') || terms.wants.has('last') ? datesOf(column) : undefined;
    if (dates && terms.wants.has('first')) yield* endsOf(dates, top - 1, 'min');
    if (dates && terms.wants.has('last')) yield* endsOf(dates, top - 1, 'max');
    const isNamed = column.isAsked ?? parts.some(isAsked);
    if (!isNamed && !(wantsEnds && column.isUnnamed)) continue;
    const numbers = telling(column);
    if (!numbers) continue;
    yield* endsOf(numbers, top, 'max');
    if (terms.wants.has('min')) yield* endsOf(numbers, top, 'min');
  }
}

function* greatestOfEach(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const numbers = telling(column);
    if (numbers) yield* greatest(numbers);
  }
}

/** The units with the greatest or the least values. */
function endsOf({ values }: Numbers, most: number, end: 'max' | 'min'): Vote[] {
  return extremesOf(values, most, end === 'min').map((unit) => ({ unit, depth: WHOLE }));
}

/** The greatest, and the next where the greatest dwarfs it. */
function greatest(numbers: Numbers): Vote[] {
  const [first, next] = endsOf(numbers, 2, 'max');
  const isDwarfed = next && numbers.values[first!.unit]! > DWARFED * numbers.values[next.unit]!;
  return isDwarfed ? [first!, next] : [first!];
}

function* rareValues(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const counts = countValues(column, MANY_VALUES);
    const present = column.values.filter((value) => value !== undefined).length;
    if (counts.size < 2 || counts.size > MANY_VALUES || present < FEWEST) continue;
    const isUsual = counts.size <= FEW_VALUES && Math.max(...counts.values()) >= present * USUAL_SHARE;
    const rare = column.values.flatMap((value, unit) =>
      value !== undefined && counts.get(value)! <= RARE ? [unit] : [],
    );
    const others = [...counts.values()].filter((count) => count > RARE).length;
    if (isUsual || (others <= FEW_VALUES && rare.length <= Math.min(MOST_RARE, present * (1 - USUAL_SHARE))))
      for (const unit of rare) yield { unit, depth: WHOLE };
  }
}

/** Of columns with up to sixty values, units whose value is far rarer than is usual there. */
export function* farBelowUsual(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const counts = countValues(column, MANY_VALUES);
    const { length } = column.values;
    if (counts.size < 2 || counts.size > Math.min(MANY_VALUES, length * KINDS_SHARE) || length < FEWEST) continue;
    const most = Math.min(Math.max(RARE, length * RARE_SHARE), Math.max(1, (length / counts.size) * FAR_BELOW));
    const rare = new Map(
      [...counts].flatMap(([value, count]) =>
        count <= most ? [[value, counts.size <= FEW_VALUES ? WHOLE_CLASS : 3]] : [],
      ),
    );
    if (rare.size > FEW_VALUES) continue;
    for (const [unit, value] of column.values.entries()) {
      const left = value === undefined ? 0 : (rare.get(value) ?? 0);
      if (left > 0) yield { unit, depth: WHOLE };
      if (left > 0) rare.set(value!, left - 1);
    }
  }
}
