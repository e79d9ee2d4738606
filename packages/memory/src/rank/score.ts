import type { StoredRecord } from '../model/store.js';
import type { Gathering, Wanted } from './gather.js';
import { termsIn } from './terms-in.js';
import type { Weights } from './weights.js';

export interface Scored {
  readonly record: StoredRecord;
  readonly score: number;
}

/** What the words of each record are worth: BM25 a term, once a kind, and more for terms side by side. */
export function lexical(
  gathering: Gathering,
  records: readonly StoredRecord[],
  wanted: readonly Wanted[],
  pairs: readonly string[],
  weights: Weights,
): Scored[] {
  const telling = wanted
    .map(({ terms, weight }) => ({
      terms: new Set(terms),
      one: terms.length === 1,
      value: gathering.idf(terms) * weight,
    }))
    .filter(({ value }) => value > 0);
  const single = new Map(
    telling.flatMap(({ terms, one, value }) => (one ? [[[...terms][0] as string, value] as const] : [])),
  );
  const groups = telling.filter(({ one }) => !one);
  return records.map((record) => {
    const terms = termsIn(record);
    const length = 1 - weights.b + (weights.b * terms.length) / gathering.averageWords;
    const times = new Map<string, number>();
    for (const term of terms) if (single.has(term)) times.set(term, (times.get(term) ?? 0) + 1);
    let score = 0;
    for (const [term, count] of times)
      score += ((single.get(term) as number) * count * (weights.k1 + 1)) / (count + weights.k1 * length);
    for (const group of groups) if (terms.some((term) => group.terms.has(term))) score += group.value;
    return { record, score: score + weights.pair * sideBySide(gathering, terms, pairs) };
  });
}

/** How telling the pairs of a question's terms are that stand side by side in a text. */
function sideBySide(gathering: Gathering, terms: readonly string[], pairs: readonly string[]): number {
  let sum = 0;
  for (let i = 1; i < pairs.length; i++) {
    const [a, b] = [pairs[i - 1] as string, pairs[i] as string];
    const at = terms.indexOf(a);
    if (at >= 0 && terms[at + 1] === b) sum += (gathering.idf([a]) + gathering.idf([b])) / 2;
  }
  return sum;
}
