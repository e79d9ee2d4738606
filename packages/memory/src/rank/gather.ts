import type { MemoryView, StoredRecord, TermQuery } from '../model/store.js';
import type { Seen } from '../read/seen-scopes.js';

/** A group of terms of which a record has any, and how much that counts. */
export interface Wanted {
  readonly terms: readonly string[];
  readonly weight: number;
}

/** Records looked at for one term; of a term that more have, the newest. */
const MOST_A_TERM = 8000;

/**
 * The records that lists of numbers lead to. What a store gives are lists; the rest is the same over every store, and a record of
 * another scope is in none of them.
 */
export class Gathering {
  /** How telling each group of terms is in the scopes that are seen, by its first term and how many it has. */
  readonly #telling = new Map<string, { readonly list: readonly number[]; readonly idf: number }>();
  readonly #records = new Map<number, StoredRecord | undefined>();
  readonly total: number;
  readonly averageWords: number;

  constructor(
    private readonly view: MemoryView,
    private readonly seen: Seen,
    private readonly past: boolean,
    private readonly fits: (record: StoredRecord) => boolean,
  ) {
    this.total = seen.all.reduce((sum, { records }) => sum + records, 0);
    this.averageWords = Math.max(1, seen.all.reduce((sum, { words }) => sum + words, 0) / Math.max(1, this.total));
  }

  /** Finds the lists of some groups of terms, once. */
  /** With `unless`, a group that so many records have is as good as one that none has. */
  async find(wanted: readonly Wanted[], unless?: number): Promise<void> {
    const fresh = [...new Map(wanted.map((one) => [keyOf(one), one])).values()].filter(
      (one) => !this.#telling.has(keyOf(one)),
    );
    if (fresh.length === 0) return;
    const { scopes, within } = this.seen;
    const queries: TermQuery[] = fresh.map(({ terms }) => ({ scopes, within, terms, past: this.past }));
    const lists = await this.view.find(queries, unless ?? MOST_A_TERM);
    for (const [i, list] of lists.entries()) {
      if (unless !== undefined && list.length >= unless) {
        this.#telling.set(keyOf(fresh[i] as Wanted), { list: [], idf: 0 });
        continue;
      }
      const many = list.length < MOST_A_TERM ? list.length : await this.view.count(queries[i] as TermQuery);
      const idf = many === 0 ? 0 : Math.log(1 + (Math.max(0, this.total - many) + 0.5) / (many + 0.5));
      this.#telling.set(keyOf(fresh[i] as Wanted), { list, idf });
    }
  }

  /** How telling a group of terms is; 0 where no record has any. */
  idf(terms: readonly string[]): number {
    return this.#telling.get(keyOf({ terms }))?.idf ?? 0;
  }

  list(terms: readonly string[]): readonly number[] {
    return this.#telling.get(keyOf({ terms }))?.list ?? [];
  }

  /** Reads the records that share most with some groups of terms, and says how many share anything. */
  async read(
    wanted: readonly Wanted[],
    most: number,
  ): Promise<{ readonly records: readonly StoredRecord[]; readonly found: number }> {
    const sums = new Map<number, number>();
    for (const { terms, weight } of wanted) {
      const telling = this.idf(terms) * weight;
      for (const seq of this.list(terms)) sums.set(seq, (sums.get(seq) ?? 0) + telling);
    }
    const order = bestOf(sums, most * 4);
    const records: StoredRecord[] = [];
    for (let at = 0; records.length < most; at += most) {
      const next =
        at < order.length ? order.slice(at, at + most) : at === 0 ? [] : await this.#further(sums, order, at, most);
      if (next.length === 0) break;
      records.push(...(await this.records(next)));
    }
    return { records: records.slice(0, most), found: sums.size };
  }

  /** The rest of what was found, in order: only where most of the best do not fit. */
  async #further(
    sums: ReadonlyMap<number, number>,
    order: readonly number[],
    at: number,
    most: number,
  ): Promise<number[]> {
    if (sums.size <= order.length) return [];
    return bestOf(sums, at + most).slice(at);
  }

  /** Everything that fits, where that is no more than so many records: then what shares no word is compared too. */
  async whole(most: number): Promise<readonly StoredRecord[]> {
    if (this.total > most) return [];
    const scopes = this.seen.all.map(({ scope }) => scope);
    const states = this.past ? (['current', 'replaced'] as const) : (['current'] as const);
    return this.add(await this.view.list({ scopes, states, limit: most }));
  }

  /** Those of some records that fit, in the order asked for. */
  async records(seqs: readonly number[]): Promise<readonly StoredRecord[]> {
    const missing = seqs.filter((seq) => !this.#records.has(seq));
    if (missing.length > 0) {
      for (const seq of missing) this.#records.set(seq, undefined);
      this.add(await this.view.bySeq(missing));
    }
    return seqs.flatMap((seq) => this.#records.get(seq) ?? []);
  }

  /** Takes in records that were read in another way; gives those that fit. */
  add(records: readonly StoredRecord[]): readonly StoredRecord[] {
    const fit = records.filter(this.fits);
    for (const record of fit) this.#records.set(record.seq, record);
    return fit;
  }
}

function keyOf({ terms }: Pick<Wanted, 'terms'>): string {
  return terms.length === 1 ? (terms[0] as string) : terms.join(' ');
}

/** The numbers with the highest sums, highest first, the newer first among equals. */
function bestOf(sums: ReadonlyMap<number, number>, most: number): number[] {
  // Of many, the sum that the last one has is found first, so that the others are never made into pairs.
  const values = sums.size > most ? Float64Array.from(sums.values()).sort() : undefined;
  const least = values?.[values.length - most] ?? 0;
  const best: [number, number][] = [];
  for (const [seq, sum] of sums) if (sum >= least) best.push([seq, sum]);
  return best
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])
    .slice(0, most)
    .map(([seq]) => seq);
}
