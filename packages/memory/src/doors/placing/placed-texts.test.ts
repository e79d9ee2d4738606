import { expect, it } from 'vitest';
import { HEAD, TAIL } from '../../pack/frame.js';
import { PlacedTexts } from './placed-texts.js';
import { withoutPlaced } from './told-turn.js';

it('keeps as many texts as it may, those asked for last', () => {
  const texts = new PlacedTexts(3, 1000);
  for (const key of ['a', 'b', 'c']) texts.set(key, `text ${key}`);
  expect(texts.get('a')).toBe('text a');
  texts.set('d', 'text d');
  expect(['a', 'b', 'c', 'd'].map((key) => texts.get(key))).toEqual(['text a', undefined, 'text c', 'text d']);
  texts.set('long', 'x'.repeat(985));
  expect(texts.get('long')).toHaveLength(985);
  expect(texts.get('a')).toBeUndefined();
  for (let i = 0; i < 10_000; i++) texts.set(`k${i}`, 'x'.repeat(i % 2000));
  expect(texts.size).toBeLessThanOrEqual(3);
});

it('reads a turn as it was said, without what was placed in it', () => {
  const frame = `${HEAD}\n2026\n- x\n${TAIL}`;
  expect(withoutPlaced(`Question?\n\n${frame}`)).toBe('Question?');
  expect(withoutPlaced(`Question?\n${frame}\nMore. ${frame}`)).toBe('Question?\nMore.');
  expect(withoutPlaced(`Question? ${HEAD} without an end`)).toBe('Question?');
  expect(withoutPlaced('Question? <memory note="Of another release."> x </memory>')).toBe('Question?');
  expect(withoutPlaced('Question?')).toBe('Question?');
});
