import { createContent } from '../reading/content.js';
import { printJson } from '../reading/parse-json.js';
import { rowsOf, valueAt } from './json-rows.js';
import { byQuery } from './select-by-query.js';

/** Ways to name a part of a text. Counting starts at 1, both ends included. */
export interface Selector {
  /** `"120-180"`, `"120"`, `"120-"`, or several separated by commas. */
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

/** Cuts the named part out of a text, or says what is wrong with the selector. */
export function selectPart(text: string, selector: Selector): Part | { readonly problem: string } {
  const { lines, rows, path, query, offset, limit, head, tail } = selector;
  if (path !== undefined) return byPath(text, path);
  if (rows !== undefined) {
    const units = rowsOf(text);
    return units
      ? byRanges(units, rows, 'rows')
      : { problem: 'The original has no rows; use lines, query or offset and limit.' };
  }
  if (lines !== undefined) return byRanges(text.split('\n'), lines, 'lines');
  if (head !== undefined || tail !== undefined) return byEnds(text, head ?? 0, tail ?? 0);
  if (query !== undefined && query.trim() !== '') return byQuery(text, query);
  if (offset !== undefined || limit !== undefined) return byOffset(text, offset ?? 0, limit);
  return { text, part: 'the whole original', whole: true, from: { unit: 'lines', at: 1 } };
}

function byPath(text: string, path: string): Part | { problem: string } {
  const { json } = createContent(text);
  if (!json) return { problem: 'The original is not JSON, so it has no path; use lines, query or offset and limit.' };
  const value = valueAt(json, path);
  return value
    ? { text: printJson(value), part: `the value at ${path || '/'}`, whole: path === '' }
    : { problem: `There is no value at ${path}.` };
}

function byRanges(units: readonly string[], ranges: string, what: 'lines' | 'rows'): Part | { problem: string } {
  const picked: string[] = [];
  const named: string[] = [];
  let start = 1;
  for (const range of ranges.split(',')) {
    const found = /^\s*(\d+)\s*(?:(-|\.\.|:|to)\s*(\d*))?\s*$/.exec(range);
    if (!found) return { problem: `"${ranges.slice(0, 60)}" is not a range of ${what}; write for example "120-180".` };
    const from = Math.max(1, Number(found[1]));
    const to = Math.min(units.length, found[2] ? (found[3] ? Number(found[3]) : units.length) : from);
    if (from > units.length || to < from)
      return { problem: `The original has ${units.length} ${what}; ${range.trim()} is outside.` };
    for (let i = from - 1; i < to; i++) picked.push(units[i] as string);
    start = from;
    named.push(from === to ? String(from) : `${from}-${to}`);
  }
  return {
    text: picked.join('\n'),
    part: `${what} ${named.join(', ')} of ${units.length}`,
    whole: picked.length === units.length,
    ...(named.length === 1 ? { from: { unit: what, at: start } } : {}),
  };
}

function byEnds(text: string, head: number, tail: number): Part {
  const units = text.split('\n');
  if (head + tail >= units.length) return { text, part: 'the whole original', whole: true };
  const first = units.slice(0, head).join('\n');
  const last = tail > 0 ? units.slice(-tail).join('\n') : '';
  const named = [head > 0 ? `the first ${head}` : '', tail > 0 ? `the last ${tail}` : ''].filter(Boolean).join(' and ');
  return {
    text: [first, last].filter(Boolean).join('\n[…]\n'),
    part: `${named} of ${units.length} lines`,
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
