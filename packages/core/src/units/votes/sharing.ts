import { type Column, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

const FEWEST_UNITS = 20;
const FEWEST_GROUPS = 8;
const MOST_GROUPS_SHARE = 0.6;
const MOST_FAULTY = 12;
const MOST_OF_ONE = 12;
const SHORT = 80;
const LEAST_LENGTH = 3;

/** Units that share a name with a fault, where names hold small groups together: the other events of a failed test, request or job. */
export function sharing(columns: readonly Column[]): Voter {
  return {
    reason: 'shares a name with a fault',
    most: 'room',
    *votes({ list }): Iterable<Vote | undefined> {
      const faults = list.flatMap(({ fault }, unit) => (fault === 'reported' ? [unit] : []));
      if (faults.length === 0 || list.length < FEWEST_UNITS) return;
      for (const column of columns) {
        yield undefined;
        const names = new Set(faults.map((unit) => column.values[unit] ?? '').filter(isName));
        if (names.size === 0 || names.size > MOST_FAULTY || numbersOf(column)) continue;
        const groups = new Set(column.values).size;
        if (groups < FEWEST_GROUPS || groups > list.length * MOST_GROUPS_SHARE) continue;
        yield* unitsOf(column, names);
      }
    },
  };
}

const isName = (text: string): boolean => text.length >= LEAST_LENGTH && text.length <= SHORT;

function* unitsOf({ values }: Column, names: ReadonlySet<string>): Iterable<Vote> {
  const left = new Map([...names].map((name) => [name, MOST_OF_ONE]));
  for (const [unit, value = ''] of values.entries()) {
    const more = left.get(value) ?? 0;
    if (more === 0) continue;
    left.set(value, more - 1);
    yield { unit, depth: WHOLE };
  }
}
