import type { StoredRecord } from '../model/store.js';
import { asks } from './around.js';
import type { Passages } from './passage.js';
import type { Question } from './question.js';
import type { Named } from './rank.js';
import type { Scored } from './score.js';
import { names as hasName, ofOneself, smallTalk, toAnother, WANTED } from './tells.js';
import { inTime, type Times } from './times.js';
import type { Weights } from './weights.js';

/** A conversation begins with its news. */
const BEGINNING = 2;

/** Weighs each record by what it is beside its words: who said it, when, what it tells, how much of the question stands around it. */
export function shaped(
  scored: readonly Scored[],
  question: Question,
  named: Named,
  passages: Passages,
  weights: Weights,
  times: Times,
): readonly Scored[] {
  const said = scored.map(({ record }) => record.saidAt);
  const oldest = said.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const span = Math.max(1, said.reduce((most, time) => Math.max(most, time), oldest) - oldest);
  return inTime(times, scored, weights)
    .map(({ record, score }) => {
      const telling = logOdds(record, question, named, passages, weights.fit);
      const important = 1 + weights.importance * (record.importance - 0.5);
      const recent = 1 + (weights.recency * (record.saidAt - oldest)) / span;
      return { record, score: score * Math.exp(telling) * important * recent };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.record.seq - a.record.seq);
}

/** How much likelier a record answers the question, by the signs it has: a logarithm of a factor (log-linear, fitted). */
function logOdds(
  record: StoredRecord,
  question: Question,
  named: Named,
  passages: Passages,
  fit: Weights['fit'],
): number {
  const { text } = record;
  let sum = fit.smallTalk * smallTalk(record, named.all);
  for (const kind of KINDS_WANTED) if (WANTED[kind](question, text)) sum += fit[kind];
  if (hasName(text, named.all)) sum += question.asksWho ? fit.name + fit.who : fit.name;
  if (ofOneself(text)) sum += fit.oneself;
  if (named.speakers.size === 1) {
    if (named.speakers.has(record.source.speaker ?? '')) sum += fit.speaker;
    else if (toAnother(text)) sum += fit.toAnother;
  }
  if (record.kind === 'turn') {
    if (asks(record)) sum += fit.asks;
    if (record.place > 0 && record.place <= BEGINNING) sum += fit.beginning;
  }
  const { own, near, passage, asked } = passages.of(record);
  const around = fit.near * near + fit.passage * passage;
  return sum + fit.own * own + (question.wantsList ? fit.list * around : around) + fit.asked * asked;
}

const KINDS_WANTED = ['when', 'many', 'where', 'why', 'title'] as const;
