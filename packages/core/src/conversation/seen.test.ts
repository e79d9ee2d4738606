import { describe, expect, it } from 'vitest';
import { atOnce } from '../reading/in-turns.js';
import { rowsOf, Seen, type SeenName, type SeenText } from './seen.js';

let seed = 11;
function below(most: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return seed % most;
}

const LINES = Array.from(
  { length: 14 },
  (_, i) => `  the ${i}th line of some file, long enough to tell, ${'x'.repeat(i * 5)}`,
);
/** Some lines in some order; the same line may stand in it several times. */
const text = () => Array.from({ length: 4 + below(14) }, () => LINES[below(LINES.length)]).join('\n');
const name: SeenName = { before: 'the', what: 'result' };
const told = (seen: Seen, of: string) =>
  atOnce(seen.runs(rowsOf(of))).map(({ from, rows, at, source }) => [from, rows, at, source.nth, source.cut]);

describe('what was seen', () => {
  it('is the same after texts were put in the place of others as if they had stood there from the beginning', () => {
    for (let round = 0; round < 60; round++) {
      const texts = Array.from({ length: 1 + below(25) }, () => ({ text: text(), cut: false }));
      const seen = new Seen();
      const sources: SeenText[] = texts.map((one) => atOnce(seen.add(one.text, name, seen.meet(name))));
      for (let change = 0; change < 10; change++) {
        const at = below(texts.length);
        texts[at] = { text: text(), cut: below(2) === 1 };
        sources[at] = atOnce(seen.replace(sources[at]!, texts[at]!.text, texts[at]!.cut));
      }
      const anew = new Seen();
      for (const one of texts) atOnce(anew.add(one.text, name, anew.meet(name), one.cut));
      for (let asked = 0; asked < 5; asked++) {
        const question = text();
        expect(told(seen, question)).toEqual(told(anew, question));
      }
    }
  });
});
