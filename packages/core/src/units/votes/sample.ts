import { GONE, HEAD, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';
import { spread } from './rare.js';

const FEW = 3;
const MOST_SPREAD = 400;

/** What the room still holds: one of each frequent shape, headings, then an even spread over what comes rarely. */
export const sample: Voter = {
  reason: 'sample',
  most: 'room',
  *votes({ list, shapes, depth }: Sight): Iterable<Vote> {
    const hidden = shapes.filter(({ members }) => members.every((member) => depth[member] === GONE));
    const frequent = shapes.filter(
      ({ members }) =>
        members.length > FEW &&
        depth[members[0]!] === GONE &&
        members.filter((member) => depth[member] !== GONE).length <= 1,
    );
    for (const { members } of frequent.sort((a, b) => b.members.length - a.members.length))
      yield { unit: members[0]!, depth: HEAD };
    const headings = new Set(list.map(({ parent }) => parent));
    const few = hidden
      .filter(({ members }) => members.length <= FEW)
      .flatMap(({ members }) => members)
      .sort((a, b) => a - b);
    for (const unit of few) if (headings.has(unit)) yield { unit, depth: HEAD };
    const unshaped = list.flatMap(({ shape }, i) => (shape === undefined && depth[i] === GONE ? [i] : []));
    for (const rest of [few, unshaped])
      for (let most = 8; most <= MOST_SPREAD * 2; most *= 2)
        for (const unit of spread(rest, Math.min(most, MOST_SPREAD))) yield { unit, depth: HEAD };
  },
};

const GOLDEN = 0.618033988749895;

/** One of each of `count` equal stretches of units, at changing places in them, so that no rhythm of the data is hit. */
export function strata(units: readonly number[], count: number): Pick<Voter, 'reason' | 'votes'> {
  return {
    reason: 'sample',
    *votes(): Iterable<Vote> {
      for (let i = 0; i < Math.floor(count); i++)
        yield { unit: units[Math.floor(((i + ((i * GOLDEN) % 1)) * units.length) / Math.floor(count))]!, depth: WHOLE };
    },
  };
}
