import { isFew, locate } from '../asked.js';
import { type Unit, WHOLE } from '../unit.js';
import type { Sight, Vote, Voter } from '../units.js';

/** A name made of letters and digits, or a long number: what records are called by. */
const NAME = /(?<![\w.-])(?=[\w.-]*\d)(?:(?=[\w.-]*[A-Za-z])\w[\w.-]{2,39}|\d{6,20})(?![\w-])/g;
const LONGEST = 2000;
const MOST_UNITS = 12;
const MOST_NAMES = 40;
/** A name in more records, its own among them, tells none apart. */
const FEW = 4;

/** Records that an asked record points at by a name that hardly any other has: who stands in for whom, what waits for what. */
export const pointed: Voter = {
  reason: 'pointed at',
  most: 6,
  *votes({ asked: { words }, units: { text }, list }: Sight): Iterable<Vote | undefined> {
    // The record that most words of the question name points first.
    const named = new Map<number, number>();
    for (const word of words.filter(isFew))
      for (const unit of word.units) named.set(unit, (named.get(unit) ?? 0) + 1 / word.units.length);
    const first = [...named.keys()].sort((a, b) => named.get(b)! - named.get(a)! || a - b);
    const known = new Set(words.map(({ word }) => word));
    let left = MOST_NAMES;
    for (const unit of first.slice(0, MOST_UNITS)) {
      const { from, to } = list[unit]!;
      for (const [name] of text.slice(from, Math.min(to, from + LONGEST)).matchAll(NAME)) {
        if (known.has(name)) continue;
        if (left-- <= 0) return;
        known.add(name);
        yield undefined;
        const found = locate(text, list, name);
        if (!found || found.units.length > FEW) continue;
        const values = found.at.filter((at) => isValue(text, name, at));
        for (const other of found.units)
          if (!named.has(other) && isShort(list[other]!) && values.some((at) => isIn(list[other]!, at)))
            yield { unit: other, depth: WHOLE };
      }
    }
  },
};

const isShort = ({ from, to }: Unit): boolean => to - from <= LONGEST;

const isIn = ({ from, to }: Unit, at: number): boolean => from <= at && at < to;

/** Whether a name stands as a value of its own, such as `UID:vc-12`, and is no part of another. */
function isValue(text: string, name: string, at: number): boolean {
  return !/[\w./@-]/.test(text[at - 1] ?? '') && !/[^\s,;"')\]}]/.test(text[at + name.length] ?? '\n');
}
