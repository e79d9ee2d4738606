import { type Depth, WHOLE } from '../unit.js';
import type { Vote, Voter } from '../units.js';

/** A reason whose units are known beforehand, whatever other reasons show. */
export function showing(
  reason: string,
  most: Voter['most'],
  units: () => Iterable<number>,
  depth: Depth = WHOLE,
): Voter {
  return {
    reason,
    most,
    *votes(): Iterable<Vote> {
      for (const unit of units()) yield { unit, depth };
    },
  };
}
