import { type Column, countValues } from '../columns.js';
import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const NOT =
  /\b(?:not|isn't|aren't|wasn't|weren't|without|except(?: for)?|other than|besides|non-?) ?(?:yet |in |a |an |the |state |status )?["`']?([\w-]{3,})/gi;
const MOST = 40;
const MANY_VALUES = 60;
/** A kind that more of the units are of tells nothing apart; what is not of a kind may be more. */
const FEW = 8;
const FEW_SHARE = 0.06;
const OTHERS_SHARE = 0.4;

/** Of columns with few values the units of a kind that the question names (`stopped`), or all others (`not running`), where they are few. */
export function ofKind(columns: readonly Column[]): Voter {
  return {
    reason: 'of a kind',
    most: MOST,
    *votes({ asked: { query, terms } }: Sight): Iterable<Vote> {
      const usual = new Set([...query.slice(0, 8000).matchAll(NOT)].map(([, word]) => word!.toLowerCase()));
      const meant = new Set(terms.words.filter((word) => !usual.has(word)));
      for (const column of columns) {
        const counts = countValues(column, MANY_VALUES);
        if (counts.size < 2 || counts.size > MANY_VALUES) continue;
        for (const [value, count] of counts) {
          const word = value.replaceAll('"', '').toLowerCase();
          const isMeant = meant.has(word);
          if (!isMeant && !usual.has(word)) continue;
          const { length } = column.values;
          if (isMeant ? count > Math.max(FEW, length * FEW_SHARE) : length - count > length * OTHERS_SHARE) continue;
          for (const [unit, own] of column.values.entries())
            if (own !== undefined && (own === value) === isMeant) yield { unit, depth: WHOLE };
        }
      }
    },
  };
}
