import { FEW_ASKED, isFew } from '../asked.js';
import { CORE, GONE, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

/** A named heading is meant with what stands under it. */
const MOST_CHILDREN = 40;

/**
 * `What was it just before?`, `Which request came right after?`: what stands beside a word that hardly any other unit has, on both
 * sides, for the newest may come first.
 */
const BESIDE =
  /\b(?:before|preced(?:es?|ed|ing)|previous|prior to|led (?:up )?to|after(?:wards)?|follow(?:s|ed|ing)|next)\b/i;
const FEW_PLACES = 6;

/** What the question or the call names, where few units have it: all of them. */
export const asked: Voter = {
  reason: 'asked',
  most: 'all',
  *votes({ asked: { query, words }, list }: Sight): Iterable<Vote> {
    const sides = BESIDE.test(query) ? [-1, 1] : [];
    for (const word of words) {
      if (!isFew(word)) continue;
      for (const unit of word.units) {
        yield { unit, depth: CORE };
        if (word.units.length <= FEW_PLACES)
          for (const side of sides) if (list[unit + side]) yield { unit: unit + side, depth: WHOLE };
        for (let child = unit + 1; child <= unit + MOST_CHILDREN && list[child]?.parent === unit; child++)
          yield { unit: child, depth: CORE };
      }
    }
  },
};

/** Where many have it: one of each shape, the first and the last, then an even spread; the sum says how many of how many. */
export const oftenAsked: Voter = {
  reason: 'often asked',
  most: 'room',
  *votes({ asked: { words }, list, depth }: Sight): Iterable<Vote> {
    for (const word of words) {
      if (isFew(word)) continue;
      const { units } = word;
      const shapes = new Set<number | undefined>();
      for (const unit of [...units.slice(0, 3), ...units.slice(-2)]) yield { unit, depth: CORE };
      for (const unit of units) {
        const { shape } = list[unit]!;
        if (shapes.has(shape)) continue;
        shapes.add(shape);
        yield { unit, depth: CORE };
      }
      const step = Math.max(1, Math.floor(units.length / FEW_ASKED));
      for (let i = 0; i < units.length; i += step)
        if (depth[units[i]!] === GONE) yield { unit: units[i]!, depth: CORE };
    }
  },
};
