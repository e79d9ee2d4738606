import { describe, expect, it } from 'vitest';
import { codesNamed } from './codes.js';
import { LANGUAGES, REGIONS } from './names.js';

describe('codes of what a question names', () => {
  it.each([
    ['How many orders went to North Dakota?', ['ND']],
    ['Compare West Virginia with Virginia', ['WV', 'VA']],
    ['Is there a German sound track?', ['de', 'ger', 'deu']],
    ['the French one', ['fr', 'fre', 'fra']],
    ['Which customers are in Switzerland or Turkey?', ['CH', 'TR']],
    ['who got Too Many Requests, who was forbidden', ['429', '403']],
    ['was it killed, out of memory?', ['137']],
    ['the ones from March', ['Mar']],
  ])('%s', (question, codes) => {
    expect([...codesNamed(question)].sort()).toEqual([...codes].sort());
  });

  it('takes no plain word for a name', () => {
    expect(codesNamed('can we march in china shops, oregon or not')).toEqual([]);
    expect(codesNamed('')).toEqual([]);
  });
});

describe('the names that are written down', () => {
  it('are those of the runtime, but for what changes with the years', () => {
    for (const [listed, type] of [
      [REGIONS, 'region'],
      [LANGUAGES, 'language'],
    ] as const) {
      const names = new Intl.DisplayNames('en', { type, fallback: 'none' });
      const entries = listed.split('|').map((entry) => [entry.slice(0, 2), entry.slice(3)] as const);
      const same = entries.filter(([code, name]) => names.of(code)?.replace(/ \(.*/, '') === name);
      expect(same.length).toBeGreaterThan(0.95 * entries.length);
      expect(entries.length).toBeGreaterThan(180);
    }
  });
});
