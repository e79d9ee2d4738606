import { GONE, HEAD } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

/** Of more kinds than these only some can be shown. */
const FEW_KINDS = 80;

/** One of each kind, so that what is left out as a repetition is one of something in sight. */
export const eachKind: Voter = {
  reason: 'each kind',
  most: 'all',
  *votes({ shapes, depth }: Sight): Iterable<Vote> {
    if (shapes.length > FEW_KINDS) return;
    for (const { members } of shapes)
      if (members.every((member) => depth[member] === GONE)) yield { unit: members[0]!, depth: HEAD };
  },
};
