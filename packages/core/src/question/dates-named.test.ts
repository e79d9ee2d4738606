import { expect, it } from 'vitest';
import { datesNamed } from './dates-named.js';

it.each([
  ['What happened on March 5, 2015?', '2015-03-05'],
  ['What happened on the 7th of November?', '11-07'],
  ['What happened on the 7th of November?', '07/Nov'],
  ['Anything odd on Feb 3?', 'Feb  3'],
])('%s is %s in data', (question, written) => {
  expect(datesNamed(question)).toContain(written);
});

it('finds no date where none is named', () => {
  expect(datesNamed('Show 12 marches and 7 decisions.')).toEqual([]);
});
