import type { StoredRecord } from '../model/store.js';

const split = new WeakMap<StoredRecord, readonly string[]>();

/** The terms of a record in order, taken apart once. */
export function termsIn(record: StoredRecord): readonly string[] {
  const known = split.get(record);
  if (known) return known;
  const terms = record.terms === '' ? [] : record.terms.split(' ');
  split.set(record, terms);
  return terms;
}
