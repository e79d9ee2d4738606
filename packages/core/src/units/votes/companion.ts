import { GONE, HEAD } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const MOST_FAULTS = 4;

/** What was said just before and after the first faults. */
export const companion: Voter = {
  reason: 'companion',
  most: 'room',
  *votes({ list, shapes, depth }: Sight): Iterable<Vote> {
    let faults = 0;
    for (const { members } of shapes) {
      const first = members[0]!;
      if (list[first]!.fault !== 'reported' || depth[first] === GONE) continue;
      if (faults++ >= MOST_FAULTS) return;
      yield { unit: first - 1, depth: HEAD };
      yield { unit: first + 1, depth: HEAD };
    }
  },
};
