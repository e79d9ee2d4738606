import { CORE, HEAD, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const FIRST = 2;
const LAST = 3;
const SHORT = 600;

/** How it begins and how it ends. */
export const end: Voter = {
  reason: 'end',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    for (let unit = 0; unit < Math.min(FIRST, list.length); unit++) yield { unit, depth: HEAD };
    for (let unit = Math.max(0, list.length - LAST); unit < list.length - 1; unit++) yield { unit, depth: HEAD };
    const last = list.at(-1);
    if (last) yield { unit: list.length - 1, depth: last.to - last.from <= SHORT ? WHOLE : CORE };
  },
};
