import { expect, it } from 'vitest';
import { akinWords } from './akin.js';
import { stem } from './terms.js';

const words = await akinWords();
const place = (word: string) => words.placeOf(stem(word)) as number;

it('tells what stands in like company from what does not', () => {
  for (const [word, like, unlike] of [
    ['dentist', 'doctor', 'ferry'],
    ['guitar', 'piano', 'mortgage'],
    ['salary', 'wages', 'forest'],
    ['mother', 'daughter', 'engine'],
  ] as const) {
    const near = words.likeness(place(word), place(like));
    expect(near, word).toBeGreaterThan(0.45);
    expect(words.likeness(place(word), place(unlike)), word).toBeLessThan(near - 0.3);
    expect(words.likeness(place(word), place(word))).toBeCloseTo(1);
  }
});

it('knows no word that is not in its table', () => {
  expect(words.placeOf('xylobrand')).toBeUndefined();
  expect(words.placeOf('monday')).toBeUndefined();
});

it('reads the known stems of a text as often as they come', () => {
  const read = (text: string) => words.placesIn(text, text.split(' '));
  expect([...read('piano xylobrand piano')]).toEqual([place('piano'), place('piano')]);
  expect(read('').length).toBe(0);
  expect(read('piano guitar')).toBe(read('piano guitar'));
});

it('compares a stem with several others together, each by its weight', () => {
  const along = words.along(words.direction([place('piano'), undefined, place('mortgage')], [5, 9, 0.01]));
  expect(along(place('piano'))).toBeGreaterThan(0.98);
  expect(along(place('violin'))).toBeGreaterThan(along(place('bank')) + 0.3);
  expect(words.along(words.direction([undefined], [1]))(place('piano'))).toBe(0);
});
