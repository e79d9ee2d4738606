import type { InTurns } from '../model/in-turns.js';
import type { QueryTerms } from './query-terms.js';

/** Marks the rows with `needle` when they are few enough to mean something; of a phrase the first ones in any case. */
function markRows(hits: Uint8Array, text: string, rows: readonly number[], needle: string, most: number): void {
  const found: number[] = [];
  let row = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const before = text.charCodeAt(at - 1);
    const inWord = (before >= 97 && before <= 122) || (before >= 48 && before <= 57) || (before >= 65 && before <= 90);
    if (inWord && /^\w/.test(needle)) continue;
    while ((rows[row + 1] ?? Number.POSITIVE_INFINITY) <= at) row++;
    if (found.at(-1) !== row) found.push(row);
    if (found.length > most && !/\s/.test(needle)) return;
    if (found.length >= most && /\s/.test(needle)) break;
  }
  for (const one of found) hits[one] = 1;
}

/**
 * 1 for every line that holds a name, value, quoted string or word of the question which few lines of the text have, so
 * that it says where the answer is.
 */
export function* markAskedRows(terms: QueryTerms, lines: readonly string[], text: string): InTurns<Uint8Array> {
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const hits = new Uint8Array(lines.length);
  const most = Math.max(4, Math.min(12, Math.round(lines.length * 0.015)));
  for (const name of [...terms.names, ...terms.values.filter((value) => value.length > 2)].slice(0, 40)) {
    yield;
    markRows(hits, text, starts, name, most);
  }
  const lower = text.toLowerCase();
  const safe = lower.length === text.length ? lower : text;
  for (const word of terms.words.slice(0, 60)) {
    yield;
    if (word.length >= 4) markRows(hits, safe, starts, word, 3);
  }
  return hits;
}
