import { asks } from './around.js';
import type { Question } from './question.js';
import type { Named } from './rank.js';
import type { Scored } from './score.js';
import { inTime, MENTIONS_TIME, type Times } from './times.js';
import type { Weights } from './weights.js';

const NUMBER = /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|dozen|couple|few|several|twice|once)\b/i;

/** Weighs each record by what it is beside its words: who said it, when, how important it is, whether it can answer. */
export function shaped(
  scored: readonly Scored[],
  question: Question,
  names: Named,
  weights: Weights,
  times: Times,
): readonly Scored[] {
  const one = names.speakers.size === 1;
  const said = scored.map(({ record }) => record.saidAt);
  const oldest = said.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const span = Math.max(1, said.reduce((most, time) => Math.max(most, time), oldest) - oldest);
  return inTime(times, scored, weights)
    .map(({ record, score }) => {
      let value = score;
      if (one && names.speakers.has(record.source.speaker ?? '')) value *= 1 + weights.speaker;
      if (question.asksWhen && MENTIONS_TIME.test(record.text)) value *= 1 + weights.time;
      if (question.asksMany && NUMBER.test(record.text)) value *= 1 + weights.number;
      if (record.kind === 'turn' && asks(record)) value *= 1 - weights.question;
      value *= 1 + weights.importance * (record.importance - 0.5);
      value *= 1 + (weights.recency * (record.saidAt - oldest)) / span;
      return { record, score: value };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.record.seq - a.record.seq);
}
