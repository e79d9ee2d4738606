import type { InTurns } from '../model/in-turns.js';
import { atOnce, itemsInTurns } from './in-turns.js';
import { TEXT_WORD, TermFinder } from './term-finder.js';

const K1 = 1.4;

/**
 * Ranks many short texts (lines, hunks, paths, commits) against a question: BM25 with frequencies of the texts themselves,
 * where stems, parts of compound names and related words count too. 1 is the best text, 0 shares nothing. Linear.
 */
export function rankTexts(query: string, texts: readonly string[], lengthShare = 0.5): Float64Array {
  return atOnce(rankInTurns(query, texts, lengthShare));
}

/** {@link rankTexts}, in turns. */
export function* rankInTurns(query: string, texts: readonly string[], lengthShare = 0.5): InTurns<Float64Array> {
  const scores = new Float64Array(texts.length);
  const finder = new TermFinder(query, splitNames(query));
  const width = finder.terms.length;
  if (width === 0) return scores;
  const frequency = new Float64Array(width);
  const lengths = new Float64Array(texts.length);
  const rows: (Float64Array | undefined)[] = [];
  yield* itemsInTurns(texts, (text, i) => {
    let row: Float64Array | undefined;
    for (const [word] of text.matchAll(TEXT_WORD)) {
      lengths[i]!++;
      for (const { term, strength } of finder.hits(word)) {
        row ??= new Float64Array(width);
        row[term]! += strength;
      }
    }
    if (row) for (let t = 0; t < width; t++) if (row[t]! >= 0.3) frequency[t]!++;
    rows.push(row);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length || 1;
  const weights = finder.terms.map(
    ({ weight }, t) => weight * Math.log(1 + (texts.length - frequency[t]! + 0.5) / (frequency[t]! + 0.5)),
  );
  const total = weights.reduce((sum, weight, t) => sum + (frequency[t]! > 0 ? weight : 0), 0) || 1;
  let top = 0;
  rows.forEach((row, i) => {
    if (!row) return;
    const norm = K1 * (1 - lengthShare + (lengthShare * lengths[i]!) / mean);
    let score = 0;
    let covered = 0;
    for (let t = 0; t < width; t++) {
      const tf = row[t]!;
      if (tf === 0) continue;
      score += (weights[t]! * tf * (K1 + 1)) / (tf + norm);
      covered += weights[t]! * Math.min(1, tf);
    }
    scores[i] = score * (0.6 + (0.4 * covered) / total);
    top = Math.max(top, scores[i]!);
  });
  return top > 0 ? scores.map((score) => score / top) : scores;
}

/** `HistGradientBoosting` and `max_age` as words of their own. */
function splitNames(query: string): string {
  return query
    .slice(0, 8000)
    .replace(/_+/g, ' ')
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ');
}
