import type { StoredRecord, TermQuery } from '../model/store.js';

/**
 * What an index of words holds of a record: one token a scope and word. `c` stands for what holds now in a scope, `w` for what holds
 * now in a scope within it, `p` and `q` for the same of what was replaced. Nothing of a forgotten record is in the index.
 */
export function tokensOf(record: Pick<StoredRecord, 'scope' | 'state' | 'terms'>, above: readonly number[]): string[] {
  if (record.state === 'forgotten') return [];
  const [own, outer] = record.state === 'current' ? ['c', 'w'] : ['p', 'q'];
  const heads = [`${own}${record.scope.toString(36)}.`, ...above.map((scope) => `${outer}${scope.toString(36)}.`)];
  const terms = new Set(record.terms === '' ? [] : record.terms.split(' '));
  return heads.flatMap((head) => [...terms].map((term) => head + term));
}

/** The tokens of which a record that fits a query has one. */
export function tokensFor({ scopes, within, terms, past }: TermQuery): string[] {
  const marks = past ? ['c', 'p'] : ['c'];
  const outer = past ? ['w', 'q'] : ['w'];
  const heads = [
    ...scopes.flatMap((scope) => marks.map((mark) => `${mark}${scope.toString(36)}.`)),
    ...within.flatMap((scope) => outer.map((mark) => `${mark}${scope.toString(36)}.`)),
  ];
  return heads.flatMap((head) => terms.map((term) => head + term));
}
