import { expect, it } from 'vitest';
import { readFixtures } from '../../testing/node-fixtures.js';
import { evidenceIn } from './language-evidence.js';

it('overlooks nothing by the first letter of a line', () => {
  const starts = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
  const all = [...new Set(starts.flatMap((start) => [...evidenceIn(start)]))];
  const lines = readFixtures(new URL('./fixtures/', import.meta.url)).flatMap(({ text }) => text.split('\n'));
  let matches = 0;
  for (const line of lines) {
    const looked = evidenceIn(line);
    for (const one of all) {
      if (!one.pattern.test(line)) continue;
      matches++;
      expect(looked, `${one.pattern} in ${line}`).toContain(one);
    }
  }
  expect(matches).toBeGreaterThan(300);
});
