import { type Column, countValues, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

const MOST_COLUMNS = 12;
const MOST = 16;
const FEWEST = 12;
/** Two columns say the same where they agree in so large a part of the units. */
const AGREE = 0.75;
const LEAST_VALUES = 4;

/** Units whose two fields differ where nearly all others have the same in both: an installed version and its candidate. */
export function unequal(columns: readonly Column[]): Voter {
  return {
    reason: 'unequal',
    most: MOST,
    *votes(): Iterable<Vote | undefined> {
      // Measures that are nothing for most agree by chance.
      const telling = columns
        .slice(0, MOST_COLUMNS)
        .filter((column) => !numbersOf(column) && countValues(column, LEAST_VALUES).size >= LEAST_VALUES);
      for (const [i, a] of telling.entries())
        for (const b of telling.slice(i + 1)) {
          yield undefined;
          const { both, others } = compare(a, b);
          if (both < FEWEST || others.length > Math.min(MOST, both * (1 - AGREE))) continue;
          for (const unit of others) yield { unit, depth: WHOLE };
        }
    },
  };
}

/** How many units have both fields, and those where they differ; of too many only the first. */
function compare(a: Column, b: Column): { both: number; others: number[] } {
  const others: number[] = [];
  let both = 0;
  for (let unit = 0; unit < a.values.length && others.length <= MOST; unit++) {
    const [own, other] = [a.values[unit], b.values[unit]];
    if (own === undefined || other === undefined || (own === '' && other === '')) continue;
    both += 1;
    if (own !== other) others.push(unit);
  }
  return { both, others };
}
