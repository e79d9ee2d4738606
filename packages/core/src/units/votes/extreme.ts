import { HEAD } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const RARE = 10;
const EXTREMES = 6;
const ASKED_EXTREMES = 6;
const FAR_OUT = 4;

/** Values that almost no other of the shape has, and those at the ends of what is measured. */
export const extreme: Voter = {
  reason: 'extreme',
  most: 'all',
  *votes(sight: Sight): Iterable<Vote> {
    const { shapes, scale } = sight;
    const { wants, words } = sight.asked.terms;
    let rare = Math.round(RARE * scale);
    let room = Math.round(EXTREMES * scale) + (wants.has('max') || wants.has('min') ? ASKED_EXTREMES : 0);
    for (const shape of shapes) {
      for (const member of sight.variationOf(shape.id)?.rare ?? [])
        if (rare-- > 0) yield { unit: shape.members[member]!, depth: HEAD };
      for (const { name, max, min, ratio, lowRatio, numbers } of sight.variationOf(shape.id)?.extremes ?? []) {
        const isAsked = words.some((word) => name.toLowerCase().includes(word));
        const isMax = isAsked || (wants.has('max') && numbers >= 4) || (ratio >= FAR_OUT && numbers >= 8);
        if (isMax && room-- > 0) yield { unit: shape.members[max]!, depth: HEAD };
        const isMin = isAsked || wants.has('min') || (lowRatio >= FAR_OUT && numbers >= 8);
        if (isMin && room-- > 0) yield { unit: shape.members[min]!, depth: HEAD };
      }
    }
  },
};
