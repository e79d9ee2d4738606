import { readQuery } from '../question/query-terms.js';
import type { Asked } from './asked.js';
import type { Column } from './columns.js';
import type { Unit } from './unit.js';

const MOST_WORDS = 12;
const FEWEST = 8;
/** How far behind its word a number may stand: `Max Memory Used: 127 MB`. */
const REACH = 24;
const NUMBER = /^[a-z]{0,12}(?: [a-z]+)?["')]*\s*[:=]\s*["'(]*(-?\d{1,15}(?:\.\d{1,9})?)(?![\w.-]*[a-z]\d)/;

/** Measures that stand in the texts of units behind words of the question, as columns of their own. Linear in the text for each word. */
export function saidMeasures({ query, folded }: Asked, list: readonly Unit[]): Column[] {
  return readQuery(query)
    .words.filter((word) => word.length > 3)
    .slice(0, MOST_WORDS)
    .flatMap((word) => {
      const numbers = new Float64Array(list.length).fill(Number.NaN);
      let count = 0;
      let unit = 0;
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        while (unit < list.length - 1 && list[unit]!.to <= at) unit += 1;
        const found = NUMBER.exec(folded.slice(at + word.length, at + word.length + REACH + 16));
        if (!found) continue;
        numbers[unit] = Number(found[1]);
        count += 1;
      }
      if (count < FEWEST) return [];
      return [{ name: word, values: Array.from(numbers, String), isAsked: true, known: { numbers } }];
    });
}
