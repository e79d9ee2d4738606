import type { MemoryView, StoredRecord, TermQuery } from '../model/store.js';
import type { Seen } from '../read/seen-scopes.js';

/** What the words of a question lead to. */
export interface Candidates {
  readonly records: readonly StoredRecord[];
  /** How telling each term is in the scopes that are seen. */
  readonly idf: ReadonlyMap<string, number>;
  /** How many records have any term. */
  readonly found: number;
}

/** Records looked at for one term; of a term that more have, the newest. */
const MOST_A_TERM = 20_000;
/** Records read and ranked. */
const MOST_READ = 300;

/**
 * The records that share most with some terms, by the sum of how telling the shared ones are. The same for every store: what a
 * store gives is lists of numbers.
 */
export async function candidates(
  view: MemoryView,
  seen: Seen,
  terms: readonly string[],
  past: boolean,
  fits: (record: StoredRecord) => boolean,
): Promise<Candidates> {
  const queries: TermQuery[] = terms.map((term) => ({ scopes: seen.scopes, within: seen.within, term, past }));
  const lists = await view.find(queries, MOST_A_TERM);
  const total = Math.max(
    1,
    seen.all.reduce((sum, { records }) => sum + records, 0),
  );
  const idf = new Map<string, number>();
  const sums = new Map<number, number>();
  for (const [i, list] of lists.entries()) {
    const query = queries[i] as TermQuery;
    const many = list.length < MOST_A_TERM ? list.length : await view.count(query);
    const telling = Math.log(1 + Math.max(0.5, total - many + 0.5) / (many + 0.5));
    idf.set(query.term, telling);
    for (const seq of list) sums.set(seq, (sums.get(seq) ?? 0) + telling);
  }
  const order = [...sums].sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([seq]) => seq);
  const records: StoredRecord[] = [];
  for (let at = 0; at < order.length && records.length < MOST_READ; at += MOST_READ) {
    const read = await view.bySeq(order.slice(at, at + MOST_READ));
    records.push(...read.filter(fits));
  }
  return { records, idf, found: order.length };
}
