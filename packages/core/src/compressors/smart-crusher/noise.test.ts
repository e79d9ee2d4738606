import { expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

const shortened = (rows: readonly object[]): string => {
  const text = JSON.stringify({ entries: rows });
  const shorter = smartCrusher().compress(createContent(text), makeTask({ query: 'Which one took longest?' }));
  return shorter && 'text' in shorter ? shorter.text : text;
};

it('keeps an address that is all a thing is known by', () => {
  const out = shortened(
    Array.from({ length: 30 }, (_, i) => ({
      time: i === 17 ? 5210.5 : 20 + (i % 7),
      request: { method: 'GET', url: `http://harbour.test/api/quay/${i * 37}`, bodySize: 0 },
      response: { status: 200, statusText: 'OK', bodySize: 100 + i },
    })),
  );
  expect(out).toContain(`/api/quay/${17 * 37}`);
});

it('leaves out the address of what has a name beside it', () => {
  const out = shortened(
    Array.from({ length: 30 }, (_, i) => ({
      number: i,
      hours: i === 17 ? 90 : 3 + (i % 7),
      user: { login: `sailor${i % 5}`, url: `http://harbour.test/users/sailor${i % 5}` },
    })),
  );
  expect(out).toContain('sailor2');
  expect(out).not.toContain('/users/sailor2');
});
