import { type Column, countValues } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

const MOST = 24;
const FEWEST_UNITS = 24;
const FEW_GROUPS = 5;
const FEW_VALUES = 8;
/** All units of a small minority stay: a part of them would be miscounted. */
const LEAST_MINORITY = 3;
const MINORITY = 12;

/** Where units are short and many, of every column with few values: what leads each group, and small groups whole. */
export function groups(columns: readonly Column[]): Voter {
  return {
    reason: 'group',
    most: MOST,
    *votes(): Iterable<Vote> {
      for (const { values, ...column } of columns) {
        const counts = countValues({ values, ...column });
        if (counts.size < 2 || counts.size > FEW_VALUES || values.length < FEWEST_UNITS) continue;
        if (counts.size <= FEW_GROUPS)
          for (const value of counts.keys()) yield { unit: values.indexOf(value), depth: WHOLE };
        const small = Math.max(LEAST_MINORITY, Math.min(MINORITY, values.length / counts.size / 2));
        for (const [unit, value] of values.entries())
          if (value !== undefined && counts.get(value)! <= small) yield { unit, depth: WHOLE };
      }
    },
  };
}
