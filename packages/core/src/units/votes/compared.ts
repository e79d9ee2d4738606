import { type Column, numberOf, numbersOf } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

/** A bound that a question sets, such as `over 90 %`. */
interface Bound {
  readonly above: boolean;
  readonly inclusive: boolean;
  readonly value: number;
}

const MOST_BOUNDS = 3;
const MOST = 40;
const BOUND =
  /(>=|<=|>|<|≥|≤|\b(?:above|over|exceed(?:s|ing)?|more than|greater than|higher than|larger than|longer than|at least|below|under|less than|lower than|smaller than|fewer than|shorter than|at most))\s*[$€£]?(-?\d[\d,]*(?:\.\d+)?\s?(?:%|ms|s|[kKMGT]i?[bB]?)?)/gi;

/** Units that keep a bound of the question; looked for in the columns it names, or in all of numbers. */
export function compared(columns: readonly Column[]): Voter {
  return {
    reason: 'compared',
    most: MOST,
    *votes({ asked: { query } }): Iterable<Vote> {
      const bounds = boundsOf(query);
      if (bounds.length === 0) return;
      const numeric = columns.flatMap((column) => numbersOf(column) ?? []);
      const named = numeric.filter(({ column }) => query.toLowerCase().includes(column.name.toLowerCase()));
      for (const { values } of named.length > 0 ? named : numeric)
        for (const bound of bounds)
          for (const [unit, value] of values.entries()) if (keeps(value, bound)) yield { unit, depth: WHOLE };
    },
  };
}

function keeps(value: number, bound: Bound): boolean {
  return (bound.inclusive && value === bound.value) || (bound.above ? value > bound.value : value < bound.value);
}

function boundsOf(query: string): Bound[] {
  return [...query.slice(0, 2000).matchAll(BOUND)].slice(0, MOST_BOUNDS).map(([, sign = '', amount = '']) => ({
    above: /^(?:>|≥|above|over|exceed|more|greater|higher|larger|longer|at least)/i.test(sign),
    inclusive: /=|≥|≤|at /i.test(sign),
    value: numberOf(amount.trim()),
  }));
}
