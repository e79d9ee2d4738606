import type { StoredRecord } from '../model/store.js';
import type { Weights } from './weights.js';

/** A text that says when something was. */
export const MENTIONS_TIME =
  /\b(?:yesterday|today|tonight|tomorrow|last (?:week|month|year|night|weekend|fri|sat|sun|mon|tue|wed|thu|summer|spring|fall|winter)\w*|this (?:week|month|year|morning|weekend)|next (?:week|month|year|weekend)|ago|recently|\d+ (?:days?|weeks?|months?|years?)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d|since|just (?:started|got|finished)|for the first time)\b/i;

/** What a question says of the time it asks about. */
export interface Times {
  /** A factor around 1 for a record. */
  worth(record: StoredRecord, weights: Weights): number;
}

export const NO_TIMES: Times = { worth: () => 1 };
