import { HEAD, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const MOST = 30;
const FIRST = 5;
const OF_ONE_SHAPE = 6;

/** What must stand so that the rest reads right, all of it. */
export const everyFrame: Voter = {
  reason: 'frame',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    for (const [unit, { frame }] of list.entries()) if (frame) yield { unit, depth: WHOLE };
  },
};

/** What the whole comes to: totals and results, of many alike the first and the last. */
export const frame: Voter = {
  reason: 'frame',
  most: 'all',
  *votes({ list, shapes, scale }: Sight): Iterable<Vote> {
    const many = new Set<number>();
    for (const { members } of shapes)
      if (members.length > OF_ONE_SHAPE) for (const member of members.slice(1, -1)) many.add(member);
    const frames = list.flatMap((unit, i) => (unit.frame && !many.has(i) ? [i] : []));
    const most = Math.max(8, Math.round(MOST * scale));
    const kept = frames.length <= most ? frames : [...frames.slice(0, FIRST), ...frames.slice(FIRST - most)];
    for (const unit of kept) yield { unit, depth: HEAD };
  },
};
