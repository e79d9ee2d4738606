import { bm25, tokenize } from '../reading/bm25.js';
import { rowsOf } from './json-rows.js';
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
  const units = rows ?? text.split('\n');
  const what = rows ? 'rows' : 'lines';
  const chosen = new Set<number>();
  for (const i of fitting(query, units)) {
    for (const near of rows ? [i] : [i - 1, i, i + 1]) if (near >= 0 && near < units.length) chosen.add(near);
    const heading = rows ? undefined : headingAbove(units, i);
    if (heading !== undefined) chosen.add(heading);
  }
  const order = [...chosen].sort((a, b) => a - b);
  if (order.length === 0) return { text: '', part: `no ${what} of ${units.length} contain these words`, whole: false };
  const words = new Set([query.toLowerCase(), ...tokenize(query)]);
  const shown: string[] = [];
  order.forEach((i, n) => {
    if (n > 0 && i !== (order[n - 1] as number) + 1) shown.push('[…]');
    shown.push(`${i + 1}: ${excerpt(units[i] as string, words)}`);
  });
  return {
    text: shown.join('\n'),
    part: `${order.length} of ${units.length} ${what} that fit "${query.slice(0, 80)}", numbered`,
    whole: false,
  };
}

/** Indexes of the best units, the best first. */
function fitting(query: string, units: readonly string[]): readonly number[] {
  const scores = bm25(query, units);
  const lower = query.toLowerCase();
  const ranked = units
    .map((unit, i) => ({ i, score: (scores[i] ?? 0) + (unit.toLowerCase().includes(lower) ? 10 : 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, MOST_UNITS);
  const best = ranked[0]?.score ?? 0;
  return ranked.filter(({ score }) => score >= best * 0.25).map(({ i }) => i);
}

/** The Markdown heading of the section that a line stands in. */
function headingAbove(lines: readonly string[], from: number): number | undefined {
  for (let i = from; i >= 0 && i > from - 500; i--) if (/^#{1,6} \S/.test(lines[i] as string)) return i;
  return undefined;
}

function excerpt(unit: string, words: ReadonlySet<string>): string {
  if (unit.length <= LONG_UNIT) return unit;
  const lower = unit.toLowerCase();
  const places = [...words].map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const place = places.length > 0 ? Math.min(...places) : 0;
  const from = Math.max(0, place - AROUND);
  const piece = unit.slice(from, place + AROUND).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return `${from > 0 ? '[…] ' : ''}${piece} [… ${unit.length} characters in this one]`;
}
