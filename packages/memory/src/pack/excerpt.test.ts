import { counterFor } from '@headroom/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { termsOf } from '../words/terms.js';
import { excerpt } from './excerpt.js';

const counter = counterFor();
const terms = new Set(termsOf('kettle password'));

it('quotes the beginning and what has the terms, in order', () => {
  const filler = 'Nothing of note happens in this line. '.repeat(60);
  const text =
    `Notes of the lab. ${filler}The kettle has a password. ${filler}It is 7741 for the kettle. ${filler}`.trim();
  expect(excerpt(text, terms, counter, 60)).toBe(
    'Notes of the lab. … The kettle has a password. … It is 7741 for the kettle. …',
  );
  expect(excerpt(text, terms, counter, 12)).toBe('… The kettle has a password. …');
  expect(excerpt(text, terms, counter, 2)).toBe('');
});

it('is within its tokens, and made of parts of the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('kettle ', 'password. ', 'x'.repeat(300), 'Ünï 🌍 ', 'a, b; ', '語'.repeat(50)), {
        maxLength: 40,
      }),
      fc.integer({ min: 0, max: 200 }),
      (parts, most) => {
        const text = parts.join('');
        const found = excerpt(text, terms, counter, most);
        expect(found === '' ? 0 : counter.count(found)).toBeLessThanOrEqual(most + 2);
        for (const part of found.split('…')) expect(text.includes(part.trim())).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

it('of a very long text is found in time that grows with its length', () => {
  const began = performance.now();
  excerpt('the kettle, '.repeat(8000), terms, counter, 300);
  excerpt('x'.repeat(100_000), terms, counter, 300);
  expect(performance.now() - began).toBeLessThan(3000);
});
