import { askedWords, atOnce } from '@headroom/core/prose';
import { expect, it } from 'vitest';
import { linguistic } from './linguistic/linguistic.js';
import { telegram } from './telegram.js';

const asked = askedWords({ query: '' });
const write = (text: string, keep = 0.4) => atOnce(telegram(text, linguistic(), { keep, asked }))?.text ?? text;

const PROSE =
  'In order to make the most of the service, you will usually want to read the whole of the following page before you start with it.';

it('leaves headings, lists, quotations, code, tables, links and tags as they stand', () => {
  const text = [
    '# The heading of the page is a whole one',
    '',
    PROSE,
    '',
    '> It was said by the author that a quotation is to be left as it is.',
    '',
    '- The first of the items is about the cache, and it is also about the list of all of the files.',
    '1. The second of the items is about the server, and it is also about the list of all of the ports.',
    '',
    '```sh',
    'the code of the example is a line of words',
    '```',
    '',
    '| the name of the flag | the meaning of the flag |',
    '| -------------------- | ----------------------- |',
    '| a | the first of the two |',
    '',
    'It is described in [the guide to the whole](https://example.org/the/guide) and by the maintainers of the <b>tool of the team</b>, as well.',
  ].join('\n');
  const lines = write(text).split('\n');
  const before = text.split('\n');
  expect(lines.length).toBe(before.length);
  for (const row of [0, 4, 9, 10, 11, 13, 14, 15]) expect(lines[row]).toBe(before[row]);
  expect(lines[2]!.length).toBeLessThan(before[2]!.length * 0.6);
  expect(lines[6]).toMatch(/^- /);
  expect(lines[7]).toMatch(/^1\. /);
  expect(lines[17]).toContain('[the guide to the whole](https://example.org/the/guide)');
  expect(lines[17]).toMatch(/<b>.*<\/b>/);
});

it('keeps whole words in their order, and the ends of sentences', () => {
  const out = write(
    `${PROSE} It is, as a matter of fact, also the case that the tests are run by it. Nothing else is done there.`,
  );
  const words = [...out.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word);
  let at = 0;
  for (const word of words) {
    at = PROSE.concat(
      ' It is, as a matter of fact, also the case that the tests are run by it. Nothing else is done there.',
    ).indexOf(word, at);
    expect(at).toBeGreaterThanOrEqual(0);
  }
  expect(out.match(/\./g)?.length).toBe(3);
});

it('leaves no line of a wrapped paragraph empty', () => {
  const wrapped = `${PROSE} ${PROSE}`.replace(/(.{30,40}) /g, '$1\n');
  const lines = write(wrapped, 0.3).split('\n');
  expect(lines.length).toBe(wrapped.split('\n').length);
  for (const line of lines) expect(line.trim()).not.toBe('');
});

it('keeps both halves of brackets, and names wherever they stand', () => {
  const text = `${PROSE} Kestrel is what the proxy of the team is called (it is the one of the two that is older), and the other is called Merlin by most. Merlin is also the one that is used.`;
  const out = write(text, 0.3);
  expect(out.split('(').length).toBe(out.split(')').length);
  expect(out.match(/Merlin/g)?.length).toBe(2);
});

it('does nothing with fewer than ten words', () => {
  expect(write('The server is up and it is fine.')).toBe('The server is up and it is fine.');
});
