import type { Term } from './question.js';

const ENDING = /^(?:s|es|ed|d|e|er|ers|ing|ings|ion|ions|ation|ations|ly|y|ies|ied|al|ment|ments)?(?![a-z])/;

/** The rows each term occurs in, each row once, in order. Linear in the text for every term. */
export function findTerms(texts: readonly string[], terms: readonly Term[]): number[][] {
  const joined = texts.join('\n');
  const lower = joined.toLowerCase();
  // Lower-casing may change the length of a few letters; then rows are told apart in the lower-case text.
  const source = lower.length === joined.length ? joined : lower;
  const starts: number[] = [];
  let at = 0;
  for (const text of texts) {
    starts.push(at);
    at += (source === joined ? text.length : text.toLowerCase().length) + 1;
  }
  return terms.map((term) => rowsOf(term, source, lower, starts, at));
}

function rowsOf(term: Term, source: string, lower: string, starts: readonly number[], size: number): number[] {
  const rows: number[] = [];
  let row = 0;
  for (let at = lower.indexOf(term.text); at >= 0; ) {
    if (fits(term, source, lower, at)) {
      while (row + 1 < starts.length && starts[row + 1]! <= at) row++;
      rows.push(row);
      at = lower.indexOf(term.text, starts[row + 1] ?? size);
    } else at = lower.indexOf(term.text, at + 1);
  }
  return rows;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isLower = (code: number) => code >= 97 && code <= 122;
const isUpper = (code: number) => code >= 65 && code <= 90;

const isWord = (code: number) => isDigit(code) || isLower(code) || isUpper(code);

function fits(term: Term, source: string, lower: string, at: number): boolean {
  const before = source.charCodeAt(at - 1);
  const first = source.charCodeAt(at);
  const end = at + term.text.length;
  const last = source.charCodeAt(end - 1);
  const after = source.charCodeAt(end);
  if (term.exact !== undefined) return source.startsWith(term.exact, at) && !isWord(before) && !isWord(after);
  if (isDigit(first) && (isDigit(before) || (before === 46 && isDigit(source.charCodeAt(at - 2))))) return false;
  if (isLower(first) && (isLower(before) || isUpper(before))) return false;
  if (isUpper(first) && isUpper(before) && !isLower(source.charCodeAt(at + 1))) return false;
  if (isDigit(last)) return !isDigit(after);
  if (term.kind === 'word') return ENDING.test(lower.slice(end, end + 8)) || isUpper(after);
  return !(isLower(last) && isLower(after));
}
