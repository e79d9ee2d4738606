import type { InTurns } from '../model/in-turns.js';
import { atOnce, itemsInTurns } from '../reading/in-turns.js';
import { TermFinder } from './term-finder.js';

const K1 = 1.4;
const MOST_CLAUSES = 6;
const OTHER_CLAUSE = 0.3;

/** How texts are ranked. */
export interface RankOptions {
  /** How much the length of a text counts, 0 to 1. */
  readonly lengthShare?: number;
  /** Words that count half. */
  readonly hints?: string;
  /** Of how many texts these are those that may fit, where the others were left out before. */
  readonly of?: number;
  /** Each clause of the question may be answered by another text. */
  readonly byClause?: true;
}

/**
 * Ranks many short texts (lines, hunks, paths, passages) against a question: BM25 with frequencies of the texts themselves,
 * where stems, parts of compound names and related words count too. 1 is the best text, 0 shares nothing. Linear.
 */
export function rankTexts(query: string, texts: readonly string[], options: RankOptions = {}): Float64Array {
  return atOnce(rankInTurns(query, texts, options));
}

/** {@link rankTexts}, in turns. */
export function* rankInTurns(
  query: string,
  texts: readonly string[],
  { lengthShare = 0.5, hints = '', of = texts.length, byClause }: RankOptions = {},
): InTurns<Float64Array> {
  const scores = new Float64Array(texts.length);
  const finder = new TermFinder(query, `${splitNames(query)} ${hints}`);
  const width = finder.terms.length;
  if (width === 0) return scores;
  const frequency = new Float64Array(width);
  const lengths = new Float64Array(texts.length);
  const rows: (Float64Array | undefined)[] = [];
  yield* itemsInTurns(texts, (text, i) => {
    let row: Float64Array | undefined;
    lengths[i] = finder.find(text, ({ term, strength }) => {
      row ??= new Float64Array(width);
      row[term]! += strength;
    });
    if (row) for (let t = 0; t < width; t++) if (row[t]! >= 0.3) frequency[t]!++;
    rows.push(row);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length || 1;
  const weights = finder.terms.map(
    ({ weight }, t) => weight * Math.log(1 + (of - frequency[t]! + 0.5) / (frequency[t]! + 0.5)),
  );
  for (const clause of byClause ? clausesOf(query) : [query.slice(0, 8000).toLowerCase()]) {
    yield;
    const own = weights.map((weight, t) => (clause.includes(finder.terms[t]!.word) ? weight : weight * OTHER_CLAUSE));
    const total = own.reduce((sum, weight, t) => sum + (frequency[t]! > 0 ? weight : 0), 0) || 1;
    const fits = rows.map((row, i) => {
      const norm = K1 * (1 - lengthShare + (lengthShare * lengths[i]!) / mean);
      let score = 0;
      let covered = 0;
      row?.forEach((tf, t) => {
        score += (own[t]! * tf * (K1 + 1)) / (tf + norm);
        covered += own[t]! * Math.min(1, tf);
      });
      return score * (0.6 + (0.4 * covered) / total);
    });
    const top = fits.reduce((most, fit) => Math.max(most, fit), 0) || 1;
    for (const [i, fit] of fits.entries()) scores[i] = Math.max(scores[i]!, fit / top);
  }
  return scores;
}

const CLAUSE = /[?;]|,? and (?=what|which|how|when|why|who|where|whether|is |are |do(?:es)? |did |can |under )|, and /;

/** The clauses of a question, each of which may be answered elsewhere. */
function clausesOf(query: string): readonly string[] {
  const whole = query.slice(0, 8000).toLowerCase();
  const clauses = whole.split(CLAUSE).filter((clause) => clause.trim().length > 8);
  return clauses.length > 1 && clauses.length <= MOST_CLAUSES ? [...clauses, whole] : [whole];
}

/** `HistGradientBoosting` and `max_age` as words of their own. */
function splitNames(query: string): string {
  return query
    .slice(0, 8000)
    .replace(/_+/g, ' ')
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ');
}
