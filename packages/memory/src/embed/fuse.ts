import type { StoredRecord } from '../model/store.js';
import type { Scored } from '../rank/score.js';

/** Reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009) with its usual constant. */
const K = 60;

/**
 * One ranking of two: by words and by vectors. Scores keep the falling curve of the ranking by words, so that what follows weighs
 * them as before; without words they fall by place.
 */
export function fused(byWords: readonly Scored[], byVector: readonly StoredRecord[]): readonly Scored[] {
  const sums = new Map<number, { readonly record: StoredRecord; sum: number }>();
  const add = (record: StoredRecord, place: number) => {
    const known = sums.get(record.seq) ?? { record, sum: 0 };
    known.sum += 1 / (K + place);
    sums.set(record.seq, known);
  };
  for (const [i, { record }] of byWords.entries()) add(record, i + 1);
  for (const [i, record] of byVector.entries()) add(record, i + 1);
  const last = byWords.at(-1)?.score ?? 1;
  return [...sums.values()]
    .sort((a, b) => b.sum - a.sum || b.record.seq - a.record.seq)
    .map(({ record }, i) => ({ record, score: byWords[i]?.score ?? last / (i + 2 - byWords.length) }));
}
