import { termsOf } from '../words/terms.js';

/** So large a part of a fact's telling words was said; verbs and the names of relations are the model's own. */
const SAID = 0.5;
const NUMBER = /\d+(?:[.,:]\d+)*/g;
/** A date that a fact has in the place of a day of the week. */
const DATE =
  /\b\d{4}-\d\d-\d\d\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:, \d{4})?\b/g;

/** Whether messages say a fact: all its numbers but those of dates, and most of its words. `also` may lend words: a fact that it replaces. */
export function hasEvidence(fact: string, said: string, also = ''): boolean {
  const numbers = new Set(said.match(NUMBER));
  if ((fact.replace(DATE, '').match(NUMBER) ?? []).some((number) => !numbers.has(number))) return false;
  const known = new Set([...termsOf(said), ...termsOf(also)]);
  const terms = [...new Set(termsOf(fact.replace(DATE, '')))];
  const own = new Set(termsOf(said));
  // What only the replaced fact says is not said.
  if (!terms.some((term) => own.has(term))) return false;
  return terms.filter((term) => known.has(term)).length >= terms.length * SAID;
}
