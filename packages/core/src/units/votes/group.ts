import { type Column, countValues, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const MOST = 24;
const FEWEST_UNITS = 24;
const MOST_COLUMNS = 40;
/** Of a column with more values none is named by a question. */
const MANY_VALUES = 40;
const FEW_VALUES = 8;
/** All units of a small minority stay: a part of them would be miscounted. */
const LEAST_MINORITY = 3;
const MINORITY = 12;

/** Where units are short and many, of every column with few values: the greatest of a named group, and small groups whole. */
export function groups(columns: readonly Column[]): Voter {
  return {
    reason: 'group',
    most: MOST,
    *votes(sight): Iterable<Vote> {
      yield* extremesOfAsked(sight, columns);
      for (const column of columns) {
        const { values } = column;
        const counts = countValues(column, FEW_VALUES);
        if (counts.size < 2 || counts.size > FEW_VALUES || values.length < FEWEST_UNITS) continue;
        const small = Math.max(LEAST_MINORITY, Math.min(MINORITY, values.length / counts.size / 2));
        for (const [unit, value] of values.entries())
          if (value !== undefined && counts.get(value)! <= small) yield { unit, depth: WHOLE };
      }
    },
  };
}

/** Of the units with a value that the question names those with the greatest of each column. */
function* extremesOfAsked({ asked: { terms } }: Sight, columns: readonly Column[]): Iterable<Vote> {
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const counts = countValues(column, MANY_VALUES);
    if (counts.size > MANY_VALUES) continue;
    const named = [...counts.keys()].filter((value) => terms.words.includes(value.toLowerCase()));
    for (const value of named) {
      const units = column.values.flatMap((own, unit) => (own === value ? [unit] : []));
      for (const { values } of columns.slice(0, MOST_COLUMNS).flatMap((other) => numbersOf(other) ?? []))
        yield { unit: units.reduce((a, b) => (values[b]! > values[a]! ? b : a)), depth: WHOLE };
    }
  }
}
