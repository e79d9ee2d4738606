import { GONE, HEAD, WHOLE } from './unit.js';
import type { Units } from './units.js';

/** A gap of so few characters and lines costs less than the note about it. */
const SMALL_GAP = 36;
const SMALL_LINES = 2;

/** Shows what shown units cannot do without: the headings above them, what they need, and gaps too small for a note. */
export function closeOver(units: Units, depth: Uint8Array): void {
  const { list } = units;
  const open = list.flatMap((_, i) => (depth[i] === GONE ? [] : [i]));
  const fill = (unit: number, least: number): void => {
    if (unit < 0 || unit >= list.length || depth[unit] !== GONE) return;
    depth[unit] = least;
    open.push(unit);
  };
  const settle = (): void => {
    for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
      fill(list[unit]!.parent, HEAD);
      for (const needed of list[unit]!.needs ?? []) fill(needed, HEAD);
    }
  };
  settle();
  for (let from = 0; from < list.length; ) {
    let to = from;
    while (to < list.length && depth[to] === GONE) to++;
    if (to > from && to - from <= SMALL_LINES && isSmallGap(units.text, list[from]!.from, list[to - 1]!.to))
      for (let i = from; i < to; i++) fill(i, WHOLE);
    from = Math.max(to, from + 1);
  }
  settle();
}

/** Whether a stretch costs less than a note about it. */
export function isSmallGap(text: string, from: number, to: number): boolean {
  return to - from <= SMALL_GAP * 2 && text.slice(from, to).replace(/\s+/g, ' ').length <= SMALL_GAP;
}
