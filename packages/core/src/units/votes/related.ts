import { rankInTurns } from '../../question/rank-texts.js';
import { TermFinder } from '../../question/term-finder.js';
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
/** Of more rows only those are ranked that hold a word of the question which not too many hold. */
const MANY_ROWS = 100;
const LONGEST_BEGINNING = 4;
const COMMON_SHARE = 0.2;

/** What shares rare words with the question, best first, few of one shape. */
export const related: Voter = { reason: 'related', most: 10, votes: relatedUnits };

/** The same where all units are of one shape; of many short ones more. */
export const relatedRows: Voter = {
  reason: 'related',
  most: MOST_ROWS,
  *votes({ list, asked, label }) {
    if (asked.terms.words.length === 0) return;
    let left = Math.max(FEWEST_ROWS, list.length * ROWS_SHARE);
    const common = list.length * COMMON_SHARE;
    const ranked = list.length > MANY_ROWS ? yield* rowsLike(asked, list, common) : [...list.keys()];
    for (const vote of bestOf(ranked, { asked, label }, { of: list.length })) {
      if (vote && left-- <= 0) return;
      yield vote;
    }
  },
};

/** The rows that hold the beginning of a word of the question; of those that more than `most` rows hold none. */
function* rowsLike(
  { query, folded }: Sight['asked'],
  list: Sight['list'],
  most: number,
): Generator<undefined, readonly number[]> {
  const found = new Set<number>();
  for (const beginning of new Set(
    new TermFinder(query, '').terms.map(({ stem }) => stem.slice(0, LONGEST_BEGINNING)),
  )) {
    yield;
    const rows = rowsWith(beginning, folded, list, most);
    if (rows.length <= most) for (const row of rows) found.add(row);
  }
  return [...found].sort((a, b) => a - b);
}

function rowsWith(word: string, text: string, list: Sight['list'], most: number): number[] {
  const rows: number[] = [];
  let row = 0;
  for (let at = text.indexOf(word); at >= 0 && rows.length <= most; at = text.indexOf(word, list[row]!.to)) {
    while (row < list.length - 1 && list[row]!.to <= at) row += 1;
    rows.push(row);
    if (row === list.length - 1) break;
  }
  return rows;
}

function* relatedUnits({ list, shapes, asked, label }: Sight): Iterable<Vote | undefined> {
  if (asked.terms.words.length === 0) return;
  const ranked = list.flatMap(({ shape }, unit) => (shape === undefined ? [unit] : []));
  for (const { members } of shapes)
    for (const unit of members.slice(0, members.length <= FEW ? FEW : 1)) ranked.push(unit);
  yield* bestOf(ranked, { asked, label }, { shapeOf: (unit) => list[unit]!.shape });
}

function* bestOf(
  ranked: readonly number[],
  { asked, label }: Pick<Sight, 'asked' | 'label'>,
  { shapeOf, of }: { shapeOf?: (unit: number) => number | undefined; of?: number },
): Iterable<Vote | undefined> {
  const texts = ranked.map((unit) => label(unit).slice(0, SEARCHED));
  const ranking = rankInTurns(asked.query, texts, of === undefined ? {} : { of });
  let step = ranking.next();
  for (; !step.done; step = ranking.next()) yield undefined;
  const scores = step.value;
  const order = ranked
    .map((unit, i) => ({ unit, score: scores[i]! }))
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score || a.unit - b.unit);
  const taken = new Map<number, number>();
  for (const { unit } of order) {
    const shape = shapeOf?.(unit);
    const times = shape === undefined ? 0 : (taken.get(shape) ?? 0);
    if (shape !== undefined) taken.set(shape, times + 1);
    if (times < OF_ONE_SHAPE) yield { unit, depth: CORE };
  }
}
