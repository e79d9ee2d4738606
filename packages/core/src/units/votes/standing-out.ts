import { type Column, numbersOf } from '../columns.js';
import { changePointsOf, extremesOf, outliersOf } from '../outliers.js';
import { WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

/** How many outliers of a column are shown with their neighbours. */
const WITH_NEIGHBOURS = 2;

/** Units that stand out of a series: outliers and the largest first, then where the level changes, the smallest, and what is beside outliers. */
export function standingOut(columns: readonly Column[]): Pick<Voter, 'reason' | 'votes'> {
  return {
    reason: 'standing out',
    *votes(): Iterable<Vote | undefined> {
      const later: number[] = [];
      for (const column of columns) {
        const values = numbersOf(column)?.values;
        if (!values) continue;
        yield undefined;
        const outliers = outliersOf(values);
        for (const unit of [...outliers, ...extremesOf(values, 1)]) yield { unit, depth: WHOLE };
        for (const unit of outliers.slice(0, WITH_NEIGHBOURS)) later.push(unit - 1, unit + 1);
        for (const unit of changePointsOf(values)) later.push(unit - 1, unit);
        later.push(...extremesOf(values, 1, true));
      }
      for (const unit of later) yield { unit, depth: WHOLE };
    },
  };
}
