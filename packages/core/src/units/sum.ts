import type { Selection } from './select.js';
import { GONE, WHOLE } from './unit.js';
import type { Units } from './units.js';

const MOST_KINDS = 10;
const MOST_ASKED = 4;

/** `1 row`, `12 entries`. */
export function counted(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  const many = /(?:s|x|ch|sh)$/.test(what)
    ? `${what}es`
    : /[^aeiou]y$/.test(what)
      ? `${what.slice(0, -1)}ies`
      : `${what}s`;
  return `${count} ${many}`;
}

interface Counts {
  all: number;
  left: number;
  /** Shown, but not whole. */
  short: number;
}

/** Completes "Left out: …": what is missing of how many, by kind, and how much of what was asked is shown. */
export function sumOf(
  units: Units,
  selection: Selection,
  { lines, clipped }: { readonly lines: { readonly all: number; readonly left: number }; readonly clipped: number },
): string {
  const kinds = new Map<string, Counts>();
  units.list.forEach(({ what }, i) => {
    const kind = kinds.get(what) ?? { all: 0, left: 0, short: 0 };
    kind.all += 1;
    if (selection.depth[i] === GONE) kind.left += 1;
    else if (selection.depth[i] !== WHOLE) kind.short += 1;
    kinds.set(what, kind);
  });
  const some = [...kinds].filter(([, { left }]) => left > 0).slice(0, MOST_KINDS);
  const parts = some.map(
    ([what, { all, left }]) => `${left} of ${units.counting === 'units' ? counted(all, what) : `${all} ${what}`}`,
  );
  const first =
    units.counting === 'units'
      ? parts.join(', ')
      : `${lines.left} of ${counted(lines.all, 'line')}${parts.length > 0 ? ` (records: ${parts.join(', ')}${shapesIn(selection)})` : ''}`;
  const middles = clipped > 0 ? `the middle of ${counted(clipped, 'long line')}` : '';
  return [first, middles, ...shortly(units, kinds), ...partlyShown(selection), units.also ?? '']
    .filter((part) => part !== '')
    .join('; ');
}

function shortly({ short }: Units, kinds: ReadonlyMap<string, Counts>): string[] {
  if (short === undefined) return [];
  return [...kinds].flatMap(([what, count]) => (count.short > 0 ? [`${short} of ${counted(count.short, what)}`] : []));
}

function shapesIn({ shapes }: Selection): string {
  return shapes.length > 1 ? `; ${shapes.length} shapes` : '';
}

/** Words of the question that stand in more units than could be shown. */
function partlyShown({ asked, depth }: Selection): string[] {
  return asked.words
    .map(({ word, units }) => ({ word, all: units.length, shown: units.filter((unit) => depth[unit] !== GONE).length }))
    .filter(({ all, shown }) => shown < all)
    .slice(0, MOST_ASKED)
    .map(({ word, all, shown }) => `shown: ${shown} of ${all} with ${word.replace(/\s+/g, ' ').slice(0, 60)}`);
}
