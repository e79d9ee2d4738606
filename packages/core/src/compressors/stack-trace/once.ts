import { WHOLE } from '../../units/unit.js';
import type { Sight, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { SIDE } from './side-lines.js';

const SAME_LINES = 2;

/** Everything that a trace says, each place of a dump and each kind of line around the frames once or twice. */
const first: Voter = {
  reason: 'first',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    const times = new Map<number, number>();
    for (const [unit, { what, shape, fault }] of list.entries()) {
      if (what === SIDE) continue;
      const nth = shape === undefined ? 0 : (times.get(shape) ?? 0) + 1;
      if (shape !== undefined) times.set(shape, nth);
      if (nth <= (what === 'thread' ? 1 : SAME_LINES) || fault !== undefined) yield { unit, depth: WHOLE };
    }
  },
};

export const once: readonly Voter[] = [asked, first];
