import { type ColumnFacts, numberOf } from './column-facts.js';
import type { Row } from './table-model.js';

/** A bound that a question sets, such as `over 90 %`. */
interface Bound {
  readonly above: boolean;
  readonly inclusive: boolean;
  readonly value: number;
  readonly words: string;
}

/** Rows of one column that keep a bound of the question, and how to say so. */
export interface Compared {
  readonly label: string;
  readonly rows: readonly number[];
}

const BOUND =
  /(>=|<=|>|<|≥|≤|\b(?:above|over|exceed(?:s|ing)?|more than|greater than|higher than|larger than|longer than|at least|below|under|less than|lower than|smaller than|fewer than|shorter than|at most))\s*[$€£]?(-?\d[\d,]*(?:\.\d+)?\s?(?:%|ms|s|[kKMGT]i?[bB]?)?)/gi;

/** Rows that the question asks for by a bound; looked for in the columns it names, or in all numeric ones. */
export function comparedRows(
  rows: readonly Row[],
  columns: readonly ColumnFacts[],
  wanted: ReadonlySet<number>,
  query: string,
): Compared[] {
  const bounds = boundsOf(query);
  if (bounds.length === 0) return [];
  const numeric = columns.filter((column) => column.values.length > 0);
  const named = numeric.filter((column) => wanted.has(column.index));
  return (named.length > 0 ? named : numeric).flatMap((column) =>
    bounds.map((bound) => ({ label: `${column.name} ${bound.words}`, rows: rowsWithin(column, bound, rows.length) })),
  );
}

function boundsOf(query: string): Bound[] {
  return [...query.slice(0, 2000).matchAll(BOUND)].slice(0, 3).map(([, sign = '', amount = '']) => {
    const word = sign.toLowerCase();
    const above = /^(?:>|≥|above|over|exceed|more|greater|higher|larger|longer|at least)/.test(word);
    const inclusive = /=|≥|≤|at /.test(word);
    const value = numberOf(amount.trim());
    return { above, inclusive, value, words: `${above ? '>' : '<'}${inclusive ? '=' : ''} ${amount.trim()}` };
  });
}

function rowsWithin(column: ColumnFacts, bound: Bound, count: number): number[] {
  const found: number[] = [];
  for (let r = 0; r < count; r++) {
    const value = column.values[r] ?? Number.NaN;
    if (bound.inclusive && value === bound.value) found.push(r);
    else if (bound.above ? value > bound.value : value < bound.value) found.push(r);
  }
  return found;
}
