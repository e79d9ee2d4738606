import { rankTexts } from '../../reading/rank-texts.js';
import { CORE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const SEARCHED = 300;
const LEAST = 0.4;
const OF_ONE_SHAPE = 2;

/** What shares rare words with the question, best first, few of one shape. */
export const related: Voter = {
  reason: 'related',
  most: 10,
  *votes(sight: Sight): Iterable<Vote> {
    const { list, asked } = sight;
    if (asked.terms.words.length === 0) return;
    const scores = rankTexts(
      asked.query,
      list.map((_, i) => sight.label(i).slice(0, SEARCHED)),
    );
    const order = [...scores.keys()]
      .filter((i) => scores[i]! >= LEAST)
      .sort((a, b) => scores[b]! - scores[a]! || a - b);
    const taken = new Map<number, number>();
    for (const unit of order) {
      const { shape } = list[unit]!;
      const times = shape === undefined ? 0 : (taken.get(shape) ?? 0);
      if (shape !== undefined) taken.set(shape, times + 1);
      if (times < OF_ONE_SHAPE) yield { unit, depth: CORE };
    }
  },
};
