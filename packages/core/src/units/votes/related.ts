import { rankInTurns } from '../../question/rank-texts.js';
import { CORE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const SEARCHED = 300;
const LEAST = 0.4;
/** Of a shape with more units one stands for all: a rare word in another of them is asked for by itself. */
const FEW = 3;
const OF_ONE_SHAPE = 2;
const FEWEST_ROWS = 10;
const MOST_ROWS = 24;
const ROWS_SHARE = 0.1;

/** What shares rare words with the question, best first, few of one shape. */
export const related: Voter = { reason: 'related', most: 10, votes: relatedUnits };

/** The same where all units are of one shape; of many short ones more. */
export const relatedRows: Voter = {
  reason: 'related',
  most: MOST_ROWS,
  *votes({ list, asked, label }) {
    let left = Math.max(FEWEST_ROWS, list.length * ROWS_SHARE);
    const rows = list.map(({ from, to, parent, what }) => ({ from, to, parent, what }));
    for (const vote of relatedUnits({ list: rows, shapes: [], asked, label })) {
      if (vote && left-- <= 0) return;
      yield vote;
    }
  },
};

function* relatedUnits({
  list,
  shapes,
  asked,
  label,
}: Pick<Sight, 'list' | 'shapes' | 'asked' | 'label'>): Iterable<Vote | undefined> {
  if (asked.terms.words.length === 0) return;
  const ranked = list.flatMap(({ shape }, unit) => (shape === undefined ? [unit] : []));
  for (const { members } of shapes)
    for (const unit of members.slice(0, members.length <= FEW ? FEW : 1)) ranked.push(unit);
  const texts = ranked.map((unit) => label(unit).slice(0, SEARCHED));
  const ranking = rankInTurns(asked.query, texts);
  let step = ranking.next();
  for (; !step.done; step = ranking.next()) yield undefined;
  const scores = step.value;
  const order = ranked
    .map((unit, i) => ({ unit, score: scores[i]! }))
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score || a.unit - b.unit);
  const taken = new Map<number, number>();
  for (const { unit } of order) {
    const { shape } = list[unit]!;
    const times = shape === undefined ? 0 : (taken.get(shape) ?? 0);
    if (shape !== undefined) taken.set(shape, times + 1);
    if (times < OF_ONE_SHAPE) yield { unit, depth: CORE };
  }
}
