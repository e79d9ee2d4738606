import { createContent } from '../reading/content.js';
import { printJson } from '../reading/parse-json.js';
import { rowsOf, valueAt } from './json-rows.js';
import { countLines, cutLines } from './line-borders.js';
import { MAX_RANGES, mergeRanges, type Range, readRanges } from './read-ranges.js';
import { byQuery } from './select-by-query.js';

/** Most characters in a selector; a longer one is refused before anything is read. */
export const MAX_SELECTOR_CHARACTERS = 4096;
/** Most ranges that an answer names one by one. */
const MOST_NAMED = 20;

/** Ways to name a part of a text. Counting starts at 1, both ends included. */
export interface Selector {
  /** `"120-180"`, `"120"`, `"120-"`, or several separated by commas, up to 1,000; they come back in order, each line once. */
  readonly lines?: string;
  /** The same over the elements of a JSON array (the largest in the document), the lines of NDJSON, or the data rows of a table. */
  readonly rows?: string;
  /** A JSON pointer (RFC 6901), for example `/items/3/name`. */
  readonly path?: string;
  /** Words to look for; the best matching lines or rows come back with their neighbours. */
  readonly query?: string;
  /** First character, counted from 0. */
  readonly offset?: number;
  /** Number of characters from `offset`. */
  readonly limit?: number;
  /** The first so many lines. */
  readonly head?: number;
  /** The last so many lines. */
  readonly tail?: number;
}

/** A part of a text and what it is. */
export interface Part {
  readonly text: string;
  readonly part: string;
  readonly whole: boolean;
  /** Where in the original the text begins, when it is one stretch: in lines or rows from 1, in characters from 0. */
  readonly from?: { readonly unit: 'lines' | 'rows' | 'offset'; readonly at: number };
}

/**
 * Cuts the named part out of a text, or says what is wrong with the selector. Time and memory are bounded by the length of the
 * text, whatever the selector says.
 */
export function selectPart(text: string, selector: Selector): Part | { readonly problem: string } {
  const problem = problemOf(selector);
  if (problem) return { problem };
  const { lines, rows, path, query, offset, limit, head, tail } = selector;
  if (path !== undefined) return byPath(text, path);
  if (rows !== undefined) return byRows(text, rows);
  if (lines !== undefined) return byRanges(lines, 'lines', countLines(text), (ranges) => cutLines(text, ranges));
  if (head !== undefined || tail !== undefined) return byEnds(text, wholeNumber(head), wholeNumber(tail));
  if (query !== undefined && query.trim() !== '') return byQuery(text, query);
  if (offset !== undefined || limit !== undefined) return byOffset(text, offset ?? 0, limit);
  return { text, part: 'the whole original', whole: true, from: { unit: 'lines', at: 1 } };
}

function problemOf(selector: Selector): string | undefined {
  for (const name of ['lines', 'rows', 'path', 'query'] as const) {
    const value = selector[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') return `\`${name}\` must be a string.`;
    if (value.length > MAX_SELECTOR_CHARACTERS)
      return `\`${name}\` has ${value.length} characters; at most ${MAX_SELECTOR_CHARACTERS} are read. Ask for less at once.`;
  }
  return undefined;
}

function wholeNumber(value = 0): number {
  return value > 0 ? Math.floor(value) : 0;
}

function byPath(text: string, path: string): Part | { problem: string } {
  const { json } = createContent(text);
  if (!json) return { problem: 'The original is not JSON, so it has no path; use lines, query or offset and limit.' };
  const value = valueAt(json, path);
  return value
    ? { text: printJson(value), part: `the value at ${path || '/'}`, whole: path === '' }
    : { problem: `There is no value at ${path}.` };
}

function byRows(text: string, ranges: string): Part | { problem: string } {
  const rows = rowsOf(text);
  if (!rows) return { problem: 'The original has no rows; use lines, query or offset and limit.' };
  return byRanges(ranges, 'rows', rows.length, (merged) => {
    const cut: string[] = [];
    for (const { from, to } of merged) for (let row = from; row <= to; row++) cut.push(rows.at(row - 1));
    return cut.join('\n');
  });
}

/** Everything is counted before anything is copied. */
function byRanges(
  text: string,
  what: 'lines' | 'rows',
  count: number,
  cut: (ranges: readonly Range[]) => string,
): Part | { problem: string } {
  const ranges = readRanges(text);
  if (!ranges) return { problem: `"${text.slice(0, 60)}" is not a range of ${what}; write for example "120-180".` };
  if (ranges === 'too_many') return { problem: `At most ${MAX_RANGES} ranges are read at once; ask for fewer.` };
  const outside = ranges.find(({ from, to }) => from > count || to < from);
  if (outside) return { problem: `The original has ${count} ${what}; ${nameOf(outside)} is outside.` };
  const merged = mergeRanges(ranges.map(({ from, to }) => ({ from, to: Math.min(to, count) })));
  const asked = merged.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const [first] = merged;
  const more = merged.length > MOST_NAMED ? ` and ${merged.length - MOST_NAMED} more ranges` : '';
  return {
    text: cut(merged),
    part: `${what} ${merged.slice(0, MOST_NAMED).map(nameOf).join(', ')}${more} of ${count}`,
    whole: asked === count,
    ...(merged.length === 1 && first ? { from: { unit: what, at: first.from } } : {}),
  };
}

function nameOf({ from, to }: Range): string {
  return from === to ? String(from) : `${from}-${Number.isFinite(to) ? to : ''}`;
}

function byEnds(text: string, head: number, tail: number): Part {
  const count = countLines(text);
  if (head + tail >= count) return { text, part: 'the whole original', whole: true };
  const first = head > 0 ? cutLines(text, [{ from: 1, to: head }]) : '';
  const last = tail > 0 ? cutLines(text, [{ from: count - tail + 1, to: count }]) : '';
  const named = [head > 0 ? `the first ${head}` : '', tail > 0 ? `the last ${tail}` : ''].filter(Boolean).join(' and ');
  return {
    text: [first, last].filter(Boolean).join('\n[…]\n'),
    part: `${named} of ${count} lines`,
    whole: false,
  };
}

function byOffset(text: string, offset: number, limit: number | undefined): Part {
  const from = Math.min(Math.max(0, Math.floor(offset)), text.length);
  const to = limit === undefined ? text.length : Math.min(text.length, from + Math.max(0, Math.floor(limit)));
  return {
    text: text.slice(from, to),
    part: `characters ${from}-${to} of ${text.length}`,
    whole: from === 0 && to === text.length,
    from: { unit: 'offset', at: from },
  };
}
