import type { Shape } from '../shapes.js';
import { CORE, type Fault, HEAD, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const WHOLE_FAULTS = 10;
const MOST_FAULTS = 60;
const OTHERS = 16;
const OFTEN = 12;
const SUSPECTS = 14;

function shapesWith({ shapes, list }: Sight, fault: Fault): Shape[] {
  return shapes.filter(({ members }) => list[members[0]!]!.fault === fault);
}

/** Every kind of error: the first of each, some that say something else, the last of a long row. */
export const fault: Voter = {
  reason: 'fault',
  most: 'all',
  *votes(sight: Sight): Iterable<Vote> {
    const { scale, label } = sight;
    const failures = shapesWith(sight, 'reported');
    const whole = Math.max(3, Math.round(WHOLE_FAULTS * scale));
    const most = Math.max(12, Math.round(MOST_FAULTS * scale));
    let others = Math.round(OTHERS * scale);
    for (const [nth, { members }] of failures.entries()) {
      if (nth >= most * 0.7 && nth < failures.length - most * 0.3) continue;
      const first = members[0]!;
      yield { unit: first, depth: nth < whole ? WHOLE : CORE };
      const seen = new Set([label(first)]);
      for (const member of members.slice(1)) {
        const words = label(member);
        if (others <= 0 || seen.size > (members.length > OFTEN ? 1 : 3)) break;
        if (seen.has(words)) continue;
        seen.add(words);
        others -= 1;
        yield { unit: member, depth: CORE };
      }
      if (members.length > 3) yield { unit: members.at(-1)!, depth: HEAD };
    }
  },
};

/** One warning of each kind: the first kinds that come up and the most frequent ones. */
export const suspect: Voter = {
  reason: 'suspect',
  most: 'all',
  *votes(sight: Sight): Iterable<Vote> {
    const warnings = shapesWith(sight, 'suspected');
    const most = Math.max(4, Math.round(SUSPECTS * sight.scale));
    const frequent = [...warnings].sort((a, b) => b.members.length - a.members.length);
    const half = Math.ceil(most / 2);
    const chosen = warnings.length <= most ? warnings : [...warnings.slice(0, half), ...frequent.slice(0, half)];
    for (const { members } of chosen) yield { unit: members[0]!, depth: CORE };
  },
};
