import type { Likeness } from './likeness.js';
import type { Passages } from './passage.js';
import type { Question } from './question.js';
import type { Named } from './rank.js';
import type { Scored } from './score.js';
import { SIGNS, signsOf } from './signs.js';
import { inTime, type Times } from './times.js';
import type { Weights } from './weights.js';

/** A record, what its words, its place and its time are worth, and its signs in the order of `SIGNS`. */
export interface Signed extends Scored {
  readonly signs: readonly number[];
}

/** What is worth less than this share of the best will not be shown, whatever it means: it is not compared. */
const LEAST_COMPARED = 0.08;

/** Reads of each record what it is beside its words: who said it, when, what it tells, how much of the question stands around it. */
export function signed(
  scored: readonly Scored[],
  question: Question,
  named: Named,
  passages: Passages,
  likeness: Likeness,
  weights: Weights,
  times: Times,
): readonly Signed[] {
  const said = scored.map(({ record }) => record.saidAt);
  const oldest = said.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const span = Math.max(1, said.reduce((most, time) => Math.max(most, time), oldest) - oldest);
  const least = LEAST_COMPARED * scored.reduce((most, { score }) => Math.max(most, score), 0);
  return inTime(times, scored, weights).map(({ record, score }) => {
    const important = 1 + weights.importance * (record.importance - 0.5);
    const recent = 1 + (weights.recency * (record.saidAt - oldest)) / span;
    return {
      record,
      score: score * important * recent,
      signs: signsOf(record, question, named, passages, score < least ? undefined : likeness, weights.list),
    };
  });
}

/** Best first: each score by the factor that its signs make, whose logarithm is the sum of their weights (log-linear, fitted). */
export function weighed(read: readonly Signed[], fit: Weights['fit']): readonly Scored[] {
  const by = SIGNS.map((sign) => fit[sign]);
  return read
    .map(({ record, score, signs }) => {
      let logarithm = 0;
      for (let i = 0; i < by.length; i++) logarithm += (by[i] as number) * (signs[i] as number);
      return { record, score: score * Math.exp(logarithm) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.record.seq - a.record.seq);
}
