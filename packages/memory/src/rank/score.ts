import type { StoredRecord } from '../model/store.js';
import type { Candidates } from './candidates.js';

export interface Scored {
  readonly record: StoredRecord;
  readonly score: number;
}

const K1 = 1.2;
const B = 0.4;

/** BM25 of one record. */
export function bm25(record: StoredRecord, idf: ReadonlyMap<string, number>, averageWords: number): number {
  const terms = record.terms.split(' ');
  const times = new Map<string, number>();
  for (const term of terms) if (idf.has(term)) times.set(term, (times.get(term) ?? 0) + 1);
  let sum = 0;
  for (const [term, count] of times) {
    const length = 1 - B + (B * terms.length) / averageWords;
    sum += ((idf.get(term) ?? 0) * (count * (K1 + 1))) / (count + K1 * length);
  }
  return sum;
}

export function scored({ records, idf }: Candidates, averageWords: number): Scored[] {
  return records
    .map((record) => ({ record, score: bm25(record, idf, averageWords) }))
    .sort((a, b) => b.score - a.score || a.record.seq - b.record.seq);
}
