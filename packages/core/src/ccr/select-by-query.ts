import { tokenize, WORD } from '../question/stem.js';
import { bestUnits, type Units } from './best-units.js';
import { rowsOf } from './json-rows.js';
import { linesOf } from './line-borders.js';
import type { Part } from './select-part.js';

const MOST_UNITS = 40;
/** A longer line is shown around the first of the words only. */
const LONG_UNIT = 2000;
const AROUND = 600;

/**
 * The lines or rows that fit the words best, in their order and numbered: lines with a neighbour on each side and under the
 * heading of their section, very long ones around the words.
 */
export function byQuery(text: string, query: string): Part {
  const rows = rowsOf(text);
  const units = rows ?? linesOf(text);
  const what = rows ? 'rows' : 'lines';
  const chosen = new Set<number>();
  for (const i of bestUnits(query, units, MOST_UNITS)) {
    for (const near of rows ? [i] : [i - 1, i, i + 1]) if (near >= 0 && near < units.length) chosen.add(near);
    const heading = rows ? undefined : headingAbove(units, i);
    if (heading !== undefined) chosen.add(heading);
  }
  const order = [...chosen].sort((a, b) => a - b);
  if (order.length === 0) return { text: '', part: `no ${what} of ${units.length} contain these words`, whole: false };
  const words = new Set(tokenize(query));
  const shown: string[] = [];
  order.forEach((i, n) => {
    if (n > 0 && i !== (order[n - 1] as number) + 1) shown.push('[…]');
    shown.push(`${i + 1}: ${excerpt(units.at(i), query, words)}`);
  });
  return {
    text: shown.join('\n'),
    part: `${order.length} of ${units.length} ${what} that fit "${query.slice(0, 80)}", numbered`,
    whole: false,
  };
}

/** The Markdown heading of the section that a line stands in. */
function headingAbove(lines: Units, from: number): number | undefined {
  for (let i = from; i >= 0 && i > from - 500; i--) if (/^#{1,6} \S/.test(lines.at(i))) return i;
  return undefined;
}

function excerpt(unit: string, query: string, words: ReadonlySet<string>): string {
  if (unit.length <= LONG_UNIT) return unit;
  const from = Math.max(0, placeOf(unit, query, words) - AROUND);
  const piece = unit.slice(from, from + 2 * AROUND).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return `${from > 0 ? '[…] ' : ''}${piece} [… ${unit.length} characters in this one]`;
}

/** Where the first of the words stands, or all of them as written; one pass, however many words there are. */
function placeOf(unit: string, query: string, words: ReadonlySet<string>): number {
  const whole = unit.toLowerCase().indexOf(query.toLowerCase());
  for (const { 0: word, index } of unit.matchAll(WORD)) {
    if (whole >= 0 && index >= whole) return whole;
    if (tokenize(word).some((part) => words.has(part))) return index;
  }
  return Math.max(0, whole);
}
