import type { StoredRecord } from '../model/store.js';
import { termsOf } from '../words/terms.js';
import { type Span, timeSpans } from '../words/time-spans.js';
import type { Scored } from './score.js';
import type { Weights } from './weights.js';

/** A text that says when something was. */
export const MENTIONS_TIME =
  /\b(?:yesterday|today|tonight|tomorrow|last (?:week|month|year|night|weekend|fri|sat|sun|mon|tue|wed|thu|summer|spring|fall|winter)\w*|this (?:week|month|year|morning|weekend)|next (?:week|month|year|weekend)|ago|recently|\d+ (?:days?|weeks?|months?|years?)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d|since|just (?:started|got|finished)|for the first time)\b/i;

/** "Before the move", "after she left the bank": what is named by another event. */
const BESIDE =
  /\b(before|after|since)\s+((?:the|my|our|his|her|their|its|we|i|she|he|they|\p{Lu}\p{L}+)\b[^?.,;]{2,60})/iu;
/** People tell of a thing some days after it was. */
const TOLD_WITHIN = 21 * 86_400_000;

/** The times that a question is about. */
export interface Times {
  readonly spans: readonly Span[];
  readonly beside: { readonly side: 'before' | 'after'; readonly terms: ReadonlySet<string> } | undefined;
}

export function readTimes(text: string, askedAt: number): Times {
  const spans = timeSpans(text, askedAt);
  const [, word = '', event = ''] = BESIDE.exec(text) ?? [];
  const terms = new Set(termsOf(event));
  if (terms.size === 0 || spans.some(({ side }) => side !== undefined)) return { spans, beside: undefined };
  return { spans, beside: { side: /before/i.test(word) ? 'before' : 'after', terms } };
}

/** Gives each record a factor: within the time that a question names, or on the side of it that is named. */
export function inTime({ spans, beside }: Times, scored: readonly Scored[], weights: Weights): readonly Scored[] {
  if (spans.length === 0 && !beside) return scored;
  const pivot = beside && eventTime(scored, beside.terms);
  return scored.map(({ record, score }) => {
    let factor = 1;
    if (spans.length > 0) factor *= 1 + weights.inTime * Math.max(...spans.map((span) => fit(record, span)));
    if (pivot && pivot.seq !== record.seq) {
      const isBefore = record.saidAt < pivot.saidAt;
      if (isBefore === (beside?.side === 'before')) factor *= 1 + weights.onSide;
    }
    return { record, score: score * factor };
  });
}

/** 0 to 1: how well a record lies in a span, by when it was said and by the times it names, seen from then. */
function fit(record: StoredRecord, span: Span): number {
  const { saidAt } = record;
  if (span.side === 'before') return saidAt < span.to ? 0.4 : 0;
  if (span.side === 'after') return saidAt >= span.from ? 0.4 : 0;
  if (saidAt >= span.from && saidAt < span.to) return 1;
  const named = MENTIONS_TIME.test(record.text) ? timeSpans(record.text, saidAt) : [];
  if (named.some(({ from, to }) => from < span.to && to > span.from)) return 1;
  return saidAt >= span.to && saidAt < span.to + TOLD_WITHIN ? 0.4 : 0;
}

/** The record that tells best of an event: most of its words, then the highest rank. */
function eventTime(scored: readonly Scored[], terms: ReadonlySet<string>): StoredRecord | undefined {
  let best: { readonly record: StoredRecord; readonly value: number } | undefined;
  for (const { record, score } of scored) {
    const had = new Set(record.terms.split(' ').filter((term) => terms.has(term))).size;
    const value = had + score / 1000;
    if (had > 0 && (!best || value > best.value)) best = { record, value };
  }
  return best?.record;
}
