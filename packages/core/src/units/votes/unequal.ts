import { type Column, numbersOf } from '../columns.js';
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
        .filter((column) => !numbersOf(column) && new Set(column.values).size >= LEAST_VALUES);
      for (const [i, a] of telling.entries())
        for (const b of telling.slice(i + 1)) {
          yield undefined;
          const both = [...a.values.keys()].filter((u) => a.values[u] !== undefined && b.values[u] !== undefined);
          const others = both.filter((unit) => a.values[unit] !== b.values[unit]);
          if (both.length < FEWEST || others.length > Math.min(MOST, both.length * (1 - AGREE))) continue;
          for (const unit of others) yield { unit, depth: WHOLE };
        }
    },
  };
}
