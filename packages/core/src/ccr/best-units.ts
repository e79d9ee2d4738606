import { tokenize } from '../question/stem.js';
import { TermCounter } from './term-counter.js';

/** Lines or rows of a text; one is cut out when it is asked for. */
export interface Units {
  readonly length: number;
  /** The unit at an index from 0. */
  at(index: number): string;
}

interface Ranked {
  readonly i: number;
  readonly score: number;
}

const K1 = 1.5;
const B = 0.75;
/** A unit that has the words just as they were asked. */
const AS_WRITTEN = 10;

/**
 * Indexes of the units that fit the words best, the best first: Okapi BM25 (Robertson and Zaragoza, 2009) over units that are read
 * again instead of remembered, for a text may have millions of them.
 */
export function bestUnits(query: string, units: Units, most: number): readonly number[] {
  const terms = [...new Set(tokenize(query))];
  const counter = new TermCounter(terms);
  const lower = query.toLowerCase();
  const { fits, weights, mean } = survey(terms, counter, units, lower);
  const best: Ranked[] = [];
  const counts = new Map<number, number>();
  for (let i = fits.indexOf(1); i >= 0; i = fits.indexOf(1, i + 1)) {
    const unit = units.at(i);
    counts.clear();
    const length = counter.count(unit, counts);
    let score = unit.toLowerCase().includes(lower) ? AS_WRITTEN : 0;
    for (const [term, tf] of counts)
      score += (weights[term] ?? 0) * ((tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * length) / mean)));
    if (score > 0) insert(best, { i, score }, most);
  }
  const least = (best[0]?.score ?? 0) * 0.25;
  return best.filter(({ score }) => score >= least).map(({ i }) => i);
}

interface Survey {
  /** 1 for every unit that has one of the words. */
  readonly fits: Uint8Array;
  readonly weights: readonly number[];
  readonly mean: number;
}

function survey(terms: readonly string[], counter: TermCounter, units: Units, lower: string): Survey {
  const fits = new Uint8Array(units.length);
  const frequency = terms.map(() => 0);
  const counts = new Map<number, number>();
  let words = 0;
  for (let i = 0; i < units.length; i++) {
    const unit = units.at(i);
    if (unit === '') continue;
    words += counter.count(unit, counts);
    if (counts.size > 0 || unit.toLowerCase().includes(lower)) fits[i] = 1;
    if (counts.size === 0) continue;
    for (const term of counts.keys()) frequency[term] = (frequency[term] ?? 0) + 1;
    counts.clear();
  }
  return {
    fits,
    weights: frequency.map((df) => Math.log(1 + (units.length - df + 0.5) / (df + 0.5))),
    mean: words / units.length || 1,
  };
}

/** Keeps the list in order and no longer than `most`; of equals the earlier stays in front. */
function insert(best: Ranked[], unit: Ranked, most: number): void {
  if (best.length === most && unit.score <= (best.at(-1) as Ranked).score) return;
  let at = best.length;
  while (at > 0 && (best[at - 1] as Ranked).score < unit.score) at--;
  best.splice(at, 0, unit);
  if (best.length > most) best.pop();
}
