import { type Hunk, isOnSide, type Range } from './read-diff.js';

/** Lines `[from, to)` of a hunk under a header of their own. */
export interface Span {
  readonly header: string;
  readonly from: number;
  readonly to: number;
}

/** True for an added or removed line of a hunk with so many parents, and for the note on a missing line end. */
function isChange(line: string, parents: number): boolean {
  const sign = line[0];
  if (sign === '+' || sign === '-' || sign === '\\') return true;
  return parents > 1 && /[+-]/.test(line.slice(1, parents));
}

function parentsOf(hunk: Hunk): number {
  return hunk.range ? hunk.range.starts.length - 1 : Math.max(1, /^@*/.exec(hunk.header)![0].length - 1);
}

/** Changed lines of a hunk: how many, by sign. */
export function countChanges(hunk: Hunk): { readonly added: number; readonly removed: number } {
  const parents = parentsOf(hunk);
  let added = 0;
  let removed = 0;
  for (const line of hunk.lines) {
    if (line[0] === '\\' || !isChange(line, parents)) continue;
    if (line.slice(0, parents).includes('-')) removed++;
    else added++;
  }
  return { added, removed };
}

/**
 * The hunk with `context` unchanged lines on each side of a change and the `wanted` ones wherever they stand, split where many lie between two changes, its `@@` numbers counted
 * anew, so that the result still applies. A hunk with an unreadable header or no change comes back whole.
 */
export function trimHunk(hunk: Hunk, context: number, wanted: (line: number) => boolean): readonly Span[] {
  const { range, lines } = hunk;
  const parents = parentsOf(hunk);
  const changed = (line: number): boolean => isChange(lines[line]!, parents);
  const spans = range ? spansOf(lines, (line) => (changed(line) ? context : wanted(line) ? 0 : undefined)) : [];
  const only = spans[0];
  if (!range || !only || (spans.length === 1 && only[0] === 0 && only[1] === lines.length))
    return [{ header: hunk.header, from: 0, to: lines.length }];
  const places = [...range.starts];
  let at = 0;
  return spans.map(([from, to]) => {
    const counts = places.map((place, side) => {
      places[side] = place + from - at;
      let count = 0;
      for (let i = from; i < to; i++) if (isOnSide(lines[i]!, side, parents)) count++;
      return count;
    });
    const section = enclosing(lines, at, from, parents) ?? (at === 0 ? range.section : '');
    const header = headerOf(places, counts, range) + section;
    for (let side = 0; side <= parents; side++) places[side]! += counts[side]!;
    at = to;
    return { header, from, to };
  });
}

/** Git writes the line before an empty side, and no count where it is 1. */
function headerOf(places: readonly number[], counts: readonly number[], range: Range): string {
  const sides = places.map((place, side) => {
    const count = counts[side]!;
    if (count === 0) return `${range.starts[side] === 0 ? 0 : place - 1},0`;
    return count === 1 ? String(place) : `${place},${count}`;
  });
  const mark = '@'.repeat(sides.length);
  return `${mark} ${sides.map((side, i) => (i === sides.length - 1 ? '+' : '-') + side).join(' ')} ${mark}`;
}

/** The last unindented name line among the lines left out: what git itself would write behind the `@@`. */
function enclosing(lines: readonly string[], from: number, to: number, parents: number): string | undefined {
  for (let i = to - 1; i >= from; i--) {
    if (/^[A-Za-z_$]/.test(lines[i]!.slice(parents)) && lines[i]!.startsWith(' '.repeat(parents))) {
      return ` ${lines[i]!.slice(parents, parents + 80).trimEnd()}`;
    }
  }
  return undefined;
}

/** The runs of lines that stay with so many around them, as half-open ranges. A split must save more than the header that it costs. */
function spansOf(
  lines: readonly string[],
  aroundOf: (line: number) => number | undefined,
): [from: number, to: number][] {
  const spans: [number, number][] = [];
  for (let i = 0; i < lines.length; i++) {
    const around = aroundOf(i);
    if (around === undefined) continue;
    const from = Math.max(0, i - around);
    const to = Math.min(lines.length, i + 1 + around);
    const last = spans.at(-1);
    if (last && from <= last[1] + 2) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  const end = spans.at(-1);
  while (end && lines[end[1]]?.[0] === '\\') end[1]++;
  return spans;
}
