import { codesOf } from '../reading/character-codes.js';
import type { Stretch, Unit } from './unit.js';
import type { Units } from './units.js';

/** `src/main.rs:45:13`, `File "a.py", line 3`, `Foo.java(12)`: where a complaint points, from the ending of the file's name on. */
const PLACE = /(?<=[\w-])\.[A-Za-z]\w{0,5}(?::(\d{1,7})(?::(\d{1,6}))?|", line (\d{1,7})|\((\d{1,7})(?:,\d{1,6})?\))/;
const isPathCode = codesOf(/[\w.@~+/\\-]/);
/** Of a complaint only its beginning is looked at. */
const LOOKED_AT = 1200;
const MOST = { reported: 40, suspected: 16, hinted: 0 };

/**
 * Where errors and warnings point that are left out because others say the same: what has to be mended next is a place, whatever it
 * is called. Empty where they point nowhere.
 */
export function faultPlaces({ text, list }: Units, members: readonly number[]): string {
  const byFile = new Map<string, string[]>();
  let found = 0;
  let more = 0;
  for (const member of members) {
    const { fault } = list[member]!;
    const place = placeOf(text, list[member]!);
    if (!place || !fault) continue;
    if (found >= MOST[fault]) {
      more += 1;
      continue;
    }
    const known = byFile.get(place.file) ?? [];
    if (known.includes(place.at)) continue;
    byFile.set(place.file, [...known, place.at]);
    found += 1;
  }
  if (found === 0) return '';
  const said = [...byFile].map(([file, at]) => `${file}:${at.join(', ')}`).join('; ');
  return `at ${said}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Where a complaint points of which a stretch is left out, when that stretch says it. */
export function placeWithin({ text, list }: Units, unit: number, { from, to }: Stretch): string {
  const place = list[unit] && placeOf(text, list[unit]);
  return place && place.index >= from && place.index < to ? `at ${place.file}:${place.at}` : '';
}

function placeOf(text: string, { from, to, fault }: Unit) {
  if (!fault || MOST[fault] === 0) return undefined;
  const looked = text.slice(from, Math.min(to, from + LOOKED_AT));
  const found = PLACE.exec(looked);
  if (!found) return undefined;
  const [ending, line, column, other, third] = found;
  let start = found.index;
  while (start > 0 && isPathCode(looked.charCodeAt(start - 1))) start--;
  const file = looked.slice(start, found.index) + /^\.\w+/.exec(ending)![0];
  return { file, at: `${line ?? other ?? third}${column ? `:${column}` : ''}`, index: from + found.index };
}
