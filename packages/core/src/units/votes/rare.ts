import type { Shape } from '../shapes.js';
import { HEAD } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const FEW = 3;
const HINTS = 24;
const OUTCOMES = 8;

/** Shapes that hardly ever come: words of trouble, and among many faults whatever is none. */
export const rare: Voter = {
  reason: 'rare',
  most: 'all',
  *votes({ list, shapes, scale }: Sight): Iterable<Vote> {
    const few = shapes.filter(({ members }) => members.length <= FEW);
    yield* someOf(
      few.filter(({ members }) => list[members[0]!]!.fault === 'hinted'),
      HINTS * scale,
    );
    const faults = list.filter(({ fault }) => fault !== undefined).length;
    if (faults * 2 <= list.length) return;
    yield* someOf(
      few.filter(({ members }) => list[members[0]!]!.fault === undefined),
      OUTCOMES * scale,
    );
  },
};

function* someOf(shapes: readonly Shape[], most: number): Iterable<Vote> {
  const chosen = spread(shapes, most);
  const all = chosen.flatMap(({ members }) => members);
  const units = all.length <= most ? all : chosen.map(({ members }) => members[0]!);
  for (const unit of units) yield { unit, depth: HEAD };
}

/** At most so many of a list, evenly over it. */
export function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = items.length / Math.max(1, most);
  return Array.from({ length: Math.floor(most) }, (_, i) => items[Math.floor(i * step)]!);
}
