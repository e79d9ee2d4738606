import { isAbout } from '../../question/is-about.js';
import { topNamed } from '../../question/top-named.js';
import type { Asked } from '../asked.js';
import { type Column, countValues, datesOf, type Numbers, numbersOf } from '../columns.js';
import { extremesOf } from '../outliers.js';
import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const MOST_COLUMNS = 40;
const RARE = 2;
const RARE_SHARE = 0.01;
const FEW_KINDS = 4;
const MOST_RARE = 16;
/** A value is rare where one other value, or some others, are what nearly all units have. */
const USUAL_SHARE = 0.8;
const MANY_VALUES = 60;
const FEW_VALUES = 12;
/** Of fewer units none is rare. */
const FEWEST = 6;
/** Of so many units of a shape one stands alone whose number is so many times that of the next. */
const MANY_ALIKE = 12;
const FAR_ABOVE = 4;
const MEASURE = /\d ?(?:[mnuµ]?s|sec|min|h|%|[KMGT]?i?B)$/;
const MOST_GAPS = 6;

/** Units at the ends of their columns, those named in the question first and deepest, and units with a rare value. */
export function columnVoters(columns: readonly Column[]): readonly Voter[] {
  return [
    { reason: 'asked extreme', most: 'all', votes: ({ asked }) => askedExtremes(asked, columns) },
    { reason: 'column extreme', most: 'all', votes: () => greatestOfEach(columns) },
    { reason: 'alone in its shape', most: MOST_RARE, votes: (sight) => farAbove(sight, columns) },
    { reason: 'no number', most: MOST_RARE, votes: () => noNumbers(columns) },
    { reason: 'gap', most: MOST_GAPS, votes: () => gapsOf(columns) },
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
  const wantsEnds = terms.wants.has('max') || terms.wants.has('min');
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const dates = terms.wants.has('first') || terms.wants.has('last') ? datesOf(column) : undefined;
    if (dates && terms.wants.has('first')) yield* endsOf(dates, top - 1, 'min');
    if (dates && terms.wants.has('last')) yield* endsOf(dates, top - 1, 'max');
    const isNamed = column.isAsked ?? isAbout(query, column.name);
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
    if (!numbers) continue;
    yield* endsOf(numbers, 1, 'max');
    // Of shares the least says as much: what is covered, used or passed worst.
    if (column.values.some((value) => value?.endsWith('%'))) yield* endsOf(numbers, 1, 'min');
  }
}

/**
 * Of each shape the units with a number far above that of all others of it, for other shapes may have greater ones; where the
 * question wants the greatest, also the one with the greatest measure.
 */
function* farAbove({ shapes, asked }: Sight, columns: readonly Column[]): Iterable<Vote> {
  const wantsMost = asked.terms.wants.has('max');
  const large = shapes.filter(({ members }) => members.length >= MANY_ALIKE);
  if (large.length < 2) return;
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const values = telling(column)?.values;
    if (!values) continue;
    const isWanted = wantsMost && column.values.some((value) => MEASURE.test(value ?? ''));
    for (const { members } of large) {
      let [top, next] = [-1, -1];
      for (const member of members) {
        if (!Number.isFinite(values[member]!)) continue;
        if (top < 0 || values[member]! > values[top]!) [top, next] = [member, top];
        else if (next < 0 || values[member]! > values[next]!) next = member;
      }
      const isAlone = next >= 0 && values[next]! > 0 && values[top]! >= values[next]! * FAR_ABOVE;
      if (isAlone || (isWanted && next >= 0)) yield { unit: top, depth: WHOLE };
    }
  }
}

/** Of a column of numbers the few units that have something else there: what could not be computed, a limit that is off. */
function* noNumbers(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const { values = undefined } = numbersOf(column) ?? {};
    if (!values || column.known) continue;
    const others = column.values.flatMap((value = '', unit) =>
      Number.isNaN(values[unit]!) && value.trim() !== '' ? [unit] : [],
    );
    if (others.length <= MOST_GAPS) for (const unit of others) yield { unit, depth: WHOLE };
  }
}

/** Of values that only rise the two between which lies a step far above all others: where a series stops and goes on. */
function* gapsOf(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const values = (datesOf(column) ?? telling(column))?.values;
    const gap = values && widestStep(values);
    if (gap) for (const unit of gap) yield { unit, depth: WHOLE };
  }
}

function widestStep(values: Float64Array): readonly [number, number] | undefined {
  let [before, widest, next, steps] = [-1, 0, 0, 0];
  let gap: readonly [number, number] | undefined;
  for (const [unit, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const step = before < 0 ? 0 : value - values[before]!;
    if (step < 0) return undefined;
    if (step > 0) steps++;
    if (step > widest) [gap, widest, next] = [[before, unit], step, widest];
    else next = Math.max(next, step);
    before = unit;
  }
  return steps >= MANY_ALIKE && widest >= next * FAR_ABOVE ? gap : undefined;
}

/** The units with the greatest or the least values. */
function endsOf({ values }: Numbers, most: number, end: 'max' | 'min'): Vote[] {
  return extremesOf(values, most, end === 'min').map((unit) => ({ unit, depth: WHOLE }));
}

function* rareValues(columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const counts = countValues(column, MANY_VALUES);
    const present = column.values.filter((value) => value !== undefined).length;
    if (counts.size < 2 || counts.size > MANY_VALUES || present < FEWEST) continue;
    const isUsual = counts.size <= FEW_VALUES && Math.max(...counts.values()) >= present * USUAL_SHARE;
    // Of few kinds a small one stays whole: a part of it would be miscounted.
    const most = counts.size <= FEW_KINDS ? Math.max(RARE, present * RARE_SHARE) : RARE;
    const rare = column.values.flatMap((value, unit) =>
      value !== undefined && counts.get(value)! <= most ? [unit] : [],
    );
    const others = [...counts.values()].filter((count) => count > most).length;
    if (isUsual || (others <= FEW_VALUES && rare.length <= Math.min(MOST_RARE, present * (1 - USUAL_SHARE))))
      for (const unit of rare) yield { unit, depth: WHOLE };
  }
}
