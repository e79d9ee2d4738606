import { WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

const USUAL = 8;
const FEW = 6;
const LONGEST = 40;

/** Units with more lines than their like: where all others are one line, a line below one of them is something of its own. */
export const odd: Voter = {
  reason: 'odd',
  most: 12,
  *votes({ shapes, units, list }: Sight): Iterable<Vote> {
    if (units.counting !== 'lines') return;
    const found: number[] = [];
    for (const { members } of shapes) {
      if (members.length < USUAL) continue;
      const sizes = members.map((member) => filledLines(units.text.slice(list[member]!.from, list[member]!.to)));
      const usual = [...sizes].sort((a, b) => a - b)[sizes.length >> 1] ?? 1;
      const larger = members.filter((_, i) => sizes[i]! > usual && sizes[i]! <= usual + LONGEST);
      if (larger.length <= Math.max(FEW, members.length * 0.02)) found.push(...larger.slice(0, FEW * 2));
    }
    for (const unit of found.sort((a, b) => a - b)) yield { unit, depth: WHOLE };
  },
};

function filledLines(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const to = end < 0 ? text.length : end;
    if (text.slice(at, to).trim() !== '') count++;
    at = to + 1;
  }
  return count;
}
