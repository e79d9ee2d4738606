import { expect, it } from 'vitest';
import { ShownTexts } from './shown-texts.js';

it('gives a text once, and nothing more to a session that does not fetch', () => {
  const shown = new ShownTexts();
  const name = shown.hold('a', 'one', 1000) ?? '';
  expect(name).toMatch(/^shown-[0-9a-f]{24}$/);
  expect(shown.take(name)).toBe('one');
  expect(shown.take(name)).toBeUndefined();
  expect(shown.hold('b', 'two', 2000)).toBeDefined();
  expect(shown.hold('b', 'in parallel', 2500)).toBeDefined();
  expect(shown.hold('b', 'three', 9000)).toBeUndefined();
  expect(shown.hold('b', 'four', 90_000)).toBeUndefined();
  expect(shown.hold('a', 'five', 90_000)).toBeDefined();
});
