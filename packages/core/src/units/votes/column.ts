import { type Column, countValues, type Numbers, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const MOST_COLUMNS = 40;
const OF_ASKED = 3;
const RARE = 2;
const MOST_RARE = 16;
/** A value is rare where one other value, or some others, are what nearly all units have. */
const USUAL_SHARE = 0.8;
const FEW_VALUES = 12;
const MANY_VALUES = 40;
/** Of fewer units none is rare. */
const FEWEST = 6;
/** So many times the next greatest value is another kind of value, such as a total among its parts. */
const DWARFED = 3;

/** Units at the ends of their columns, those named in the question first and deepest, and units with a rare value. */
export function columnVoters(columns: readonly Column[]): readonly Voter[] {
  return [
    { reason: 'asked extreme', most: 'all', votes: (sight) => askedExtremes(sight, columns) },
    { reason: 'column extreme', most: 'all', votes: () => greatestOfEach(columns) },
    { reason: 'rare value', most: MOST_RARE, votes: () => rareValues(columns) },
  ];
}

/** A column of numbers that differ; reading one takes long, so it is read when its turn comes. */
function telling(column: Column): Numbers | undefined {
  const numbers = numbersOf(column);
  return numbers && numbers.count > 3 && countValues(column).size > 2 ? numbers : undefined;
}

function* askedExtremes({ asked: { terms } }: Sight, columns: readonly Column[]): Iterable<Vote> {
  const words = terms.words.filter((word) => word.length > 2);
  const isAsked = (part: string): boolean =>
    words.some((word) => part !== '' && (part.startsWith(word) || (word.startsWith(part) && part.length > 2)));
  const wantsEnds = terms.wants.has('max') || terms.wants.has('min');
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const isNamed = column.name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some(isAsked);
    if (!isNamed && !(wantsEnds && column.isUnnamed)) continue;
    const numbers = telling(column);
    if (!numbers) continue;
    yield* endsOf(numbers, OF_ASKED, 'max');
    if (terms.wants.has('min')) yield* endsOf(numbers, OF_ASKED, 'min');
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
  const sign = end === 'max' ? -1 : 1;
  const ends: number[] = [];
  for (let unit = 0; unit < values.length; unit++) {
    const value = sign * values[unit]!;
    if (Number.isNaN(value) || (ends.length === most && value >= sign * values[ends.at(-1)!]!)) continue;
    ends.push(unit);
    ends.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
    ends.length = Math.min(ends.length, most);
  }
  return ends.map((unit) => ({ unit, depth: WHOLE }));
}

/** The greatest, and the next where the greatest dwarfs it. */
function greatest(numbers: Numbers): Vote[] {
  const [first, next] = endsOf(numbers, 2, 'max');
  const isDwarfed = next && numbers.values[first!.unit]! > DWARFED * numbers.values[next.unit]!;
  return isDwarfed ? [first!, next] : [first!];
}

function* rareValues(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const counts = countValues(column);
    const present = column.values.filter((value) => value !== undefined).length;
    const usual = Math.max(0, ...counts.values());
    if (counts.size < 2 || counts.size > MANY_VALUES || present < FEWEST) continue;
    const isUsual = counts.size <= FEW_VALUES && usual >= present * USUAL_SHARE;
    const rare = column.values.flatMap((value, unit) =>
      value !== undefined && counts.get(value)! <= RARE ? [unit] : [],
    );
    const others = [...counts.values()].filter((count) => count > RARE).length;
    if (isUsual || (others <= FEW_VALUES && rare.length <= Math.min(MOST_RARE, present * (1 - USUAL_SHARE))))
      for (const unit of rare) yield { unit, depth: WHOLE };
  }
}
